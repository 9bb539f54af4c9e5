/** Characters of an id, and `*` for any number of them. */
export const ITEM_PATTERN = /^[A-Za-z0-9._*-]{1,64}$/;

/** Whether an id of an item matches a pattern such as `WS3-*`; letter case counts, as it does in ids. */
export function matchesItem(pattern: string, id: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return id === pattern;
  if (!id.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const place = id.indexOf(part, from);
    if (place === -1) return false;
    from = place + part.length;
  }
  return id.length - last.length >= from && id.endsWith(last);
}

export function matchesAny(patterns: readonly string[], id: string): boolean {
  return patterns.some((pattern) => matchesItem(pattern, id));
}
