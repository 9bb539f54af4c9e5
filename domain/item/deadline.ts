import { SLUICE } from '../actor.ts';
import { releaseHold } from './course.ts';
import type { ItemStep } from './item-event.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';
import { applyReviewDeadline, type ReviewDeadlineKind, reviewDeadlines } from './review-clock.ts';
import { only, type StepContext } from './round.ts';
import { thaw } from './thaw.ts';
import { endingWaivers, expireWaivers } from './waiver-expiry.ts';

/** Something that becomes due by itself: what it is, and when (milliseconds since the epoch). */
export interface Deadline {
  readonly kind: 'hold-end' | 'waiver-end' | 'freeze-end' | ReviewDeadlineKind;
  readonly atMs: number;
}

/** Deadlines that one waking applies; what is left is due at once again. */
const DEADLINES_PER_WAKING_MAX = 100;

/**
 * Every deadline of an item as it stands, the earliest first. It is worked out from the state alone,
 * so a decision cancels a timer by changing the state: what is no longer listed can not fire.
 */
export function deadlinesOf(_contract: ItemContract, state: ItemState): readonly Deadline[] {
  if (state.turn.kind === 'closed') return [];
  const all = [
    ...holdDeadlines(state),
    ...waiverDeadlines(state),
    ...freezeDeadlines(state),
    ...reviewDeadlines(state),
  ];
  return all.toSorted((a, b) => a.atMs - b.atMs);
}

function holdDeadlines({ hold }: ItemState): readonly Deadline[] {
  return hold === null || hold.untilMs === null ? [] : [{ kind: 'hold-end', atMs: hold.untilMs }];
}

function freezeDeadlines({ freeze = null }: ItemState): readonly Deadline[] {
  return freeze === null ? [] : [{ kind: 'freeze-end', atMs: freeze.untilMs }];
}

function waiverDeadlines(state: ItemState): readonly Deadline[] {
  return endingWaivers(state).map(({ untilMs }) => ({ kind: 'waiver-end', atMs: untilMs }));
}

/** When the item's workflow has to wake although nothing happened; null when nothing becomes due. */
export function nextDeadlineMs(contract: ItemContract, state: ItemState): number | null {
  return deadlinesOf(contract, state)[0]?.atMs ?? null;
}

/**
 * Applies what is due at `context.atMs`, in order of time, each exactly once: applying a deadline
 * takes it off the list. A clock that comes too early, or after the decision, changes nothing.
 */
export function applyDeadlines(context: StepContext, state: ItemState): ItemStep {
  let step = only(state);
  for (let applied = 0; applied < DEADLINES_PER_WAKING_MAX; applied += 1) {
    const [next] = deadlinesOf(context.contract, step.state);
    if (next === undefined || next.atMs > context.atMs) break;
    const { state: after, commands } = applyDeadline(context, step.state, next);
    step = { state: after, commands: [...step.commands, ...commands] };
  }
  return step;
}

function applyDeadline(context: StepContext, state: ItemState, deadline: Deadline): ItemStep {
  switch (deadline.kind) {
    case 'hold-end':
      return releaseHold(context, state, { by: SLUICE, how: 'its date has come' });
    case 'freeze-end':
      return thaw(context, state);
    case 'waiver-end':
      return expireWaivers(context, state) ?? only(state);
    case 'review-reminder':
    case 'review-escalation':
    case 'review-expiry':
      return applyReviewDeadline(context, state, { kind: deadline.kind, atMs: deadline.atMs });
  }
}
