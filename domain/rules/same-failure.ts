import type { RunRecord } from '../evidence-record.ts';
import type { RejectionCode } from '../rejection.ts';
import type { Result } from '../result.ts';
import type { TestCounts } from '../test-report.ts';

/** How a run ended, as far as another one is compared with it. */
export interface FailedRun {
  readonly result: Result;
  readonly code: RejectionCode | null;
  readonly exitCode: number | null;
  readonly counts: TestCounts | null;
  /** Digest of the ids that failed; absent or null where there was no report or nothing failed. */
  readonly failingSha256?: string | null;
}

/**
 * Whether a run failed just as another one on the same tree did: for the same reason, by the same
 * test ids, and with as many tests that pass, so that none is lost beside them. Without test ids
 * their exit codes are all that can be compared.
 */
export function isSameFailure(a: FailedRun, b: FailedRun): boolean {
  if (a.result !== b.result || a.code !== b.code) return false;
  const [failing = null, again = null] = [a.failingSha256, b.failingSha256];
  if (failing === null && again === null) return a.exitCode === b.exitCode;
  return failing === again && a.counts?.passed === b.counts?.passed;
}

/** What the evidence of a run says of how it ended. */
export function failureOf({ result, code, outcome, report }: RunRecord): FailedRun {
  const exitCode = outcome.end.kind === 'exited' ? outcome.end.exitCode : null;
  const { counts, failingSha256 = null } = report;
  return { result, code, exitCode, counts, failingSha256 };
}
