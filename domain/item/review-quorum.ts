import { type Actor, includesActor } from '../actor.ts';
import { type Quorum, quorumsOf } from '../review/approvers.ts';
import { distinctPersons } from '../review/person.ts';
import type { ItemContract, Vote } from './item-state.ts';

/** A review gate with those whose marks count for it. */
export interface GateStanding extends Quorum {
  /** Approvers who marked it PASS, or NA with a reason; each person once. */
  readonly given: readonly Actor[];
}

/** How the review gates stand, by the verdicts on one tree. */
export function gateStandings(
  contract: ItemContract,
  votes: readonly Vote[],
): readonly GateStanding[] {
  const approvals = votes.filter((vote) => vote.verdict === 'APPROVED');
  return quorumsOf(contract.gates.review, contract.roles).map((quorum) => {
    const marked = approvals
      .filter((vote) => isPassed(vote, quorum.gate) && includesActor(quorum.approvers, vote.actor))
      .map((vote) => vote.actor);
    return { ...quorum, given: distinctPersons(contract.identities, marked) };
  });
}

function isPassed({ gates }: Vote, gate: string): boolean {
  const result = gates[gate]?.result;
  return result === 'PASS' || result === 'NA';
}

/** Gates that still need somebody's mark. */
export function openGates(contract: ItemContract, votes: readonly Vote[]): readonly GateStanding[] {
  return gateStandings(contract, votes).filter((each) => each.given.length < each.approvals);
}

/** Every review gate has as many of its approvers behind it as the policy asks for. */
export function isQuorumMet(contract: ItemContract, votes: readonly Vote[]): boolean {
  return openGates(contract, votes).length === 0;
}
