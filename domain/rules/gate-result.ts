import type { Judgement } from '../judgement.ts';
import { COULD_NOT_RUN_CODES, MOVED_ON_CODES, type RejectionCode } from '../rejection.ts';
import type { Result } from '../result.ts';

const COULD_NOT_JUDGE: ReadonlySet<RejectionCode> = new Set(COULD_NOT_RUN_CODES);
const MOVED_ON: ReadonlySet<RejectionCode> = new Set(MOVED_ON_CODES);

/** The result that a gate's judgement is recorded with; only a pass is PASS. */
export function gateResult(judgement: Judgement): Result {
  if (judgement.verdict === 'passed') return 'PASS';
  if (COULD_NOT_JUDGE.has(judgement.code)) return 'ERROR';
  return MOVED_ON.has(judgement.code) ? 'STALE' : 'FAIL';
}
