import { expect, test } from 'vitest';
import { faultOfProblem } from '../../../domain/input-problem.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { policyText, problemsOf } from './policy-text.ts';

test('reports all problems at once, in the order of the file, whatever kind they are', () => {
  const text = policyText({
    roles: '{ implementers: [agent:a], reviewers: [agent:a], releaseLeads: [human:c] }',
    gates: '{ verify: git clean -f, red: { run: x, timeout: 5 } }',
    lanes: 'two',
    items: '[{ id: A, title: t, dependsOn: [B] }, { id: A, title: u }]',
  });
  expect(problemsOf(text).map((each) => each.split('\n')[0])).toEqual([
    '3:35 POLICY_INVALID',
    '4:18 FORBIDDEN_COMMAND',
    '4:56 POLICY_INVALID',
    '5:40 BACKLOG_UNKNOWN_DEPENDENCY',
    '5:52 BACKLOG_DUPLICATE_ID',
    '6:8 POLICY_INVALID',
  ]);
});

test('shows the line with a caret below the place', () => {
  const parsed = parsePolicy(policyText({ lanes: 'two' }), 'sluice.yaml');
  expect(parsed).toMatchObject({ problems: [{ excerpt: 'lanes: two\n       ^' }] });
});

test('shows a part of a long line, and no control characters', () => {
  const text = policyText({ items: `[{ id: A, title: "${'x'.repeat(200)}\u0085" }]` });
  const parsed = parsePolicy(text, 'sluice.yaml');
  expect(parsed).toMatchObject({
    problems: [{ excerpt: `items: [{ id: A, title: "${'x'.repeat(59)}…\n${' '.repeat(24)}^` }],
  });
});

test('counts columns the same with Windows line endings and a byte order mark', () => {
  const text = `\uFEFF${policyText({ lanes: 'two' }).replaceAll('\n', '\r\n')}`;
  const parsed = parsePolicy(text, 'sluice.yaml');
  expect(parsed).toMatchObject({
    problems: [{ line: 6, column: 8, excerpt: 'lanes: two\n       ^' }],
  });
});

test('a problem can be thrown as a fault that names its place', () => {
  const parsed = parsePolicy(policyText({ lanes: 'two' }), 'ops/sluice.yaml');
  const [first] = parsed.kind === 'invalid' ? parsed.problems : [];
  if (first === undefined) throw new Error('expected a problem');
  expect(faultOfProblem(first)).toMatchObject({
    code: 'POLICY_INVALID',
    where: 'ops/sluice.yaml:6:8',
    message: 'The policy is invalid: expected a whole number from 1 to 64, found "two".',
    fix: 'Write a whole number from 1 to 64.',
  });
});
