import { type Judgement, passed, rejected } from '../judgement.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { countCases } from '../test-report.ts';
import { commandEnd } from './command-end.ts';
import type { ReportReading } from './report-reading.ts';

/**
 * Verify, baseline and certification commands pass by exit code 0; a report is not needed, but one
 * that lists failing tests beside an exit code 0 shows that their failure was swallowed.
 */
export function judgeExitZero({
  outcome,
  report,
}: {
  readonly outcome: RunOutcome;
  readonly report?: ReportReading;
}): Judgement {
  const end = commandEnd(outcome);
  if (end.kind === 'refused') return end.judgement;
  const { exitCode } = end;
  if (exitCode !== 0) return rejected('COMMAND_FAILED', { exitCode });
  if (report?.kind !== 'parsed' || report.report.format === 'exit') return passed({ exitCode });
  const { failed, total } = countCases(report.report.cases);
  return failed === 0
    ? passed({ exitCode })
    : rejected('REPORT_DISAGREES_WITH_EXIT', { exitCode, failed, total });
}
