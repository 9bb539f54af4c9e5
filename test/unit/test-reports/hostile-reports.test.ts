import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseReport } from '../../../activities/test-reports/parse-report.ts';
import {
  casesOf,
  FIXTURE_ROOT,
  fixtureBytes,
  fixtureFormat,
} from '../../support/report-fixture.ts';

const FORMATS = ['junit', 'tap', 'go-test-json'] as const;
const FIXTURES = [
  'node-20.junit.xml',
  'node-20.tap',
  'vitest-4.junit.xml',
  'vitest-4.tap',
  'go-1.26.jsonl',
  'pytest-9.junit.xml',
];

const read = (name: string, bytes: Uint8Array) =>
  parseReport({ format: fixtureFormat(name), bytes, root: FIXTURE_ROOT });

test.each(FORMATS)('%s: arbitrary bytes are answered, never thrown at', (format) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const reading = parseReport({ format, bytes, root: '' });
      expect(['parsed', 'unreadable']).toContain(reading.kind);
    }),
  );
});

const TOKENS: Readonly<Record<(typeof FORMATS)[number], readonly string[]>> = {
  junit: [
    '<testsuites>',
    '</testsuites>',
    '<testsuite name="s">',
    '</testsuite>',
    '<testcase name="a">',
    '</testcase>',
    '<failure type="Error">',
    '</failure>',
    '<error/>',
    '<skipped/>',
    'text',
    '<![CDATA[',
    ']]>',
    '&amp;',
    '&x;',
    '<!--',
    '-->',
  ],
  tap: [
    '1..1\n',
    '1..2\n',
    'ok 1 - a\n',
    'not ok 2 - b {\n',
    '    ok 1\n',
    '    1..1\n',
    '}\n',
    '  ---\n',
    '  name: E\n',
    '  ...\n',
    '# Subtest: x\n',
    'Bail out!\n',
    '\n',
    'ok # SKIP\n',
  ],
  'go-test-json': ['start', 'run', 'pass', 'fail', 'skip', 'output', 'build-fail'].flatMap(
    (Action) => [
      `${JSON.stringify({ Action, Package: 'p' })}\n`,
      `${JSON.stringify({ Action, Package: 'p', Test: 'A' })}\n`,
      `${JSON.stringify({ Action, Package: 'p', Test: 'A/b', Output: 'x\n' })}\n`,
      `${JSON.stringify({ Action, Package: 1, Test: {}, ImportPath: 'p', FailedBuild: 'p' })}\n`,
    ],
  ),
};

test.each(FORMATS)('%s: any order of its own words is answered', (format) => {
  const words = fc.array(fc.constantFrom(...TOKENS[format]), { maxLength: 30 });
  fc.assert(
    fc.property(words, (parts) => {
      const bytes = Buffer.from(parts.join(''));
      const reading = parseReport({ format, bytes, root: '' });
      expect(['parsed', 'unreadable']).toContain(reading.kind);
      if (reading.kind !== 'parsed') return;
      const ids = reading.report.cases.map((each) => each.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const each of reading.report.cases) {
        expect(each.failure !== null).toBe(each.status === 'failed');
      }
    }),
    { numRuns: 300 },
  );
});

const MANY = 1_000_000;
const DOTTED = 'a.'.repeat(10 * MANY);

test.each<readonly [(typeof FORMATS)[number], what: string, text: string]>([
  ['tap', 'spaces before a line separator', `1..1\nnot ok${' '.repeat(MANY)}\u2028x\n`],
  ['tap', 'directives that are none', `1..1\nok 1${' # '.repeat(MANY)}\n`],
  ['tap', 'a reason of spaces', `Bail out!${' '.repeat(MANY)}\u2028x\n`],
  ['junit', 'blank lines after a margin', hostileFailure(`E${'\n'.repeat(MANY)}`)],
  ['junit', 'half an error class', hostileFailure('Error'.repeat(MANY))],
  ['junit', 'half an assertion', hostileFailure('assertion '.repeat(MANY))],
  ['junit', 'half a module path', hostileFailure("Cannot find module './".repeat(MANY / 10))],
  [
    'junit',
    'long dotted names',
    `<testsuites><testcase name="${DOTTED}" classname="${DOTTED}"/></testsuites>`,
  ],
  ['tap', 'a long dotted name', `1..1\nok 1 - ${DOTTED}\n`],
  ['tap', 'a long key', `1..1\nok 1\n  ---\n  ${'k'.repeat(10 * MANY)}\n  ...\n`],
  [
    'go-test-json',
    'a long event',
    `${JSON.stringify({ Action: 'build-output', ImportPath: 'p', Output: DOTTED })}\n`,
  ],
  ['go-test-json', 'a long line', `# ${'x '.repeat(MANY)}\n`],
])('%s: %s take no more than a second', (format, _what, text) => {
  const startedAt = performance.now();
  parseReport({ format, bytes: Buffer.from(text), root: '' });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

function hostileFailure(text: string): string {
  return `<testsuites><testcase name="a"><failure>${text}</failure></testcase></testsuites>`;
}

describe.each(FIXTURES)('%s', (name) => {
  const whole = fixtureBytes(name);
  const all = casesOf(read(name, whole));
  const passing = new Set(all.filter((each) => each.status === 'passed').map((each) => each.id));

  test('with bytes changed is answered', () => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        expect(['parsed', 'unreadable']).toContain(read(name, bytes).kind);
      }),
      { numRuns: 60 },
    );
  });

  test('with lines removed, doubled or swapped is answered', () => {
    const lines = whole.toString().split('\n');
    const at = fc.nat(lines.length - 1);
    fc.assert(
      fc.property(at, at, fc.constantFrom('remove', 'double', 'swap'), (a, b, how) => {
        const edited = [...lines];
        if (how === 'remove') edited.splice(a, 1);
        else if (how === 'double') edited.splice(a, 0, lines[a] ?? '');
        else [edited[a], edited[b]] = [lines[b] ?? '', lines[a] ?? ''];
        expect(['parsed', 'unreadable']).toContain(read(name, Buffer.from(edited.join('\n'))).kind);
      }),
      { numRuns: 60 },
    );
  });

  test('cut anywhere is unreadable, or lists only what the whole lists', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        const reading = read(name, whole.subarray(0, length));
        if (reading.kind !== 'parsed') return;
        // Only what follows the last fact may be missing: closing comments, or later Go packages.
        const { cases } = reading.report;
        const mayLackPackages = fixtureFormat(name) === 'go-test-json';
        const passed = cases.filter((each) => each.status === 'passed').map((each) => each.id);
        expect(passed.filter((id) => !passing.has(id))).toEqual([]);
        expect(mayLackPackages || cases.length === all.length).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
