import { opensGate } from '../result.ts';
import { isQuorumMet } from './review-quorum.ts';
import { gatesOfRound } from './gate-sequence.ts';
import type { ItemContract } from './item-contract.ts';
import type { GateEntry, ItemState, Vote } from './item-state.ts';

/** The verdicts on the tree that is under review now. */
export function votesOfRound(state: ItemState): readonly Vote[] {
  return state.votes.filter(
    (vote) =>
      vote.withdrawn !== true &&
      vote.attempt === state.attempt &&
      vote.tree === state.candidate?.tree,
  );
}

/** The newest run of a gate on a tree. A later run on the same tree replaces an earlier one. */
function latestOn(state: ItemState, gate: string, tree: string | undefined): GateEntry | undefined {
  return state.gates.findLast((entry) => entry.gate === gate && entry.tree === tree);
}

/**
 * The gates that the submitted tree has still to pass before a reviewer may see it: RED on its own
 * tree, all others on exactly the submitted one.
 */
export function missingBeforeReview(contract: ItemContract, state: ItemState): readonly string[] {
  const tree = state.candidate?.tree;
  const missing = gatesOfRound(contract, state)
    .map((step) => step.gate.id)
    .filter((gate) => {
      const entry = latestOn(state, gate, tree);
      return entry === undefined || !opensGate(entry.result);
    });
  const needsRed = contract.item.profile === 'tdd' && state.red === null;
  return needsRed ? ['red', ...missing] : missing;
}

/** What is missing before the submitted tree may be committed. */
export function missingBeforeCheckpoint(
  contract: ItemContract,
  state: ItemState,
): readonly string[] {
  const votes = votesOfRound(state);
  const isUnanimous = votes.every((vote) => vote.verdict === 'APPROVED');
  const missing = missingBeforeReview(contract, state);
  return isUnanimous && isQuorumMet(contract, votes) ? missing : [...missing, 'review'];
}
