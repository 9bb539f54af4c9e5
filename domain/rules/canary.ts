import { type Judgement, passed, rejected } from '../judgement.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { countCases } from '../test-report.ts';
import { commandEnd } from './command-end.ts';
import type { ReportReading } from './report-reading.ts';

/**
 * A run with one test that must fail, on a tree that the gate has just passed: it must end as a
 * failure, and its report, where there is one, must list a failing case. Anything else shows that
 * failures are swallowed somewhere between the test and Sluice.
 */
export function judgeCanary(facts: {
  readonly file: string;
  readonly outcome: RunOutcome;
  readonly report: ReportReading;
}): Judgement {
  const { file, outcome, report } = facts;
  const end = commandEnd(outcome);
  if (end.kind === 'refused') return end.judgement;
  const { exitCode } = end;
  const listed = report.kind === 'parsed' && report.report.format !== 'exit';
  const failed = listed ? countCases(report.report.cases).failed : null;
  // An exit code 0 beside a failing case is refused at every gate: it is reported.
  const isCaught = failed === null ? exitCode !== 0 : failed > 0;
  return isCaught
    ? passed({ canary: file, exitCode, failed })
    : rejected('CANARY_NOT_CAUGHT', { canary: file, exitCode, failed });
}
