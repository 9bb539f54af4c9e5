import { canonicalJson } from '../domain/canonical-json.ts';
import type { Policy } from '../domain/policy.ts';

/**
 * The text whose SHA-256 is the policy's digest: the policy as canonical JSON. Two files that mean
 * the same have the same text, however they are laid out.
 */
export function policyDigestInput(policy: Policy): string {
  return canonicalJson(policy);
}
