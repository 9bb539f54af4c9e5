import { describe, expect, test } from 'vitest';

import { REJECTION_CODES } from '../../../domain/rejection.ts';
import { rejectionText } from '../../../domain/rejection-text.ts';
import { gateResult } from '../../../domain/rules/gate-result.ts';
import { judgeRed } from '../../../domain/rules/red.ts';
import { judgeTargeted } from '../../../domain/rules/targeted.ts';
import { exited, failedCase, passedCase, reportOf } from '../../support/run-facts.ts';

test.each(REJECTION_CODES)('%s has whole sentences and says what to do', (code) => {
  const { message, fix } = rejectionText(code, {});
  expect(message).toMatch(/^\S.*[^\s]$/);
  expect(fix).toMatch(/^\S.*\.$/);
  expect(`${message}${fix}`).not.toMatch(/[{}|]/);
});

describe('texts', () => {
  test('of a RED that did not load names test, kind and reason', () => {
    const report = reportOf(failedCase('a.ts', 'load', 'a.ts'));
    const red = judgeRed({ outcome: exited(1), report, tests: [], expect: 'assertion' });
    expect(red.verdict === 'rejected' && rejectionText(red.code, red.facts).message).toBe(
      'a.ts could not be loaded, built or set up (load): because',
    );
  });

  test('of a regression lists the tests', () => {
    const redCases = [passedCase('a'), passedCase('b')];
    const judgement = judgeTargeted({
      outcome: exited(0),
      report: reportOf(passedCase('a')),
      redCases,
    });
    expect(
      judgement.verdict === 'rejected' && rejectionText(judgement.code, judgement.facts).message,
    ).toBe('1 tests that passed at RED no longer do: b.');
  });
});

test.each([
  ['PASS', { verdict: 'passed', facts: {} }],
  ['ERROR', { verdict: 'rejected', code: 'TIMED_OUT', facts: {} }],
  ['ERROR', { verdict: 'rejected', code: 'REPORT_MISSING', facts: {} }],
  ['FAIL', { verdict: 'rejected', code: 'RED_DID_NOT_FAIL', facts: {} }],
  ['FAIL', { verdict: 'rejected', code: 'COMMAND_FAILED', facts: {} }],
  ['STALE', { verdict: 'rejected', code: 'STALE_TREE', facts: {} }],
] as const)('is recorded as %s: %j', (result, judgement) => {
  expect(gateResult(judgement)).toBe(result);
});

test('no refusal is ever a pass', () => {
  for (const code of REJECTION_CODES) {
    expect(gateResult({ verdict: 'rejected', code, facts: {} })).not.toBe('PASS');
  }
});
