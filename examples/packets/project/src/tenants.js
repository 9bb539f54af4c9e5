/** Whether a token of one tenant may read a record. */
export function mayRead(token, record) {
  return token.tenant === record.tenant;
}
