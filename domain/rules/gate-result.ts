import type { Judgement } from '../judgement.ts';
import type { RejectionCode } from '../rejection.ts';
import type { Result } from '../result.ts';

/** The run could not be judged: nothing is known about the work. */
export const COULD_NOT_RUN_CODES = [
  'TIMED_OUT',
  'KILLED_BY_SIGNAL',
  'COMMAND_NOT_FOUND',
  'COMMAND_NOT_EXECUTABLE',
  'COMMAND_CANCELLED',
  'SANDBOX_TOO_WEAK',
  'OUTPUT_TRUNCATED',
  'OUTPUT_END_NOT_SEEN',
  'TREE_CHANGED_DURING_RUN',
  'PREPARE_FAILED',
  'REPORT_MISSING',
  'REPORT_UNREADABLE',
  'REPORT_DISAGREES_WITH_EXIT',
] as const satisfies readonly RejectionCode[];
const COULD_NOT_JUDGE: ReadonlySet<RejectionCode> = new Set<RejectionCode>(COULD_NOT_RUN_CODES);

/** The answer is about something that is no longer the current attempt or tree. */
const MOVED_ON: ReadonlySet<RejectionCode> = new Set<RejectionCode>([
  'STALE_ATTEMPT',
  'STALE_TREE',
]);

/** The result that a gate's judgement is recorded with; only a pass is PASS. */
export function gateResult(judgement: Judgement): Result {
  if (judgement.verdict === 'passed') return 'PASS';
  if (COULD_NOT_JUDGE.has(judgement.code)) return 'ERROR';
  return MOVED_ON.has(judgement.code) ? 'STALE' : 'FAIL';
}
