import { describe, expect, test } from 'vitest';
import {
  judgeOutOfScope,
  type RunWithCases,
  type ScopeFacts,
} from '../../../domain/rules/out-of-scope.ts';
import type { TestCase } from '../../../domain/test-report.ts';
import { failedCase, passedCase, skippedCase } from '../../support/run-facts.ts';

function ran(...cases: readonly TestCase[]): RunWithCases {
  const isFailed = cases.some((each) => each.status === 'failed');
  return {
    result: isFailed ? 'FAIL' : 'PASS',
    code: isFailed ? 'COMMAND_FAILED' : null,
    exitCode: isFailed ? 1 : 0,
    casesSha256: 'a'.repeat(64),
    cases,
  };
}

const failedWithout = (exitCode: number): RunWithCases => ({
  result: 'FAIL',
  code: 'COMMAND_FAILED',
  exitCode,
  casesSha256: null,
  cases: null,
});
const couldNot = (code: RunWithCases['code']): RunWithCases => ({
  result: 'ERROR',
  code,
  exitCode: null,
  casesSha256: null,
  cases: null,
});

function judge(facts: Partial<ScopeFacts>) {
  const judgement = judgeOutOfScope({
    gate: 'verify',
    stage: 'VERIFY',
    hasReport: true,
    candidate: ran(failedCase('feed'), passedCase('auth')),
    base: ran(failedCase('feed')),
    tests: [],
    itemTests: [],
    redCases: null,
    ...facts,
  });
  return judgement.verdict === 'passed' ? judgement.facts['basis'] : judgement.code;
}

describe('a failure is out of scope', () => {
  test('when every test that fails here fails on the base tree under the same id', () => {
    expect(judge({})).toBe('same-tests');
  });

  test('when more fails on the base tree than here', () => {
    expect(judge({ base: ran(failedCase('feed'), failedCase('mail')) })).toBe('same-tests');
  });

  test('by the exit code where the full verify has no report', () => {
    expect(judge({ hasReport: false, candidate: failedWithout(2), base: failedWithout(1) })).toBe(
      'exit-code',
    );
  });

  test('when it cannot be judged there for the same reason', () => {
    expect(judge({ candidate: couldNot('TIMED_OUT'), base: couldNot('TIMED_OUT') })).toBe(
      'could-not-run',
    );
  });
});

describe('a failure is the item’s own', () => {
  test('when the gate passes on the base tree', () => {
    expect(judge({ base: ran(passedCase('feed')) })).toBe('WAIVER_PASSES_ON_BASE');
  });

  test('when one of many failing tests does not fail on the base tree', () => {
    const candidate = ran(failedCase('feed'), failedCase('mail'), failedCase('auth'));
    const base = ran(failedCase('feed'), failedCase('mail'), passedCase('auth'));
    expect(judge({ candidate, base })).toBe('WAIVER_HIDES_OWN_FAILURE');
    // Naming it among the waived ones does not make it fail on the base tree.
    const tests = ['feed', 'mail', 'auth'];
    expect(judge({ candidate, base, tests })).toBe('WAIVER_HIDES_OWN_FAILURE');
  });

  test('when a test fails that is not on the base tree at all', () => {
    const candidate = ran(failedCase('feed'), failedCase('new'));
    expect(judge({ candidate })).toBe('WAIVER_HIDES_OWN_FAILURE');
  });

  test('when a test fails that the waiver does not name', () => {
    const both = ran(failedCase('feed'), failedCase('mail'));
    expect(judge({ candidate: both, base: both, tests: ['feed'] })).toBe('WAIVER_TESTS_NOT_NAMED');
  });

  test('when the item names the test, although it fails on the base tree too', () => {
    const both = ran(failedCase('rejects', 'assertion', 'test/auth.test.ts'));
    const itemTests = ['test/auth.test.ts'];
    expect(judge({ candidate: both, base: both, itemTests })).toBe('WAIVER_OF_OWN_TEST');
  });

  test('when the test failed at RED: it is the work, and was there before it by intention', () => {
    expect(judge({ redCases: [failedCase('feed')] })).toBe('WAIVER_OF_OWN_TEST');
  });

  test('when tests of RED are missing beside the waived one', () => {
    const redCases = [failedCase('auth'), passedCase('kept')];
    const candidate = ran(failedCase('feed'), passedCase('auth'));
    const stage = 'TARGETED';
    expect(judge({ stage, candidate, redCases })).toBe('TARGETED_REGRESSION');
    const whole = ran(failedCase('feed'), passedCase('auth'), passedCase('kept'));
    expect(judge({ stage, candidate: whole, redCases })).toBe('same-tests');
  });
});

describe('nothing is shown', () => {
  test('when the gate declares a report and no test in it fails', () => {
    expect(judge({ candidate: { ...ran(passedCase('a')), result: 'FAIL', exitCode: 1 } })).toBe(
      'WAIVER_WITHOUT_TEST_IDS',
    );
    expect(judge({ candidate: failedWithout(1) })).toBe('WAIVER_WITHOUT_TEST_IDS');
    expect(judge({ base: failedWithout(1) })).toBe('WAIVER_WITHOUT_TEST_IDS');
    expect(judge({ candidate: ran(skippedCase('feed')) })).toBe('WAIVER_WITHOUT_TEST_IDS');
  });

  test('by an exit code for named tests, or for the item’s targeted tests', () => {
    const byExit = { hasReport: false, candidate: failedWithout(1), base: failedWithout(1) };
    expect(judge({ ...byExit, tests: ['feed'] })).toBe('WAIVER_WITHOUT_TEST_IDS');
    expect(judge({ ...byExit, stage: 'TARGETED' })).toBe('WAIVER_WITHOUT_TEST_IDS');
  });

  test('when the base tree could not be judged, or for another reason', () => {
    expect(judge({ base: couldNot('TIMED_OUT') })).toBe('WAIVER_BASE_NOT_JUDGED');
    const candidate = couldNot('TIMED_OUT');
    expect(judge({ candidate, base: couldNot('COMMAND_NOT_FOUND') })).toBe(
      'WAIVER_BASE_NOT_JUDGED',
    );
    expect(judge({ candidate, base: ran(failedCase('feed')) })).toBe('WAIVER_BASE_NOT_JUDGED');
  });
});

describe('a waiver lets no test disappear', () => {
  const base = ran(failedCase('feed'), passedCase('auth'), passedCase('mail'));
  const fewer = ran(failedCase('feed'), passedCase('auth'));

  test('from the full verify, although the failing ones are out of scope', () => {
    expect(judge({ base, candidate: fewer })).toBe('TEST_COUNT_FELL');
    const skipped = ran(failedCase('feed'), passedCase('auth'), skippedCase('mail'));
    expect(judge({ base, candidate: skipped })).toBe('TEST_COUNT_FELL');
  });

  test('unless the implementer said why', () => {
    expect(judge({ base, candidate: fewer, testsFallDeclared: true })).toBe('same-tests');
  });
});
