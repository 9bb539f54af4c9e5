/** The line of the nightly feed for a record. */
export function feedLine({ id, tenant }) {
  return `${tenant};${id}`;
}
