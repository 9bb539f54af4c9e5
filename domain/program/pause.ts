import { signedBy } from '../word/signed-by.ts';
import type { ProgramContext } from './baseline.ts';
import { startFreeze } from './freeze.ts';
import type { ProgramStep } from './program-event.ts';
import type { PauseMessage } from './program-message.ts';
import { scoped, withWord } from './program-records.ts';
import type { ProgramState } from './program-state.ts';

/** Pauses the program; with an end it is a freeze. The items that are exempt are in the plan. */
export function applyPause(
  context: ProgramContext,
  state: ProgramState,
  message: PauseMessage,
): ProgramStep {
  const { messageId, actor, reason, from = null, until = null, exempt = [] } = message;
  const facts = until === null ? {} : { from, until, exempt };
  const body = { type: 'decision', decision: 'pause', messageId, actor, reason, facts } as const;
  const record = withWord(context, scoped(context, `message/${messageId}`, body));
  const noted: ProgramState = { ...state, pending: [...state.pending, record] };
  if (until !== null) return startFreeze(context, noted, { ...message, until });
  const paused = { reason, by: actor, sinceMs: context.atMs, ...signedBy(context) };
  return { state: { ...noted, paused }, commands: [] };
}
