import { type Actor, sameActor } from '../actor.ts';
import type { Policy, Roles } from '../policy.ts';
import { holdersOf, roleNames } from '../policy-roles.ts';
import type { SigningRules } from './signed-word.ts';

/**
 * Which entries of `requireSignature` demand that a word is signed: the message's type, and the
 * roles that the actor speaks in. `allowed` are the roles that may send it: a role that the actor
 * holds besides counts only where none of these is theirs.
 */
export function demandedBy(
  required: readonly string[],
  word: {
    readonly type: string;
    readonly held: readonly string[];
    readonly allowed: readonly string[];
  },
): readonly string[] {
  const { type, held, allowed } = word;
  const speaking = held.filter((role) => allowed.includes(role));
  // Whoever may send it by name alone speaks with the power of the roles that may.
  const roles = speaking.length > 0 ? speaking : [...held, ...allowed];
  return required.filter((each) => each === type || roles.includes(each));
}

/** The actor as the policy spells the name: letter case counts in `allowed_signers`. */
export function spelledInPolicy(roles: Roles, actor: Actor): Actor {
  const named = roleNames(roles).flatMap((role) => holdersOf(roles, role));
  return named.find((each) => sameActor(each, actor)) ?? actor;
}

/** What a policy says of signatures; null where it names no `allowedSigners`. */
export function signingRules(
  policy: Pick<Policy, 'allowedSigners' | 'requireSignature'>,
): SigningRules | null {
  const { allowedSigners, requireSignature = [] } = policy;
  return allowedSigners === undefined ? null : { required: requireSignature };
}
