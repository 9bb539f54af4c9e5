import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BACKLOG_ITEMS_MAX } from '../../../domain/backlog-id.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import {
  POLICY_ALIASES_MAX,
  POLICY_BYTES_MAX,
  POLICY_DEPTH_MAX,
} from '../../../policy/policy-limits.ts';
import { policyText, problemsOf } from '../../unit/policy/policy-text.ts';
import { anyText } from '../../support/any-text.ts';

const kindOf = (text: string): string => parsePolicy(text, 'sluice.yaml').kind;

/** A valid policy of exactly so many bytes, the rest a comment. */
function policyOfBytes(bytes: number, filler = 'x'): string {
  const text = `${policyText()}#`;
  const width = new TextEncoder().encode(filler).byteLength;
  return text + filler.repeat((bytes - text.length) / width);
}

test('reads a policy of 5 MiB and none of one byte more', () => {
  expect(kindOf(policyOfBytes(POLICY_BYTES_MAX))).toBe('ok');
  expect(problemsOf(policyOfBytes(POLICY_BYTES_MAX + 1))).toEqual([
    '1:1 POLICY_TOO_LARGE\nexpected at most 5242880 bytes\nfound 5242881 bytes\nfix: Move the items to a tracker document and name it with `backlog:`.',
  ]);
});

test('counts bytes, not characters', () => {
  expect(problemsOf(policyOfBytes(POLICY_BYTES_MAX + 100, 'ä'))[0]).toMatch(/POLICY_TOO_LARGE/);
});

function policyOfItems(count: number): string {
  const lines = Array.from({ length: count }, (_, n) => `- {id: I${n}, title: T}\n`);
  return `${policyText({ items: null })}items:\n${lines.join('')}`;
}

/** A policy of 3 MB takes the YAML parser seconds when the machine is busy. */
const LARGE = { timeout: 60_000 };

test('reads 100,000 items', LARGE, () => {
  const parsed = parsePolicy(policyOfItems(BACKLOG_ITEMS_MAX), 'sluice.yaml');
  expect(parsed).toMatchObject({ kind: 'ok', items: { length: BACKLOG_ITEMS_MAX } });
});

test('refuses 100,001 items', LARGE, () => {
  expect(problemsOf(policyOfItems(BACKLOG_ITEMS_MAX + 1))).toEqual([
    '100006:8 BACKLOG_TOO_LARGE\nexpected at most 100000 items\nfound 100001 items\nfix: Split it into several programs.',
  ]);
});

/** Lists inside each other under an unknown key: depth counts the document's own mapping too. */
const nested = (depth: number): string =>
  policyText({ deep: `${'['.repeat(depth)}${']'.repeat(depth)}` });

test('follows mappings and lists 32 deep and no deeper', () => {
  expect(problemsOf(nested(POLICY_DEPTH_MAX))).toEqual([
    expect.stringContaining('unknown key "deep"'),
  ]);
  expect(problemsOf(nested(POLICY_DEPTH_MAX + 1))).toEqual([
    '6:39 POLICY_INVALID\nexpected at most 32 mappings and lists inside each other\nfound more\nfix: Nest less; a policy has five levels.',
  ]);
});

test('refuses a hundred thousand brackets without running out of stack', () => {
  expect(problemsOf(policyText({ deep: '['.repeat(100_000) }))).toHaveLength(1);
});

const aliases = (count: number): string =>
  policyText({ exclude: `[&a docs, ${Array.from({ length: count }, () => '*a').join(', ')}]` });

test('reads 100 aliases and refuses one more', () => {
  expect(kindOf(aliases(POLICY_ALIASES_MAX))).toBe('ok');
  expect(problemsOf(aliases(POLICY_ALIASES_MAX + 1))).toEqual([
    '6:420 POLICY_INVALID\nexpected at most 100 aliases and values repeated by them\nfound more\nfix: Write the values out instead of repeating them by aliases.',
  ]);
});

test('refuses aliases that multiply', () => {
  const levels = ['&l0 [x, x, x, x, x, x, x, x, x]'];
  for (let n = 1; n <= 9; n += 1)
    levels.push(
      `&l${n} [${Array(9)
        .fill(`*l${n - 1}`)
        .join(', ')}]`,
    );
  expect(problemsOf(policyText({ exclude: `[${levels.join(', ')}]` }))).toEqual([
    expect.stringContaining('expected at most 100 aliases and values repeated by them'),
  ]);
});

test('finds a repeated key among 50,000 at once', () => {
  const keys = Array.from({ length: 50_000 }, (_, n) => `k${n}: 1\n`).join('');
  const startedMs = performance.now();
  expect(problemsOf(`${keys}k1: 1\n`)[0]).toMatch(/^50001:1 .*\nexpected each key once/);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test('reports fifty problems of more', () => {
  const items = Array.from({ length: 200 }, () => '{}').join(', ');
  expect(problemsOf(policyText({ items: `[${items}]` }))).toHaveLength(50);
});

const YAML_PARTS = [
  'version: 1',
  'items',
  ':',
  ' ',
  '\n',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '&a',
  '*a',
  '"',
  "'",
  '|',
  '>',
  '#',
  '!t ',
  '---',
  '?',
  ',',
  '\t',
  '\r',
  '\u0000',
  '\uFEFF',
  'roles',
  'gates',
  'verify',
  'id',
  'null',
  '1e999',
  '<<',
  '%YAML 1.1\n',
];

const texts = fc.oneof(
  anyText({ maxLength: 300 }),
  fc.array(fc.constantFrom(...YAML_PARTS), { maxLength: 80 }).map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('version', 'program', 'roles', 'gates', 'items', 'lanes', '__proto__'),
      fc.json({ maxDepth: 4 }),
    )
    .map(([key, value]) => policyText({ [key]: value })),
);

test('never throws and ends within a second, whatever the text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const startedMs = performance.now();
      const parsed = parsePolicy(text, 'sluice.yaml');
      expect(performance.now() - startedMs).toBeLessThan(1_000);
      if (parsed.kind === 'ok') return;
      expect(parsed.problems.length).toBeGreaterThan(0);
      for (const problem of parsed.problems) {
        expect(problem.line).toBeGreaterThanOrEqual(1);
        expect(problem.column).toBeGreaterThanOrEqual(1);
        // Nothing from the file may reach a terminal as a control sequence.
        expect(Object.values(problem).join(' ')).not.toMatch(/[^\P{Cc}\n]/u);
      }
    }),
    { numRuns: 1_000 },
  );
});

test.each(YAML_PARTS)('ends soon on 20,000 characters of %j', (part) => {
  const startedMs = performance.now();
  parsePolicy(part.repeat(Math.floor(20_000 / part.length)), 'sluice.yaml');
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
