import { missingBeforeCheckpoint } from './completeness.ts';
import type { ItemStep } from './item-event.ts';
import type { ItemState } from './item-state.ts';
import { only, startCheckpoint, type StepContext } from './round.ts';

/** A freeze is over: what was approved meanwhile is committed now. */
export function thaw(context: StepContext, state: ItemState): ItemStep {
  const free: ItemState = { ...state, freeze: null };
  const mayGoOn = free.turn.kind === 'reviewer' && free.hold === null && free.lane !== null;
  const isApproved = mayGoOn && missingBeforeCheckpoint(context.contract, free).length === 0;
  return isApproved ? startCheckpoint(context, { ...free, failures: 0 }) : only(free);
}

/** Approved, and kept from its commit by a freeze: nobody is asked for anything. */
export function isWaitingForThaw({
  turn,
  freeze,
  attempt,
}: Pick<ItemState, 'turn' | 'freeze' | 'attempt'>): boolean {
  return turn.kind === 'reviewer' && freeze?.waitingAttempt === attempt;
}
