/**
 * JSON without white space, keys in the order of their UTF-16 units (RFC 8785; what is written here
 * has no fractions, the one thing that needs more care). `value` holds nothing but JSON, nested as
 * deep as a policy or a message.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

/** The same of a value in which absent members and those that are null are alike. */
export function textWithoutNulls(value: unknown): string {
  return canonicalJson(withoutNulls(value ?? null));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field)]));
}
