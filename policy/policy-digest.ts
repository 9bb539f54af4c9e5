import type { Policy } from '../domain/policy.ts';

/**
 * The text whose SHA-256 is the policy's digest: the policy as JSON, without white space, keys in
 * the order of their UTF-16 units (RFC 8785; the policy has no fractions, the one thing that needs
 * more care). Two files that mean the same have the same text, however they are laid out.
 */
export function policyDigestInput(policy: Policy): string {
  return canonicalJson(policy);
}

/** `value` holds nothing but JSON, nested as deep as a policy. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}
