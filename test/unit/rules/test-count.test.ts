import { expect, test } from 'vitest';
import { judgeTestCount } from '../../../domain/rules/test-count.ts';
import type { TestCounts } from '../../../domain/test-report.ts';

const counts = (passed: number, skipped = 0): TestCounts => ({
  total: passed + skipped,
  passed,
  failed: 0,
  skipped,
});

test('refuses a count of executed tests that fell', () => {
  expect(judgeTestCount({ now: counts(7), base: counts(8), isDeclared: false })).toEqual({
    verdict: 'rejected',
    code: 'TEST_COUNT_FELL',
    facts: { testsExecuted: 7, testsOnBase: 8, reportRead: true },
  });
});

test('refuses tests that are still listed but skipped', () => {
  const facts = { now: counts(7, 1), base: counts(8), isDeclared: false };
  expect(judgeTestCount(facts)).toMatchObject({ code: 'TEST_COUNT_FELL' });
});

test('refuses a report that is no longer written', () => {
  const judgement = judgeTestCount({ now: null, base: counts(8), isDeclared: false });
  expect(judgement).toMatchObject({
    code: 'TEST_COUNT_FELL',
    facts: { testsExecuted: 0, reportRead: false },
  });
});

test('lets a declared fall pass, and says so', () => {
  expect(judgeTestCount({ now: counts(7), base: counts(8), isDeclared: true })).toEqual({
    verdict: 'passed',
    facts: { testsExecuted: 7, testsOnBase: 8, testsFallDeclared: true },
  });
});

test.each([
  ['as many', counts(8), counts(8)],
  ['more', counts(9), counts(8)],
  ['a new suite', counts(1), null],
  ['a suite that was empty', null, counts(0)],
])('lets %s pass', (_what, now, base) => {
  expect(judgeTestCount({ now, base, isDeclared: false })).toMatchObject({ verdict: 'passed' });
});
