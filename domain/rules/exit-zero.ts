import { type Judgement, passed, rejected } from '../judgement.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { commandEnd } from './command-end.ts';

/** Verify, baseline and certification commands pass by exit code 0 and nothing else. */
export function judgeExitZero({ outcome }: { readonly outcome: RunOutcome }): Judgement {
  const end = commandEnd(outcome);
  if (end.kind === 'refused') return end.judgement;
  const { exitCode } = end;
  return exitCode === 0 ? passed({ exitCode }) : rejected('COMMAND_FAILED', { exitCode });
}
