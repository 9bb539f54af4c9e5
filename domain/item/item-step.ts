import { withProtectedGate } from '../protected-set.ts';
import type { Facts } from '../judgement.ts';
import { factsOfStop } from './blocking-issue.ts';
import { isSkip } from './judge-hold.ts';
import { applyBlock, applyDefer, applyRetry, invalidatedBy, releaseHold } from './course.ts';
import { applyDeadlines } from './deadline.ts';
import { heldRoles } from '../policy-roles.ts';
import { demandedBy, spelledInPolicy } from '../word/demanded.ts';
import { hearWord, onWordChecked, type WordHost } from '../word/hear-word.ts';
import type { ItemCommand, ItemEvent, ItemStep } from './item-event.ts';
import { abandonNotices, onNotified } from './give-notice.ts';
import { keepReviewClock } from './review-clock.ts';
import type { Answer, ItemMessage } from './item-message.ts';
import { judgeMessage } from './judge-message.ts';
import { recordOfMessage, recordOfRefusal, type RefusedMessage } from './item-records.ts';
import type { ItemContract } from './item-contract.ts';
import {
  type ItemState,
  newest,
  PENDING_RECORDS_MAX,
  REFUSALS_MAX,
  SEEN_MESSAGES_MAX,
} from './item-state.ts';
import { onCheckpointFinished, onFaulted, onGateFinished } from './outcome.ts';
import { applyReview } from './review.ts';
import { rolesAllowed } from './roles.ts';
import { only, resume, startRed, type StepContext, waitFor } from './round.ts';
import { applyGreen, applyRed } from './submission.ts';
import { applyTalk } from './talk.ts';
import { applyWaive, renewedBy } from './waive.ts';
import { expireWaivers } from './waiver-expiry.ts';
import { onWaiverProven } from './waiver-outcome.ts';
import { skipItem } from './skip.ts';
import { thaw } from './thaw.ts';
import { onTrackerUpdated, tellTracker } from './tell-tracker.ts';

/**
 * The whole life of an item: what follows from an event. Pure and total: every event in every state
 * has an answer, and an event that is not awaited changes nothing.
 */
export function stepItem(
  contract: ItemContract,
  state: ItemState,
  input: { readonly event: ItemEvent; readonly atMs: number },
): ItemStep {
  const context: StepContext = {
    contract: withProtectedGate(contract, state),
    atMs: input.atMs,
  };
  // A waiver that has ended opens nothing, even where the clock's own event comes later.
  const ended = expireWaivers(context, state) ?? only(state);
  const step = stepEvent(context, ended.state, input.event);
  const all: ItemStep = { ...step, commands: [...ended.commands, ...step.commands] };
  const timed = abandonNotices(keepReviewClock(context, all));
  return flushRecords(tellTracker(context, timed));
}

function stepEvent(context: StepContext, state: ItemState, event: ItemEvent): ItemStep {
  switch (event.type) {
    case 'started':
      return start(context, state);
    case 'message':
      return onMessage(context, state, event.message);
    case 'malformed':
      return refuse(context, state, {
        type: event.message,
        messageId: event.messageId,
        actor: event.actor,
        code: 'MALFORMED_MESSAGE',
        facts: event.facts,
      });
    case 'wordChecked':
      return onWordChecked(wordHost(context), state, event);
    case 'gateFinished':
      return onGateFinished(context, state, event.result);
    case 'frozen':
      return event.freeze === null
        ? thaw(context, state)
        : only({ ...state, freeze: event.freeze });
    case 'waiverProven':
      return onWaiverProven(context, state, event.proof);
    case 'checkpointFinished':
      return onCheckpointFinished(context, state, event.result);
    case 'faulted':
      return onFaulted(context, state, event);
    case 'recorded':
      return only({ ...state, carried: [] });
    case 'trackerUpdated':
      return onTrackerUpdated(context, state, event.result);
    case 'notified':
      return onNotified(state, event);
    case 'admitted':
      return state.hold === null && state.lane === null && state.turn.kind !== 'closed'
        ? resume(context, { ...state, lane: event.lane })
        : only(state);
    case 'clock':
      return applyDeadlines(context, state);
  }
}

function start(context: StepContext, state: ItemState): ItemStep {
  const { profile } = context.contract.item;
  if (profile !== 'tdd') return waitFor(context, state, 'green');
  const atOnce = context.contract.gates.red?.trigger === 'at-once';
  return atOnce ? startRed(context, state) : waitFor(context, state, 'red');
}

function onMessage(context: StepContext, state: ItemState, message: ItemMessage): ItemStep {
  const before = state.seen.find((each) => each.id === message.messageId);
  if (before !== undefined) {
    return { ...only(state), answer: { kind: 'duplicate', first: before.answer } };
  }
  return hearWord(wordHost(context), state, message);
}

/** How an item hears words: what the reducer of words needs to know of it. */
function wordHost(context: StepContext): WordHost<ItemMessage, ItemState, ItemCommand> {
  const { contract, atMs } = context;
  const { program, workflowId, runId, item, policyDigest, signing = null, roles } = contract;
  return {
    atMs,
    policyDigest,
    rules: signing,
    judge: (state, message) => judgeMessage(context, state, message),
    demands: (_state, { type, actor }) =>
      demandedBy(signing?.required ?? [], {
        type,
        held: heldRoles(roles, actor),
        allowed: rolesAllowed(type),
      }),
    principal: ({ actor }) => spelledInPolicy(roles, actor),
    place: ({ attempt, candidate }) => {
      const tree = candidate?.tree ?? null;
      return { program, item: item.id, workflowId, runId, attempt, tree };
    },
    accept: (state, message, word) =>
      accept(word === null ? context : { ...context, word }, state, message),
    refuse: (state, refused) => refuse(context, state, refused),
  };
}

function accept(context: StepContext, state: ItemState, message: ItemMessage): ItemStep {
  const { contract, atMs } = context;
  const facts = factsOf(context, state, message);
  const { word } = context;
  const stated = recordOfMessage(contract, state, { message, atMs, facts });
  const record = word === undefined ? stated : { ...stated, word };
  const noted: ItemState = {
    ...remember(state, message.messageId, 'accepted'),
    pending: [...state.pending, record],
  };
  const answer: Answer = { kind: 'accepted', facts };
  return { ...applyMessage(context, noted, message), answer };
}

/** What the sender is told of an accepted message. */
function factsOf(context: StepContext, state: ItemState, message: ItemMessage): Facts {
  if (message.type === 'retry') return invalidatedBy(context, state, message.from);
  const renewed = message.type === 'waive' ? renewedBy(state, message) : null;
  if (isSkip(message)) return { attempt: state.attempt, skip: true };
  if (message.type === 'block' || message.type === 'defer') {
    return { attempt: state.attempt, ...factsOfStop(state, message) };
  }
  return { attempt: state.attempt, ...(renewed === null ? {} : { renews: renewed.id }) };
}

function applyMessage(context: StepContext, state: ItemState, message: ItemMessage): ItemStep {
  switch (message.type) {
    case 'red':
      return applyRed(context, state, message);
    case 'green':
      return applyGreen(context, state, message);
    case 'review':
      return applyReview(context, state, message);
    case 'withdraw':
    case 'reassign':
    case 'ask':
    case 'comment':
    case 'settle':
      return applyTalk(context, state, message);
    case 'block':
      return applyBlock(context, state, message);
    case 'unblock':
      return releaseHold(context, state, {
        by: message.actor,
        how: message.reason ?? 'no reason given',
      });
    case 'defer':
      return isSkip(message)
        ? skipItem(context, state, message)
        : applyDefer(context, state, message);
    case 'waive':
      return applyWaive(context, state, message);
    case 'retry':
      return applyRetry(context, state, message);
  }
}

function refuse(context: StepContext, state: ItemState, refused: RefusedMessage): ItemStep {
  const { type, messageId, actor, code, facts } = refused;
  const refusal = { message: type, messageId, actor, code, facts, atMs: context.atMs };
  const record = recordOfRefusal(context.contract, refused, context.atMs);
  const next: ItemState = {
    ...remember(state, messageId, 'refused'),
    refusals: newest([...state.refusals, refusal], REFUSALS_MAX),
    // A flood of refused messages must not grow the state without bound.
    pending:
      state.pending.length < PENDING_RECORDS_MAX ? [...state.pending, record] : state.pending,
  };
  return { ...only(next), answer: { kind: 'refused', code, facts } };
}

function remember(state: ItemState, id: string, answer: 'accepted' | 'refused'): ItemState {
  return { ...state, seen: newest([...state.seen, { id, answer }], SEEN_MESSAGES_MAX) };
}

/** Appends waiting records on their own when no gate or checkpoint is about to carry them. */
function flushRecords(step: ItemStep): ItemStep {
  const { state } = step;
  const busy =
    state.hold === null && (state.turn.kind === 'gate' || state.turn.kind === 'checkpoint');
  if (busy || state.pending.length === 0 || state.carried.length > 0) return step;
  return {
    ...step,
    state: { ...state, pending: [], carried: state.pending },
    commands: [...step.commands, { type: 'record', records: state.pending }],
  };
}
