import { addBusinessTime } from '../business-hours.ts';
import { type Judgement, rejected } from '../judgement.ts';
import type { ReviewClock, ReviewTiming } from '../review-timing.ts';
import { includesActor, SLUICE } from '../actor.ts';
import type { ItemStep } from './item-event.ts';
import type { ItemMessage } from './item-message.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';
import { isWaitingForThaw } from './thaw.ts';
import { awaitedReviewers } from './reviewer.ts';
import { holdItem, only, type StepContext } from './round.ts';
import { giveNotice } from './give-notice.ts';

export type ReviewDeadlineKind = 'review-reminder' | 'review-escalation' | 'review-expiry';

/** Reminders of one wait; who has not answered by then is told no more. */
const REMINDERS_MAX = 100;

/**
 * Starts the clock when a review opens and drops it when the wait ends, whatever ended it. An
 * expired review stays expired, also over a hold, until a release lead asks for it again.
 */
export function keepReviewClock(context: StepContext, step: ItemStep): ItemStep {
  const clock = step.state.reviewClock ?? null;
  const next = clockOf(context, step.state, clock);
  return next === clock ? step : { ...step, state: { ...step.state, reviewClock: next } };
}

function clockOf(
  context: StepContext,
  state: ItemState,
  clock: ReviewClock | null,
): ReviewClock | null {
  const { timing } = context.contract.gates.review;
  const isSameRound = clock?.attempt === state.attempt && state.turn.kind === 'reviewer';
  if (isSameRound && clock.expiredAtMs !== null) return clock;
  const isAwaited =
    state.turn.kind === 'reviewer' &&
    state.hold === null &&
    state.lane !== null &&
    !isWaitingForThaw(state);
  if (!isAwaited || timing === undefined) return null;
  return isSameRound ? clock : openClock(context, timing, state.attempt);
}

function openClock(
  { contract, atMs }: StepContext,
  timing: ReviewTiming,
  attempt: number,
): ReviewClock {
  const after = (durationMs: number | null): number | null =>
    durationMs === null ? null : addBusinessTime(contract.calendar ?? null, atMs, durationMs);
  return {
    attempt,
    sinceMs: atMs,
    reminders: 0,
    remindAtMs: after(timing.remindAfterMs),
    escalations: 0,
    escalateAtMs: after(timing.escalateAfterMs),
    expireAtMs: after(timing.expireAfterMs),
    expiredAtMs: null,
  };
}

/** What becomes due while the review is awaited. */
export function reviewDeadlines({
  reviewClock,
  words,
}: ItemState): readonly { readonly kind: ReviewDeadlineKind; readonly atMs: number }[] {
  if (reviewClock === undefined || reviewClock === null) return [];
  const { remindAtMs, escalateAtMs } = reviewClock;
  // A verdict whose signature is being checked was given in time: it is heard before the end.
  const isHeard = words?.parked.some(({ message }) => message.type === 'review') ?? false;
  const expireAtMs = isHeard ? null : reviewClock.expireAtMs;
  return [
    ...(remindAtMs === null ? [] : [{ kind: 'review-reminder' as const, atMs: remindAtMs }]),
    ...(escalateAtMs === null ? [] : [{ kind: 'review-escalation' as const, atMs: escalateAtMs }]),
    ...(expireAtMs === null ? [] : [{ kind: 'review-expiry' as const, atMs: expireAtMs }]),
  ];
}

/** Applies one of them; `dueMs` is when it was to happen, which may be long before the clock's time. */
export function applyReviewDeadline(
  context: StepContext,
  state: ItemState,
  { kind, atMs: dueMs }: { readonly kind: ReviewDeadlineKind; readonly atMs: number },
): ItemStep {
  const { reviewClock: clock } = state;
  const { timing } = context.contract.gates.review;
  if (clock === undefined || clock === null || timing === undefined) return only(state);
  switch (kind) {
    case 'review-reminder':
      return remind(context, state, { clock, timing, dueMs });
    case 'review-escalation':
      return escalate(context, state, { clock, timing, dueMs });
    case 'review-expiry':
      return expire(context, state, { clock, timing, dueMs });
  }
}

interface Due {
  readonly clock: ReviewClock;
  readonly timing: ReviewTiming;
  readonly dueMs: number;
}

function remind(context: StepContext, state: ItemState, { clock, timing, dueMs }: Due): ItemStep {
  const { contract } = context;
  const reminders = clock.reminders + 1;
  const remindAtMs =
    reminders < REMINDERS_MAX ? nextTime(context, dueMs, timing.remindAfterMs) : null;
  const awaited = awaitedReviewers(contract, state);
  const to = awaited.length > 0 ? awaited : contract.roles.releaseLeads;
  const next = { ...state, reviewClock: { ...clock, reminders, remindAtMs } };
  const { sinceMs } = clock;
  return giveNotice(context, next, { kind: 'reminder', to, count: reminders, sinceMs, dueMs });
}

function escalate(context: StepContext, state: ItemState, { clock, timing, dueMs }: Due): ItemStep {
  const to = timing.escalateTo[clock.escalations] ?? [];
  const escalations = clock.escalations + 1;
  const isLast = escalations >= timing.escalateTo.length;
  const escalateAtMs = isLast ? null : nextTime(context, dueMs, timing.escalateAfterMs);
  const next = { ...state, reviewClock: { ...clock, escalations, escalateAtMs } };
  const { sinceMs } = clock;
  return giveNotice(context, next, { kind: 'escalation', to, count: escalations, sinceMs, dueMs });
}

function expire(context: StepContext, state: ItemState, { clock, timing, dueMs }: Due): ItemStep {
  const { contract, atMs } = context;
  const over = { ...clock, remindAtMs: null, escalateAtMs: null, expireAtMs: null };
  const { onExpiry } = timing;
  const to = contract.roles.releaseLeads;
  const { sinceMs } = clock;
  const told = giveNotice(
    context,
    { ...state, reviewClock: { ...over, expiredAtMs: atMs } },
    { kind: 'expiry', to, count: 1, sinceMs, dueMs, onExpiry },
  );
  if (onExpiry === 'stay-closed') return told;
  const held = holdItem(
    context,
    { ...told.state, reviewClock: null },
    {
      kind: 'blocked',
      reason: `nobody answered the review since ${new Date(sinceMs).toISOString()}`,
      by: SLUICE,
      unblocker: null,
      untilMs: null,
    },
  );
  return { state: held.state, commands: [...told.commands, ...held.commands] };
}

/**
 * When the same is due again. What fell due while no worker ran happens once: the next time counts
 * from now then, instead of making good for each that was missed.
 */
function nextTime(
  { contract, atMs }: StepContext,
  dueMs: number,
  everyMs: number | null,
): number | null {
  if (everyMs === null) return null;
  const calendar = contract.calendar ?? null;
  const next = addBusinessTime(calendar, dueMs, everyMs);
  return next > atMs ? next : addBusinessTime(calendar, atMs, everyMs);
}

/** Whether the review was given up because nobody answered, and nobody asked for it again. */
export function isReviewExpired({ reviewClock }: Pick<ItemState, 'reviewClock'>): boolean {
  return typeof reviewClock?.expiredAtMs === 'number';
}

/**
 * What an expired review still allows: no verdict, and only a release lead opens it again. Null
 * where the message's own rules decide.
 */
export function judgeExpired(
  { roles }: ItemContract,
  state: ItemState,
  { type, actor }: ItemMessage,
): Judgement | null {
  const expiredAtMs = state.reviewClock?.expiredAtMs ?? null;
  if (expiredAtMs === null) return null;
  const facts = { expiredAt: new Date(expiredAtMs).toISOString() };
  if (type === 'review') return rejected('REVIEW_EXPIRED', facts);
  const opensAgain = type === 'retry' || type === 'reassign';
  if (!opensAgain || includesActor(roles.releaseLeads, actor)) return null;
  return rejected('REVIEW_EXPIRED', facts);
}

/** A review that a release lead gave to somebody is awaited again, as if it had just opened. */
export function reopenExpired(state: ItemState): ItemState {
  return isReviewExpired(state) ? { ...state, reviewClock: null } : state;
}
