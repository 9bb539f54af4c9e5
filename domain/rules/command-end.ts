import { type Judgement, rejected } from '../judgement.ts';
import type { RunOutcome } from '../run-outcome.ts';

/** POSIX shells: the command was found but could not be executed, or was not found. */
const EXIT_NOT_EXECUTABLE = 126;
const EXIT_NOT_FOUND = 127;
/** POSIX shells report a child that signal n ended as exit code 128 + n; signals are 1 to 64. */
const EXIT_SIGNAL_BASE = 128;
const SIGNALS_MAX = 64;

/** A command's end: an exit code of its own, or a refusal of a run that says nothing. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'refused'; readonly judgement: Judgement };

/** Tells whether the command ended by itself with an exit code of its own. */
export function commandEnd({ end, durationMs }: RunOutcome): CommandEnd {
  switch (end.kind) {
    case 'exited':
      return exitedWith(end.exitCode);
    case 'signalled':
      return refused(rejected('KILLED_BY_SIGNAL', { signal: end.signal }));
    case 'timed-out':
      return refused(rejected('TIMED_OUT', { afterMs: end.afterMs }));
    case 'cancelled':
      return refused(rejected('COMMAND_CANCELLED', { durationMs }));
    case 'not-found':
      return refused(rejected('COMMAND_NOT_FOUND', { reason: end.message }));
    case 'not-executable':
      return refused(rejected('COMMAND_NOT_EXECUTABLE', { reason: end.message }));
    case 'not-contained': {
      const { reached, minimum, reason } = end;
      return refused(rejected('SANDBOX_TOO_WEAK', { reached, minimum, reason }));
    }
  }
}

function exitedWith(exitCode: number): CommandEnd {
  const reason = `exit code ${exitCode}`;
  if (exitCode === EXIT_NOT_EXECUTABLE)
    return refused(rejected('COMMAND_NOT_EXECUTABLE', { reason }));
  if (exitCode === EXIT_NOT_FOUND) return refused(rejected('COMMAND_NOT_FOUND', { reason }));
  const signal = exitCode - EXIT_SIGNAL_BASE;
  if (signal >= 1 && signal <= SIGNALS_MAX) {
    return refused(rejected('KILLED_BY_SIGNAL', { signal, exitCode }));
  }
  return { kind: 'exited', exitCode };
}

function refused(judgement: Judgement): CommandEnd {
  return { kind: 'refused', judgement };
}
