import { describe, expect, test } from 'vitest';

import { type AdmissibleFacts, judgeAdmissible } from '../../../domain/rules/admissible.ts';
import { judgeExitZero } from '../../../domain/rules/exit-zero.ts';
import { judgeRed } from '../../../domain/rules/red.ts';
import { judgeTargeted } from '../../../domain/rules/targeted.ts';
import {
  EXIT_ONLY,
  exited,
  failedCase,
  INADMISSIBLE_ENDS,
  passedCase,
  reportOf,
  runThatEnded,
} from '../../support/run-facts.ts';

const judge = (facts: Partial<AdmissibleFacts>) =>
  judgeAdmissible({
    rule: 'exit-zero',
    outcome: exited(0),
    treeBefore: 'a'.repeat(40),
    treeAfter: 'a'.repeat(40),
    ...facts,
  });

test.each([0, 1, 2, 125, 128, 193, 255])('exit code %i is the command’s own', (exitCode) => {
  expect(judge({ outcome: exited(exitCode) })).toEqual({ verdict: 'passed', facts: { exitCode } });
});

describe('refuses with %s', () => {
  test.each(INADMISSIBLE_ENDS)('%s: %j', (code, end) => {
    expect(judge({ outcome: runThatEnded(end) })).toMatchObject({ verdict: 'rejected', code });
  });
});

test.each(INADMISSIBLE_ENDS)('no rule takes a run that ended with %s: %j', (code, end) => {
  const outcome = runThatEnded(end);
  const report = reportOf(failedCase('a'), passedCase('b'));
  const red = { outcome, report, tests: [], expect: 'assertion' } as const;
  expect(judgeRed(red)).toMatchObject({ code });
  expect(judgeRed({ ...red, report: EXIT_ONLY })).toMatchObject({ code });
  expect(judgeTargeted({ outcome, report, redCases: null })).toMatchObject({ code });
  expect(judgeExitZero({ outcome })).toMatchObject({ code });
});

test.each(['stdout', 'stderr'] as const)('refuses a run whose end of %s was not seen', (stream) => {
  const outcome = runThatEnded({ kind: 'exited', exitCode: 0 }, { [stream]: { endSeen: false } });
  expect(judge({ outcome })).toMatchObject({ code: 'OUTPUT_END_NOT_SEEN', facts: { stream } });
});

test.each([
  ['red', 'rejected'],
  ['red-replay', 'rejected'],
  ['targeted', 'rejected'],
  ['exit-zero', 'passed'],
] as const)('%s: output with its middle left out is %s', (rule, verdict) => {
  for (const stream of ['stdout', 'stderr'] as const) {
    const outcome = runThatEnded(
      { kind: 'exited', exitCode: 0 },
      { [stream]: { truncated: true } },
    );
    const code = verdict === 'rejected' ? { code: 'OUTPUT_TRUNCATED' } : {};
    expect(judge({ rule, outcome })).toMatchObject({ verdict, ...code });
  }
});

test('refuses a run that changed the tree', () => {
  expect(judge({ treeAfter: 'b'.repeat(40) })).toMatchObject({ code: 'TREE_CHANGED_DURING_RUN' });
});

test('verify passes by exit code 0 and fails by any other', () => {
  expect(judgeExitZero({ outcome: exited(0) })).toMatchObject({ verdict: 'passed' });
  expect(judgeExitZero({ outcome: exited(2) })).toEqual({
    verdict: 'rejected',
    code: 'COMMAND_FAILED',
    facts: { exitCode: 2 },
  });
});
