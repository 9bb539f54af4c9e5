import { type Actor, includesActor, isActor } from '../actor.ts';
import type { ReviewGate, Roles } from '../policy.ts';
import { holdersOf } from '../policy-roles.ts';

/** Words for a part of the reviewers, by the kind of their name. */
export const PEOPLE = 'people';
export const AGENTS = 'agents';
const DEFAULT_APPROVERS = ['reviewers'] as const;

/** How many of whom must mark a review gate PASS, or NA with a reason. */
export interface Quorum {
  readonly gate: string;
  readonly approvals: number;
  readonly approvers: readonly Actor[];
}

/**
 * The actors that `approvers` of a policy means: names of roles, actors, and the words `people` and
 * `agents`, which are the human and the other reviewers. Each once; an unknown name means nobody.
 */
export function approversOf(names: readonly string[] | undefined, roles: Roles): readonly Actor[] {
  const found = (names ?? DEFAULT_APPROVERS).flatMap((name) => actorsNamed(name, roles));
  return found.filter((actor, nth) => !includesActor(found.slice(0, nth), actor));
}

function actorsNamed(name: string, roles: Roles): readonly Actor[] {
  if (isActor(name)) return [name];
  if (name === PEOPLE) return roles.reviewers.filter((each) => isHuman(each));
  if (name === AGENTS) return roles.reviewers.filter((each) => !isHuman(each));
  return holdersOf(roles, name);
}

function isHuman(actor: Actor): boolean {
  return actor.startsWith('human:');
}

/** What each review gate of a policy needs, in the order of the policy. */
export function quorumsOf(review: ReviewGate, roles: Roles): readonly Quorum[] {
  return review.gates.map((gate) => {
    const own = review.perGate?.[gate];
    return {
      gate,
      approvals: own?.approvals ?? review.approvals,
      approvers: approversOf(own?.approvers ?? review.approvers, roles),
    };
  });
}

/** The review gates that an actor may mark. */
export function gatesOf(quorums: readonly Quorum[], actor: Actor): readonly string[] {
  return quorums.filter((each) => includesActor(each.approvers, actor)).map((each) => each.gate);
}
