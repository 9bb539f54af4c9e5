import { expect, test } from 'vitest';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { policyText, problemsOf } from './policy-text.ts';

const OWNED = 'unit: ms, better: lower, owner: human:bo';

const verify = (measure: string, more: Readonly<Record<string, string>> = {}): string =>
  policyText({ gates: `{ verify: { run: make bench, measure: ${measure} } }`, ...more });

test('reads measures, with defaults for what they leave out', () => {
  const pattern = `{ pattern: 'rate (?<rate>\\d+)', unit: req/s, better: higher, owner: human:ana }`;
  const json = `{ json: /p95/ms, ${OWNED}, tolerance: { relative: 0.1, absolute: 2 }, samples: 5 }`;
  const parsed = parsePolicy(verify(`[${json}, ${pattern}]`), 'sluice.yaml');
  expect(parsed.kind === 'ok' && parsed.policy.gates.verify[0]?.measure).toEqual([
    {
      name: '/p95/ms',
      source: { json: '/p95/ms' },
      unit: 'ms',
      better: 'lower',
      tolerance: { relative: 0.1, absolute: 2 },
      samples: 5,
      owner: 'human:bo',
    },
    {
      name: 'rate',
      source: { pattern: 'rate (?<rate>\\d+)' },
      unit: 'req/s',
      better: 'higher',
      tolerance: { relative: 0.05, absolute: 0 },
      samples: 3,
      owner: 'human:ana',
    },
  ]);
});

test('a gate without measures says nothing of them', () => {
  const parsed = parsePolicy(policyText(), 'sluice.yaml');
  expect(parsed.kind === 'ok' && 'measure' in (parsed.policy.gates.verify[0] ?? {})).toBe(false);
});

test.each([
  ['neither source', `{ ${OWNED} }`, 'found neither'],
  ['both sources', `{ json: /a, pattern: '(?<a>.)', ${OWNED} }`, 'found both'],
  ['no named group', `{ pattern: '(\\d+)', ${OWNED} }`, 'found no named group'],
  ['two named groups', `{ pattern: '(?<a>.)(?<b>.)', ${OWNED} }`, 'found the groups a, b'],
  ['look-behind', `{ pattern: '(?<=x)(?<a>.)', ${OWNED} }`, 'invalid named capture'],
  ['a back reference', `{ pattern: '(?<a>.)\\1', ${OWNED} }`, 'invalid escape sequence'],
  ['too long a pattern', `{ pattern: '(?<a>${'x'.repeat(500)})', ${OWNED} }`, 'found 506 char'],
  ['a bomb of repeats', `{ pattern: '(?<a>((x{99}){99}){99})', ${OWNED} }`, 'invalid repeat count'],
  ['a pointer without a slash', `{ json: p95, ${OWNED} }`, 'expected a JSON Pointer'],
  [
    'a tolerance below zero',
    `{ json: /a, ${OWNED}, tolerance: { relative: -1 } }`,
    'found the num',
  ],
  ['no samples', `{ json: /a, ${OWNED}, samples: 0 }`, 'expected a whole number from 1 to 20'],
  ['nobody to answer for it', '{ json: /a, unit: ms, better: lower }', 'expected an actor'],
  [
    'the same name twice',
    `[{ json: /a, ${OWNED} }, { json: /a, ${OWNED} }]`,
    'for the second time',
  ],
])('refuses %s', (_what, measure, part) => {
  const [problem, ...more] = problemsOf(verify(measure));
  expect(problem).toContain(part);
  expect(problem).toMatch(/^4:\d+ POLICY_INVALID/);
  expect(more).toEqual([]);
});

test('refuses a measure where there is no base to compare with', () => {
  const measure = `measure: { json: /a, ${OWNED} }`;
  const targeted = policyText({ gates: `{ targeted: { run: make, ${measure} }, verify: make }` });
  expect(problemsOf(targeted)).toEqual([expect.stringContaining('has no base to compare with')]);
  const prepare = policyText({ prepare: `{ run: make, ${measure} }` });
  expect(problemsOf(prepare)).toEqual([expect.stringContaining('has no base to compare with')]);
  const red = policyText({
    gates: `{ red: { run: make, report: junit, tests: ['test/**'], ${measure} }, verify: make }`,
  });
  expect(problemsOf(red)).toHaveLength(1);
});

test('refuses a measure in the checkout, where the base cannot be laid out', () => {
  const problems = problemsOf(verify(`{ json: /a, ${OWNED} }`, { isolation: 'in-place' }));
  expect(problems).toEqual([expect.stringContaining('no measure with "isolation: in-place"')]);
});
