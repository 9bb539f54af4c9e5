import { type Actor, includesActor } from '../actor.ts';
import type { ReviewMark } from '../evidence-record.ts';
import type { ReviewGate, Roles } from '../policy.ts';
import { type Quorum, quorumsOf } from './approvers.ts';
import { distinctPersons, type Identities } from './person.ts';

/** What a review is held against. */
export interface ReviewTerms {
  readonly review: ReviewGate;
  readonly roles: Roles;
  readonly identities: Identities | undefined;
}

/** An approval, as a workflow or the evidence knows it. */
export interface Approval {
  readonly actor: Actor;
  readonly gates: Readonly<Record<string, ReviewMark>>;
}

/** A review gate with those whose marks count for it. */
export interface GateStanding extends Quorum {
  /** Approvers who marked it PASS, or NA with a reason; each person once. */
  readonly given: readonly Actor[];
}

/** How the review gates stand, by the approvals of one tree. */
export function tallyGates(
  { review, roles, identities }: ReviewTerms,
  approvals: readonly Approval[],
): readonly GateStanding[] {
  return quorumsOf(review, roles).map((quorum) => {
    const marked = approvals
      .filter((each) => isPassed(each, quorum.gate) && includesActor(quorum.approvers, each.actor))
      .map((each) => each.actor);
    return { ...quorum, given: distinctPersons(identities, marked) };
  });
}

function isPassed({ gates }: Approval, gate: string): boolean {
  const result = gates[gate]?.result;
  return result === 'PASS' || result === 'NA';
}

export function isOpen({ given, approvals }: GateStanding): boolean {
  return given.length < approvals;
}
