import { type Judgement, rejected } from '../judgement.ts';
import { countCases, type TestCase } from '../test-report.ts';
import type { ReportReading } from './report-reading.ts';

/** What a readable report that agrees with the exit code says. */
export type ReportEvidence =
  | { readonly kind: 'cases'; readonly cases: readonly TestCase[] }
  /** The policy declared `report: exit`: only the exit code speaks. */
  | { readonly kind: 'exit-code' }
  | { readonly kind: 'refused'; readonly judgement: Judgement };

/**
 * Whether a report may be used as evidence of tests: present, readable, with at least one test that
 * ran, and in agreement with the exit code. Counts come from the cases alone.
 */
export function weighReport(reading: ReportReading, exitCode: number): ReportEvidence {
  if (reading.kind === 'missing') return refused(rejected('REPORT_MISSING', { exitCode }));
  if (reading.kind === 'unreadable') {
    const { reason, line } = reading;
    return refused(rejected('REPORT_UNREADABLE', { reason, line, exitCode }));
  }
  if (reading.report.format === 'exit') return { kind: 'exit-code' };
  const { cases } = reading.report;
  const { total, skipped, failed } = countCases(cases);
  if (total === 0) return refused(rejected('NO_TESTS_RAN', { exitCode }));
  if (total === skipped) return refused(rejected('ALL_TESTS_SKIPPED', { skipped, exitCode }));
  if ((exitCode === 0) !== (failed === 0)) {
    return refused(rejected('REPORT_DISAGREES_WITH_EXIT', { exitCode, failed, total }));
  }
  return { kind: 'cases', cases };
}

function refused(judgement: Judgement): ReportEvidence {
  return { kind: 'refused', judgement };
}
