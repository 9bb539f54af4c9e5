import { includesActor, sameActor } from '../actor.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { votesOfRound } from './completeness.ts';
import type { ItemStep } from './item-event.ts';
import type { ReviewMessage } from './item-message.ts';
import { type ItemContract, type ItemState, newest, type Vote } from './item-state.ts';
import { only, sendBack, startCheckpoint, type StepContext } from './round.ts';

/** Votes remembered for an item; older ones are in the evidence store. */
export const VOTES_MAX = 50;

/** Whether this verdict counts: right stage, attempt and tree, not the implementer, complete. */
export function judgeReview(
  contract: ItemContract,
  state: ItemState,
  message: ReviewMessage,
): Judgement {
  if (includesActor(state.implementers, message.actor)) {
    return rejected('SELF_REVIEW', { actor: message.actor });
  }
  if (state.turn.kind !== 'reviewer') {
    return rejected('WRONG_STAGE', { stage: state.stage, waitingOn: state.turn.kind });
  }
  if (message.attempt !== state.attempt) {
    return rejected('STALE_ATTEMPT', { named: message.attempt, current: state.attempt });
  }
  if (message.tree !== state.candidate?.tree) {
    return rejected('STALE_TREE', { named: message.tree, current: state.candidate?.tree ?? null });
  }
  if (votesOfRound(state).some((vote) => sameActor(vote.actor, message.actor))) {
    return rejected('ALREADY_VOTED', { actor: message.actor });
  }
  return judgeMarks(contract.gates.review.gates, message);
}

function judgeMarks(names: readonly string[], message: ReviewMessage): Judgement {
  const marked = Object.keys(message.gates);
  const unknown = marked.filter((name) => !names.includes(name));
  if (unknown.length > 0) return rejected('REVIEW_GATE_UNKNOWN', { unknown, known: names });
  const unexplained = marked.find(
    (name) => message.gates[name]?.result === 'NA' && isBlank(message.gates[name].reason),
  );
  if (unexplained !== undefined) return rejected('NA_WITHOUT_REASON', { gate: unexplained });
  return message.verdict === 'APPROVED'
    ? judgeApproval(names, message)
    : judgeChangesRequested(message);
}

function judgeApproval(names: readonly string[], message: ReviewMessage): Judgement {
  const missing = names.filter((name) => message.gates[name] === undefined);
  if (missing.length > 0) return rejected('REVIEW_GATE_MISSING', { missing });
  const failed = names.find((name) => message.gates[name]?.result === 'FAIL');
  return failed === undefined ? passed() : rejected('APPROVED_WITH_FAILED_GATE', { gate: failed });
}

function judgeChangesRequested(message: ReviewMessage): Judgement {
  return message.findings.length > 0 ? passed() : rejected('FINDINGS_MISSING', {});
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}

export function applyReview(
  context: StepContext,
  state: ItemState,
  message: ReviewMessage,
): ItemStep {
  const { actor, verdict, attempt, tree, gates, findings, note } = message;
  const vote: Vote = { actor, verdict, attempt, tree, gates, findings, note, atMs: context.atMs };
  const voted: ItemState = { ...state, votes: newest([...state.votes, vote], VOTES_MAX) };
  if (verdict === 'CHANGES_REQUESTED') {
    const facts = { actor, findings: findings.length };
    return sendBack(context, voted, {
      stage: 'REVIEW',
      gate: 'review',
      code: 'CHANGES_REQUESTED',
      facts,
      findings,
    });
  }
  const approvals = votesOfRound(voted).filter((each) => each.verdict === 'APPROVED').length;
  return approvals >= context.contract.gates.review.approvals
    ? startCheckpoint(context, { ...voted, failures: 0 })
    : only(voted);
}
