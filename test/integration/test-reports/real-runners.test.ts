import { describe, expect, test } from 'vitest';

import { judgeRed } from '../../../domain/rules/red.ts';
import { judgeTargeted } from '../../../domain/rules/targeted.ts';
import { casesOf } from '../../support/report-fixture.ts';
import {
  GO_RUNNERS,
  JAVASCRIPT_RUNNERS,
  type Language,
  type Runner,
  type RunnerRun,
  runSituation,
  type Situation,
} from '../../support/test-runners.ts';

const HEAD = `import { test } from 'node:test';\nimport assert from 'node:assert/strict';\n`;
const IMPORT = `import { login } from '../src/auth.mjs';\n`;
const GO_HEAD = 'package auth\nimport "testing"\n';

const SIGNS_IN: Readonly<Record<Language, string>> = {
  javascript: `${HEAD}${IMPORT}test('signs in', () => { assert.equal(login('ana'), true); });\ntest('exists', () => {});\n`,
  go: `${GO_HEAD}func TestSignsIn(t *testing.T) { if !Login("ana") { t.Error("refused") } }\nfunc TestExists(t *testing.T) {}\n`,
};
const LOGIN: Readonly<Record<Language, (answer: string) => string>> = {
  javascript: (answer) => `export const login = () => ${answer};\n`,
  go: (answer) => `package auth\nfunc Login(name string) bool { return ${answer} }\n`,
};
const NO_LOGIN: Readonly<Record<Language, string>> = {
  javascript: 'export {};\n',
  go: 'package auth\n',
};
const TESTS: Readonly<Record<Language, readonly string[]>> = {
  javascript: ['test/auth.test.mjs'],
  go: ['./auth'],
};

const runners = [...JAVASCRIPT_RUNNERS, ...GO_RUNNERS].map(
  (runner) => [runner.name, runner] as const,
);

const runs = new Map<string, RunnerRun>();

/** Each situation is run once for each runner: runs in fresh folders are independent of each other. */
function run(runner: Runner, situation: Situation): RunnerRun {
  const key = JSON.stringify([runner.name, situation]);
  const made = runs.get(key) ?? runSituation(runner, situation);
  runs.set(key, made);
  return made;
}

function red(
  runner: Runner,
  situation: Situation,
  expected: 'assertion' | 'missing-symbol' = 'assertion',
) {
  const { outcome, report } = run(runner, situation);
  return judgeRed({ outcome, report, tests: TESTS[runner.language], expect: expected });
}

describe.each(runners)('%s', (_name, runner) => {
  const { language } = runner;
  const asserting = { source: LOGIN[language]('false'), test: SIGNS_IN[language] };
  const done = { source: LOGIN[language]('true'), test: SIGNS_IN[language] };
  const missing = { source: NO_LOGIN[language], test: SIGNS_IN[language] };

  test('a failing assertion opens GREEN, and its repair passes TARGETED', () => {
    const before = run(runner, asserting);
    expect(judgeRed({ ...before, tests: TESTS[language], expect: 'assertion' })).toMatchObject({
      verdict: 'passed',
      facts: { failed: 1 },
    });
    const redCases = casesOf(before.report);
    expect(judgeTargeted({ ...run(runner, done), redCases })).toMatchObject({
      verdict: 'passed',
      facts: { turned: 1 },
    });
    expect(judgeTargeted({ ...run(runner, asserting), redCases })).toMatchObject({
      code: 'TARGETED_STILL_FAILS',
    });
  });

  test('a test that is renamed, skipped or removed on the way to GREEN is noticed', () => {
    const redCases = casesOf(run(runner, asserting).report);
    const targeted = (from: RegExp, to: string) => {
      const changed = { ...done, test: done.test.replace(from, to) };
      return judgeTargeted({ ...run(runner, changed), redCases });
    };
    expect(targeted(/signs in|TestSignsIn/, 'TestOther')).toMatchObject({
      code: 'TARGETED_TEST_MISSING',
    });
    expect(
      targeted(
        /test\('signs in', |if !Login/,
        language === 'go' ? 't.Skip(); if !Login' : "test.skip('signs in', ",
      ),
    ).toMatchObject({ code: 'TARGETED_TEST_SKIPPED' });
    expect(targeted(/test\('exists'.*|func TestExists.*/, '')).toMatchObject({
      code: 'TARGETED_REGRESSION',
    });
  });

  test('a missing symbol is refused unless it was declared', () => {
    expect(red(runner, missing)).toMatchObject({ code: runner.missingSymbolCode });
    expect(red(runner, missing, 'missing-symbol')).toMatchObject(
      runner.explainsLoad ? { verdict: 'passed' } : { code: 'RED_FAILED_TO_LOAD' },
    );
  });

  test('what did not load at RED passes TARGETED once its tests pass', () => {
    const redCases = casesOf(run(runner, missing).report);
    expect(judgeTargeted({ ...run(runner, done), redCases })).toMatchObject({
      verdict: 'passed',
    });
    expect(judgeTargeted({ ...run(runner, asserting), redCases })).toMatchObject({
      verdict: 'rejected',
    });
  });

  test.each<readonly [code: string, situation: Record<Language, Situation>]>([
    ['RED_DID_NOT_FAIL', { javascript: done, go: done }],
    [
      'RED_FAILED_TO_LOAD',
      {
        javascript: { ...done, test: `${SIGNS_IN.javascript}test(` },
        go: { ...done, test: `${SIGNS_IN.go}func (` },
      },
    ],
    [
      'RED_FAILED_BY_ERROR',
      {
        javascript: { ...done, test: `${HEAD}test('a', () => { throw new Error('db down'); });` },
        go: { ...done, test: `${GO_HEAD}func TestA(t *testing.T) { panic("db down") }` },
      },
    ],
    [
      'ALL_TESTS_SKIPPED',
      {
        javascript: { ...done, test: `${HEAD}test.skip('a', () => {});` },
        go: { ...done, test: `${GO_HEAD}func TestA(t *testing.T) { t.Skip() }` },
      },
    ],
    ['NO_TESTS_RAN', { javascript: withoutTests(runner), go: { source: NO_LOGIN.go } }],
  ])('RED is refused with %s', (code, situation) => {
    expect(red(runner, situation[language])).toMatchObject({ verdict: 'rejected', code });
  });
});

/** node:test needs a file to run and reports one without tests as passing; vitest finds none. */
function withoutTests(runner: Runner): Situation {
  return runner.name.startsWith('node:test') ? { test: 'export {};\n' } : {};
}
