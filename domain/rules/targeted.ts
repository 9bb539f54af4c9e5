import { type Judgement, passed, rejected } from '../judgement.ts';
import type { RunOutcome } from '../run-outcome.ts';
import type { TestCase } from '../test-report.ts';
import { commandEnd } from './command-end.ts';
import { weighReport } from './report-evidence.ts';
import type { ReportReading } from './report-reading.ts';
import { firstIds } from './test-facts.ts';
import { type Fate, fateAt } from './test-fate.ts';

export interface TargetedFacts {
  readonly outcome: RunOutcome;
  readonly report: ReportReading;
  /** Every case seen at RED; null where the profile has no RED. */
  readonly redCases: readonly TestCase[] | null;
}

/**
 * TARGETED passes when every test that failed at RED now passes, by id, none that passed at RED is
 * missing, failing or newly skipped, no other test fails, and the command exits 0. (SWE-bench
 * calls the two sets FAIL_TO_PASS and PASS_TO_PASS.) Without RED: some test ran and none fails.
 */
export function judgeTargeted({ outcome, report, redCases }: TargetedFacts): Judgement {
  const end = commandEnd(outcome);
  if (end.kind === 'refused') return end.judgement;
  const { exitCode } = end;
  const evidence = weighReport(report, exitCode);
  if (evidence.kind === 'refused') return evidence.judgement;
  if (evidence.kind === 'exit-code') return judgeByExitCode(exitCode, redCases ?? []);
  const refusal = judgeTargetedCases(evidence.cases, redCases ?? []);
  if (refusal !== null) return refusal;
  const executed = evidence.cases.filter((each) => each.status === 'passed').length;
  const turned = (redCases ?? []).filter((each) => each.status === 'failed').length;
  return passed({ judgedBy: 'test report', executed, turned });
}

/** Without ids nothing shows that the tests of RED pass, so a RED with ids needs a report here. */
function judgeByExitCode(exitCode: number, redCases: readonly TestCase[]): Judgement {
  if (exitCode !== 0) return rejected('COMMAND_FAILED', { exitCode });
  const failed = redCases.filter((each) => each.status === 'failed');
  if (failed.length === 0) return passed({ judgedBy: 'exit code', exitCode });
  return rejected('TARGETED_TEST_MISSING', { tests: firstIds(failed), count: failed.length });
}

/** The refusal of a report by its cases alone; null when every test of RED passes and none fails. */
export function judgeTargetedCases(
  now: readonly TestCase[],
  red: readonly TestCase[],
): Judgement | null {
  const fate = fateAt(now, red);
  const failedAtRed = red.filter((each) => each.status === 'failed');
  const withFate = (wanted: Fate) => failedAtRed.filter((each) => fate(each) === wanted);
  const refusal =
    refuse('TARGETED_STILL_FAILS', withFate('failing')) ??
    refuse('TARGETED_TEST_MISSING', withFate('missing')) ??
    refuse('TARGETED_TEST_SKIPPED', withFate('skipped')) ??
    judgeRegression(red, fate);
  return (
    refusal ??
    refuse(
      'TARGETED_STILL_FAILS',
      now.filter((each) => each.status === 'failed'),
    )
  );
}

function judgeRegression(
  red: readonly TestCase[],
  fate: (test: TestCase) => Fate,
): Judgement | null {
  const lost = red.filter((each) => each.status === 'passed' && fate(each) !== 'passing');
  if (lost.length === 0) return null;
  const ids = (wanted: Fate) => firstIds(lost.filter((each) => fate(each) === wanted));
  return rejected('TARGETED_REGRESSION', {
    count: lost.length,
    tests: firstIds(lost),
    failing: ids('failing'),
    missing: ids('missing'),
    skipped: ids('skipped'),
  });
}

function refuse(
  code: 'TARGETED_STILL_FAILS' | 'TARGETED_TEST_MISSING' | 'TARGETED_TEST_SKIPPED',
  cases: readonly TestCase[],
): Judgement | null {
  if (cases.length === 0) return null;
  return rejected(code, { tests: firstIds(cases), count: cases.length });
}
