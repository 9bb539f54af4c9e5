import type { GateRule } from '../gate-run.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { commandEnd } from './command-end.ts';

export interface AdmissibleFacts {
  readonly rule: GateRule['rule'];
  readonly outcome: RunOutcome;
  /** Tree ids of the gate's worktree before and after the run. */
  readonly treeBefore: string;
  readonly treeAfter: string;
}

/**
 * Whether a run counts at all, whatever it says: it ended by itself with an exit code of the
 * command's own, the end of its output was seen, and the tree is the one that was judged.
 *
 * A truncated middle is refused where an answer rests on what tests said (RED, its replay,
 * TARGETED). It is accepted for `exit-zero`: the verdict of verify and baseline is the exit code, the
 * end was seen, and the record holds the size and digest of all bytes.
 */
export function judgeAdmissible(facts: AdmissibleFacts): Judgement {
  const { rule, outcome, treeBefore, treeAfter } = facts;
  const end = commandEnd(outcome);
  if (end.kind === 'refused') return end.judgement;
  for (const stream of ['stdout', 'stderr'] as const) {
    const { endSeen, truncated, totalBytes, storedBytes } = outcome[stream];
    if (!endSeen) return rejected('OUTPUT_END_NOT_SEEN', { stream, totalBytes });
    if (truncated && rule !== 'exit-zero') {
      return rejected('OUTPUT_TRUNCATED', { stream, totalBytes, storedBytes });
    }
  }
  if (treeBefore !== treeAfter) {
    return rejected('TREE_CHANGED_DURING_RUN', { treeBefore, treeAfter });
  }
  return passed({ exitCode: end.exitCode });
}
