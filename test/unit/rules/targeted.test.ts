import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { judgeTargeted, type TargetedFacts } from '../../../domain/rules/targeted.ts';
import type { TestCase } from '../../../domain/test-report.ts';
import {
  BROKEN_REPORT,
  EXIT_ONLY,
  exited,
  failedCase,
  NO_REPORT,
  passedCase,
  reportOf,
  skippedCase,
} from '../../support/run-facts.ts';

const RED: readonly TestCase[] = [failedCase('a'), passedCase('b'), skippedCase('c')];
const judge = (facts: Partial<TargetedFacts>) =>
  judgeTargeted({
    outcome: exited(0),
    report: reportOf(passedCase('a'), passedCase('b')),
    redCases: RED,
    ...facts,
  });

describe('passes', () => {
  test('when what failed at RED passes and nothing is lost', () => {
    expect(judge({})).toEqual({
      verdict: 'passed',
      facts: { judgedBy: 'test report', executed: 2, turned: 1 },
    });
  });

  test('without RED, when some test ran and none failed', () => {
    expect(judge({ redCases: null })).toMatchObject({ verdict: 'passed', facts: { turned: 0 } });
  });

  test('by exit code where neither RED nor TARGETED has a report', () => {
    const facts = { judgedBy: 'exit code', exitCode: 0 };
    expect(judge({ report: EXIT_ONLY, redCases: [] })).toEqual({ verdict: 'passed', facts });
    expect(judge({ report: EXIT_ONLY, redCases: null })).toEqual({ verdict: 'passed', facts });
  });
});

type Row = readonly [what: string, code: string, facts: Partial<TargetedFacts>];
const now = (...cases: readonly TestCase[]) => ({ report: reportOf(...cases) });
const failing = (...cases: readonly TestCase[]) => ({
  outcome: exited(1),
  report: reportOf(...cases),
});

const REFUSALS: readonly Row[] = [
  ['a test that still fails', 'TARGETED_STILL_FAILS', failing(failedCase('a'), passedCase('b'))],
  ['a test that is gone', 'TARGETED_TEST_MISSING', now(passedCase('b'), passedCase('a (renamed)'))],
  ['a test that is skipped now', 'TARGETED_TEST_SKIPPED', now(skippedCase('a'), passedCase('b'))],
  ['a lost test', 'TARGETED_REGRESSION', now(passedCase('a'))],
  ['a newly skipped test', 'TARGETED_REGRESSION', now(passedCase('a'), skippedCase('b'))],
  ['a newly failing test', 'TARGETED_REGRESSION', failing(passedCase('a'), failedCase('b'))],
  [
    'a failing test that RED did not have',
    'TARGETED_STILL_FAILS',
    failing(passedCase('a'), passedCase('b'), failedCase('d')),
  ],
  [
    'a failing test without RED',
    'TARGETED_STILL_FAILS',
    { ...failing(failedCase('d')), redCases: null },
  ],
  ['zero tests', 'NO_TESTS_RAN', now()],
  ['zero tests without RED', 'NO_TESTS_RAN', { ...now(), redCases: null }],
  ['only skipped tests', 'ALL_TESTS_SKIPPED', now(skippedCase('a'), skippedCase('b'))],
  ['exit code 1 without a failing test', 'REPORT_DISAGREES_WITH_EXIT', { outcome: exited(1) }],
  ['exit code 0 with a failing test', 'REPORT_DISAGREES_WITH_EXIT', now(failedCase('a'))],
  ['no report', 'REPORT_MISSING', { report: NO_REPORT }],
  ['an unreadable report', 'REPORT_UNREADABLE', { report: BROKEN_REPORT }],
  ['an exit code in place of the ids of RED', 'TARGETED_TEST_MISSING', { report: EXIT_ONLY }],
  [
    'a failing command without a report',
    'COMMAND_FAILED',
    { outcome: exited(2), report: EXIT_ONLY },
  ],
];

test.each(REFUSALS)('refuses %s with %s', (_what, code, facts) => {
  expect(judge(facts)).toMatchObject({ verdict: 'rejected', code });
});

test('says which tests were lost, and how', () => {
  const redCases = ['a', 'b', 'c', 'd'].map((id) => passedCase(id));
  const { facts } = judge({
    ...failing(passedCase('a'), failedCase('b'), skippedCase('c')),
    redCases,
  });
  expect(facts).toEqual({
    count: 3,
    tests: ['b', 'c', 'd'],
    failing: ['b'],
    missing: ['d'],
    skipped: ['c'],
  });
});

describe('a file that did not load at RED', () => {
  const file = 'test/auth.test.ts';
  const redCases = [failedCase(file, 'missing-symbol', file)];

  test('is replaced by its tests once it loads', () => {
    expect(judge({ ...now(passedCase(`${file} > x`, file)), redCases })).toMatchObject({
      verdict: 'passed',
    });
  });

  test.each([
    [
      'TARGETED_STILL_FAILS',
      failing(failedCase(`${file} > x`, 'assertion', file), passedCase(`${file} > y`, file)),
    ],
    ['TARGETED_STILL_FAILS', failing(redCases[0] ?? failedCase(file))],
    [
      'TARGETED_TEST_SKIPPED',
      now(skippedCase(`${file} > x`, file), passedCase('b.ts > b', 'b.ts')),
    ],
    ['TARGETED_TEST_MISSING', now(passedCase('b.ts > b', 'b.ts'))],
  ])('is refused with %s for %j', (code, facts) => {
    expect(judge({ ...facts, redCases })).toMatchObject({ code });
  });

  test('is replaced by new passing tests where the report names no files', () => {
    expect(judge({ ...now(passedCase('signs in')), redCases })).toMatchObject({
      verdict: 'passed',
    });
    const two = [...redCases, failedCase('b.js', 'missing-symbol', 'b.js')];
    expect(judge({ ...now(passedCase('signs in')), redCases: two })).toMatchObject({
      code: 'TARGETED_TEST_MISSING',
    });
    const known = [...redCases, passedCase('signs in')];
    expect(judge({ ...now(passedCase('signs in')), redCases: known })).toMatchObject({
      code: 'TARGETED_TEST_MISSING',
    });
  });

  test('is found by module name (pytest) and by package (Go)', () => {
    const pytest = [failedCase('test.test_auth', 'missing-symbol', 'test.test_auth')];
    const go = [failedCase('example.com/shop', 'missing-symbol', 'example.com/shop')];
    const inClass = now(passedCase('test.test_auth.TestLogin > test_x'));
    const inPackage = now(passedCase('example.com/shop > TestX', 'example.com/shop'));
    expect(judge({ ...inClass, redCases: pytest })).toMatchObject({ verdict: 'passed' });
    expect(judge({ ...inPackage, redCases: go })).toMatchObject({ verdict: 'passed' });
    expect(judge({ ...inPackage, redCases: pytest })).toMatchObject({
      code: 'TARGETED_TEST_MISSING',
    });
  });
});

test('a test that broke off before its subtests is replaced by them', () => {
  const redCases = [failedCase('pkg > TestTable')];
  expect(judge({ ...now(passedCase('pkg > TestTable > one')), redCases })).toMatchObject({
    verdict: 'passed',
  });
  expect(judge({ ...now(passedCase('pkg > TestTables > one')), redCases })).toMatchObject({
    code: 'TARGETED_TEST_MISSING',
  });
});

const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
const anyCase = (id: string) => fc.constantFrom(passedCase(id), failedCase(id), skippedCase(id));
const anyCases = ids.chain((list) => fc.tuple(...list.map((id) => anyCase(id))));

describe('property', () => {
  test('TARGETED passes only if each test that ran at RED passes now and none fails', () => {
    fc.assert(
      fc.property(anyCases, anyCases, fc.constantFrom(0, 1), (redCases, cases, exitCode) => {
        const judgement = judge({
          outcome: exited(exitCode),
          report: reportOf(...cases),
          redCases,
        });
        const passing = new Set(
          cases.filter((each) => each.status === 'passed').map((each) => each.id),
        );
        const owed = redCases.filter((each) => each.status !== 'skipped');
        const sound =
          exitCode === 0 &&
          passing.size > 0 &&
          cases.every((each) => each.status !== 'failed') &&
          owed.every((each) => passing.has(each.id));
        expect(judgement.verdict).toBe(sound ? 'passed' : 'rejected');
      }),
      { numRuns: 1_000 },
    );
  });
});
