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
