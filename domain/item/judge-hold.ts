import { type Judgement, passed, rejected } from '../judgement.ts';
import type { ItemMessage } from './item-message.ts';
import type { ItemState } from './item-state.ts';
import { isFreeTalk } from './talk.ts';

/** What a hold or a checkpoint under way allows; null when the message's own rules decide. */
export function judgeHold(state: ItemState, message: ItemMessage): Judgement | null {
  if (isFreeTalk(message)) return null;
  if (message.type === 'unblock') {
    return state.hold === null ? rejected('NOT_BLOCKED', {}) : passed();
  }
  const facts = { stage: state.stage, waitingOn: state.hold?.kind ?? state.turn.kind };
  if (message.type === 'defer' && state.hold?.kind === 'blocked') return null;
  // What is taken out for good may be held for whatever reason.
  if (isSkip(message) && state.hold !== null) return null;
  if (state.hold !== null) return rejected('WRONG_STAGE', facts);
  // A commit that is being made can no longer be stopped; its result decides what comes next.
  if (state.turn.kind === 'checkpoint') return rejected('WRONG_STAGE', facts);
  // Without a lane the item waits for its turn in the program's order; work goes on when it is lent one.
  const stops = message.type === 'block' || message.type === 'defer';
  if (state.lane === null && !stops)
    return rejected('WRONG_STAGE', { ...facts, waitingOn: 'lane' });
  return null;
}

/** Whether the message takes the item out for good. */
export function isSkip(message: ItemMessage): boolean {
  return message.type === 'defer' && message.skip === 'for-good';
}
