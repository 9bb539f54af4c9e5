import type { Actor } from '../actor.ts';
import { includesActor, sameActor } from '../actor.ts';
import { holdersOf } from '../policy-roles.ts';
import { samePerson } from '../review/person.ts';
import type { Signed, SignOffTerms } from './sign-off.ts';

/** A sign-off that somebody is asked for now. */
export interface OpenSignOff {
  readonly of: 'program' | 'capability';
  /** The role or the capability. */
  readonly subject: string;
  readonly commit: string;
  /** Who may give it. */
  readonly actors: readonly Actor[];
}

/**
 * The roles of the program that have not signed off the commit, with those who hold them and have
 * not signed for another role. `signed` are the sign-offs that count so far.
 */
export function openRoles(
  terms: SignOffTerms,
  signed: readonly Signed[],
  commit: string,
): readonly OpenSignOff[] {
  const counted = signed.filter((each) => each.of === 'program' && each.commit === commit);
  const hasSigned = (actor: Actor): boolean =>
    counted.some((each) => samePerson(terms.identities, each.actor, actor));
  return (terms.signOffs ?? [])
    .filter((role) => !counted.some((each) => each.role === role))
    .map((role) => {
      const holders = holdersOf(terms.roles, role);
      const actors = holders.filter(
        (actor, nth) =>
          !includesActor(holders.slice(0, nth), actor) &&
          (terms.solo === true || !hasSigned(actor)),
      );
      return { of: 'program', subject: role, commit, actors };
    });
}

/** The owner's sign-off of a capability whose gates passed on the commit; null where it was given. */
export function openCapability(
  terms: SignOffTerms,
  signed: readonly Signed[],
  promoted: { readonly capability: string; readonly commit: string },
): OpenSignOff | null {
  const capability = terms.capabilities?.find(({ id }) => id === promoted.capability);
  if (capability === undefined) return null;
  const { id: subject, owner } = capability;
  const { commit } = promoted;
  const isSigned = signed.some(
    (each) =>
      each.of === 'capability' &&
      each.subject === subject &&
      each.commit === commit &&
      sameActor(each.actor, owner),
  );
  return isSigned ? null : { of: 'capability', subject, commit, actors: [owner] };
}
