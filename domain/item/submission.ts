import { type Judgement, passed, rejected } from '../judgement.ts';
import type { ItemStep } from './item-event.ts';
import type { GreenMessage, RedMessage } from './item-message.ts';
import { withImplementer } from './item-records.ts';
import type { ItemState } from './item-state.ts';
import { startRed, startRound, type StepContext } from './round.ts';

/** A submission is taken only when it is the implementer's turn, for the current attempt. */
export function judgeSubmission(state: ItemState, message: RedMessage | GreenMessage): Judgement {
  const { turn } = state;
  if (turn.kind !== 'implementer' || turn.submit !== message.type) {
    return rejected('WRONG_STAGE', { stage: state.stage, waitingOn: turn.kind });
  }
  if (message.attempt !== state.attempt) {
    return rejected('STALE_ATTEMPT', { named: message.attempt, current: state.attempt });
  }
  return passed();
}

/** The tests are said to be ready: the RED gate runs on a new snapshot. */
export function applyRed(context: StepContext, state: ItemState, message: RedMessage): ItemStep {
  return startRed(context, {
    ...state,
    checkout: message.checkout,
    implementers: withImplementer(state.implementers, message.actor),
  });
}

/** The implementation is said to be ready: its gates run on a new snapshot. */
export function applyGreen(
  context: StepContext,
  state: ItemState,
  message: GreenMessage,
): ItemStep {
  const declared = message.testsChanged;
  return startRound(context, {
    ...state,
    candidate: null,
    checkout: message.checkout,
    testsChanged: declared === null ? null : { reason: declared, files: [], replayed: false },
    implementers: withImplementer(state.implementers, message.actor),
  });
}
