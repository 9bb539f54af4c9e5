import { type GateStanding, isOpen, tallyGates } from '../review/tally.ts';
import type { ItemContract } from './item-contract.ts';
import type { Vote } from './item-state.ts';

/** How the review gates stand, by the verdicts on one tree. */
export function gateStandings(
  { gates, roles, identities }: ItemContract,
  votes: readonly Vote[],
): readonly GateStanding[] {
  const approvals = votes.filter((vote) => vote.verdict === 'APPROVED');
  return tallyGates({ review: gates.review, roles, identities }, approvals);
}

/** Gates that still need somebody's mark. */
export function openGates(contract: ItemContract, votes: readonly Vote[]): readonly GateStanding[] {
  return gateStandings(contract, votes).filter(isOpen);
}

/** Every review gate has as many of its approvers behind it as the policy asks for. */
export function isQuorumMet(contract: ItemContract, votes: readonly Vote[]): boolean {
  return openGates(contract, votes).length === 0;
}
