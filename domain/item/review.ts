import { type Actor, SLUICE } from '../actor.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { blockingFindings, LEDGER_MAX, openFindings, raiseFindings } from '../review/findings.ts';
import { votesOfRound } from './completeness.ts';
import type { ItemStep } from './item-event.ts';
import type { ReviewMessage } from './item-message.ts';
import type { ItemContract } from './item-contract.ts';
import { type ItemState, newest, type Vote } from './item-state.ts';
import { judgeMarks } from './review-marks.ts';
import { signedBy } from '../word/signed-by.ts';
import { isQuorumMet } from './review-quorum.ts';
import { gatesOfActor, hasVoted, isBarred, isLeftToAssignee, partInWork } from './reviewer.ts';
import { holdItem, only, sendBack, startCheckpoint, type StepContext } from './round.ts';

/** Votes remembered for an item; older ones are in the evidence store. */
export const VOTES_MAX = 50;

/** Whether this verdict counts: right stage, attempt and tree, not the implementer, complete. */
export function judgeReview(
  contract: ItemContract,
  state: ItemState,
  message: ReviewMessage,
): Judgement {
  const { actor, attempt, tree } = message;
  if (isBarred(contract, state, actor)) return selfReview(contract, state, actor);
  if (state.turn.kind !== 'reviewer') {
    return rejected('WRONG_STAGE', { stage: state.stage, waitingOn: state.turn.kind });
  }
  if (attempt !== state.attempt) {
    return rejected('STALE_ATTEMPT', { named: attempt, current: state.attempt });
  }
  if (tree !== state.candidate?.tree) {
    return rejected('STALE_TREE', { named: tree, current: state.candidate?.tree ?? null });
  }
  if (gatesOfActor(contract, actor).length === 0) {
    return rejected('NOT_ALLOWED', { actor, action: 'review', allowed: ['approvers'] });
  }
  if (hasVoted(contract, state, actor)) return rejected('ALREADY_VOTED', { actor });
  if (isLeftToAssignee(contract, state, actor)) {
    return rejected('NOT_ASSIGNED', { assignee: state.assignee ?? null });
  }
  const marks = judgeMarks(contract, state, message);
  return marks.verdict === 'rejected' ? marks : judgeFindings(contract, state, message);
}

/** The refusal of somebody who took part in the work, with the name under which they did. */
export function selfReview(contract: ItemContract, state: ItemState, actor: Actor): Judgement {
  const part = partInWork(contract, state, actor);
  const isOtherName = part !== null && part.toLowerCase() !== actor.toLowerCase();
  return rejected('SELF_REVIEW', { actor, ...(isOtherName ? { detail: ` as ${part}` } : {}) });
}

/** Open findings, those of this verdict among them, against what an approval lets through. */
function judgeFindings(
  contract: ItemContract,
  state: ItemState,
  { verdict, findings, actor, attempt }: ReviewMessage,
): Judgement {
  const ledger = raiseFindings(state.findings ?? [], { findings, by: actor, attempt });
  if (ledger.length > LEDGER_MAX) {
    return rejected('TOO_MANY_FINDINGS', { count: ledger.length, max: LEDGER_MAX });
  }
  if (verdict === 'CHANGES_REQUESTED') {
    return openFindings(ledger).length > 0 ? passed() : rejected('FINDINGS_MISSING', {});
  }
  const blocking = blockingFindings(ledger, contract.gates.review.blocking);
  if (blocking.length === 0) return passed();
  return rejected('APPROVED_WITH_OPEN_FINDING', { findings: blocking.map((each) => each.id) });
}

export function applyReview(
  context: StepContext,
  state: ItemState,
  message: ReviewMessage,
): ItemStep {
  const { actor, verdict, attempt, tree, gates, note, messageId } = message;
  const before = state.findings ?? [];
  const ledger = raiseFindings(before, { findings: message.findings, by: actor, attempt });
  const findings = ledger
    .slice(before.length)
    .map(({ id, severity, text, where }) => ({ id, severity, text, where }));
  const vote: Vote = {
    actor,
    verdict,
    attempt,
    tree,
    gates,
    findings,
    note,
    atMs: context.atMs,
    messageId,
    ...signedBy(context),
  };
  const voted: ItemState = {
    ...state,
    votes: newest([...state.votes, vote], VOTES_MAX),
    ...(ledger.length === 0 ? {} : { findings: ledger }),
  };
  if (verdict === 'CHANGES_REQUESTED') return askForChanges(context, voted, vote);
  return isQuorumMet(context.contract, votesOfRound(voted))
    ? startCheckpoint(context, { ...voted, failures: 0 })
    : only(voted);
}

/** Sends the item back; the last round that the policy allows blocks it for a release lead. */
function askForChanges(context: StepContext, voted: ItemState, vote: Vote): ItemStep {
  const { rounds: roundsMax } = context.contract.gates.review;
  const reviewRounds = (voted.reviewRounds ?? 0) + 1;
  const { actor, findings } = vote;
  const step = sendBack(
    context,
    { ...voted, reviewRounds },
    {
      stage: 'REVIEW',
      gate: 'review',
      code: 'CHANGES_REQUESTED',
      facts: { actor, findings: findings.length },
      findings,
    },
  );
  if (roundsMax === undefined || reviewRounds < roundsMax || step.state.hold !== null) return step;
  return holdItem(context, step.state, {
    kind: 'blocked',
    reason: `${reviewRounds} reviews asked for changes, as many as the policy allows`,
    by: SLUICE,
    unblocker: null,
    untilMs: null,
  });
}
