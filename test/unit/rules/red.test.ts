import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { judgeRed, type RedFacts } from '../../../domain/rules/red.ts';
import { judgeRedReplay } from '../../../domain/rules/red-replay.ts';
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

const FILE = 'test/auth.test.ts';
const inFile = (kind: Parameters<typeof failedCase>[1] = 'assertion') =>
  failedCase(`${FILE} > signs in`, kind, FILE);
const whole = (kind: Parameters<typeof failedCase>[1]) => failedCase(FILE, kind, FILE);

const judge = (facts: Partial<RedFacts>) =>
  judgeRed({
    outcome: exited(1),
    report: reportOf(inFile()),
    tests: [FILE],
    expect: 'assertion',
    ...facts,
  });

describe('opens GREEN', () => {
  test('when a named test failed by assertion', () => {
    expect(judge({})).toEqual({
      verdict: 'passed',
      facts: {
        judgedBy: 'test report',
        failed: 1,
        failing: [`${FILE} > signs in`],
        otherFailed: 0,
        matchedBy: 'report',
      },
    });
  });

  test('when other tests failed too, in whatever way', () => {
    const other = failedCase('test/b.test.ts', 'load', 'test/b.test.ts');
    expect(judge({ report: reportOf(inFile(), other) })).toMatchObject({
      verdict: 'passed',
      facts: { failed: 1, otherFailed: 1 },
    });
  });

  test('when the report cannot say where tests are from, and the facts say so', () => {
    expect(judge({ report: reportOf(failedCase('signs in')) })).toMatchObject({
      verdict: 'passed',
      facts: { matchedBy: 'command' },
    });
  });

  test('when a symbol is missing as declared', () => {
    for (const failing of [inFile('missing-symbol'), whole('missing-symbol')]) {
      const facts = { report: reportOf(failing), expect: 'missing-symbol' } as const;
      expect(judge(facts)).toMatchObject({ verdict: 'passed' });
    }
  });

  test('when an assertion failed where a missing symbol was declared', () => {
    expect(judge({ expect: 'missing-symbol' })).toMatchObject({ verdict: 'passed' });
  });

  test.each([1, 2, 125])('by exit code %i where the policy declares `report: exit`', (exitCode) => {
    expect(judge({ report: EXIT_ONLY, outcome: exited(exitCode) })).toEqual({
      verdict: 'passed',
      facts: { judgedBy: 'exit code', exitCode },
    });
  });

  test('and names at most ten failing tests', () => {
    const many = Array.from({ length: 30 }, (_each, index) =>
      failedCase(`${FILE} > ${index}`, 'assertion', FILE),
    );
    const judgement = judge({ report: reportOf(...many) });
    expect(judgement.facts).toMatchObject({ failed: 30 });
    expect(judgement.facts['failing']).toHaveLength(10);
  });
});

type Row = readonly [what: string, code: string, facts: Partial<RedFacts>];

const REFUSALS: readonly Row[] = [
  [
    'tests that pass',
    'RED_DID_NOT_FAIL',
    { outcome: exited(0), report: reportOf(passedCase('a')) },
  ],
  ['exit code 0 without a report', 'RED_DID_NOT_FAIL', { outcome: exited(0), report: EXIT_ONLY }],
  [
    'exit code 255 without a report',
    'RED_FAILED_BY_ERROR',
    { outcome: exited(255), report: EXIT_ONLY },
  ],
  [
    'exit code 128 without a report',
    'RED_FAILED_BY_ERROR',
    { outcome: exited(128), report: EXIT_ONLY },
  ],
  ['zero tests that failed', 'NO_TESTS_RAN', { report: reportOf() }],
  ['zero tests that passed', 'NO_TESTS_RAN', { outcome: exited(0), report: reportOf() }],
  [
    'skipped tests',
    'ALL_TESTS_SKIPPED',
    { outcome: exited(0), report: reportOf(skippedCase('a')) },
  ],
  [
    'skipped tests and a failing command',
    'ALL_TESTS_SKIPPED',
    { report: reportOf(skippedCase('a')) },
  ],
  ['a file that did not load', 'RED_FAILED_TO_LOAD', { report: reportOf(whole('load')) }],
  [
    'a file with an undeclared missing symbol',
    'RED_FAILED_TO_LOAD',
    { report: reportOf(whole('missing-symbol')) },
  ],
  [
    'a file that did not load where a missing symbol was declared',
    'RED_FAILED_TO_LOAD',
    { report: reportOf(whole('load')), expect: 'missing-symbol' },
  ],
  ['a test whose set-up failed', 'RED_FAILED_TO_LOAD', { report: reportOf(inFile('load')) }],
  [
    'an assertion beside a file that did not load',
    'RED_FAILED_TO_LOAD',
    { report: reportOf(inFile(), whole('load')) },
  ],
  ['an error', 'RED_FAILED_BY_ERROR', { report: reportOf(inFile('error')) }],
  [
    'an undeclared missing symbol',
    'RED_FAILED_BY_ERROR',
    { report: reportOf(inFile('missing-symbol')) },
  ],
  [
    'an assertion beside an error',
    'RED_FAILED_BY_ERROR',
    { report: reportOf(inFile(), inFile('error')) },
  ],
  [
    'an error before a load failure',
    'RED_FAILED_TO_LOAD',
    { report: reportOf(inFile('error'), whole('load')) },
  ],
  [
    'another test that failed',
    'RED_NAMED_TEST_DID_NOT_FAIL',
    {
      report: reportOf(
        passedCase(`${FILE} > a`, FILE),
        failedCase('test/b.ts > b', 'assertion', 'test/b.ts'),
      ),
    },
  ],
  ['no report', 'REPORT_MISSING', { report: NO_REPORT }],
  ['no report of a passing command', 'REPORT_MISSING', { outcome: exited(0), report: NO_REPORT }],
  ['an unreadable report', 'REPORT_UNREADABLE', { report: BROKEN_REPORT }],
  ['exit code 0 with a failing test', 'REPORT_DISAGREES_WITH_EXIT', { outcome: exited(0) }],
  [
    'exit code 1 without a failing test',
    'REPORT_DISAGREES_WITH_EXIT',
    { report: reportOf(passedCase('a')) },
  ],
];

test.each(REFUSALS)('refuses %s with %s', (_what, code, facts) => {
  expect(judge(facts)).toMatchObject({ verdict: 'rejected', code });
});

test('says which test failed in which way', () => {
  expect(judge({ report: reportOf(inFile(), inFile('error')) }).facts).toEqual({
    test: `${FILE} > signs in`,
    kind: 'error',
    reason: 'because',
    others: 0,
  });
});

test('a failure without a reason is an error', () => {
  const odd: TestCase = { id: 'a', file: null, status: 'failed', failure: null };
  expect(judge({ report: reportOf(odd) })).toMatchObject({ facts: { kind: 'error', reason: '' } });
});

test('a replay that passes has a code of its own; the rest is as at RED', () => {
  const facts = { outcome: exited(0), report: EXIT_ONLY, tests: [], expect: 'assertion' } as const;
  expect(judgeRedReplay(facts)).toMatchObject({ code: 'RED_REPLAY_DID_NOT_FAIL' });
  expect(judgeRedReplay({ ...facts, report: NO_REPORT })).toMatchObject({ code: 'REPORT_MISSING' });
  expect(judgeRedReplay({ ...facts, outcome: exited(1) })).toMatchObject({ verdict: 'passed' });
});

const anyCase = fc.record({
  id: fc.constantFrom('a', `${FILE} > x`, FILE, 'pkg.mod > y', 'test/b.ts > z'),
  file: fc.constantFrom(null, FILE, 'test/b.ts'),
  failing: fc.constantFrom(null, 'assertion', 'missing-symbol', 'load', 'error'),
  skipped: fc.boolean(),
});
const anyReport = fc.array(anyCase, { maxLength: 6 }).map((rows) =>
  rows.map(({ id, file, failing, skipped }): TestCase => {
    if (failing !== null) return failedCase(id, failing, file);
    return skipped ? skippedCase(id, file) : passedCase(id, file);
  }),
);

describe('property', () => {
  test('RED never passes when nothing failed', () => {
    fc.assert(
      fc.property(anyReport, fc.nat(255), fc.boolean(), (cases, exitCode, missing) => {
        const quiet = cases.filter((each) => each.status !== 'failed');
        const judgement = judge({
          outcome: exited(exitCode),
          report: reportOf(...quiet),
          expect: missing ? 'missing-symbol' : 'assertion',
        });
        expect(judgement.verdict).toBe('rejected');
      }),
    );
  });

  test('RED passes only if every failing test that may be named failed as admitted', () => {
    fc.assert(
      fc.property(anyReport, fc.boolean(), (cases, missing) => {
        const admitted = missing ? ['assertion', 'missing-symbol'] : ['assertion'];
        const judgement = judge({
          report: reportOf(...cases),
          tests: [],
          expect: missing ? 'missing-symbol' : 'assertion',
        });
        const failing = cases.flatMap((each) => each.failure?.kind ?? []);
        const sound = failing.length > 0 && failing.every((kind) => admitted.includes(kind));
        expect(judgement.verdict).toBe(sound ? 'passed' : 'rejected');
      }),
    );
  });
});
