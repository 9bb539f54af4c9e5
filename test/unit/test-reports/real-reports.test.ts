import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { parseReport } from '../../../activities/test-reports/parse-report.ts';
import type { FailureKind } from '../../../domain/test-report.ts';
import {
  casesOf,
  FIXTURE_ROOT,
  fixtureBytes,
  fixtureFormat,
} from '../../support/report-fixture.ts';

const FIXTURES = readdirSync(new URL('../../fixtures/reports/', import.meta.url)).filter(
  (name) => !name.endsWith('.cases.txt'),
);

function read(name: string) {
  const source = { format: fixtureFormat(name), bytes: fixtureBytes(name), root: FIXTURE_ROOT };
  return casesOf(parseReport(source));
}

describe('reports captured from real runners', () => {
  test.each(FIXTURES)('%s reads as its recorded list of cases', async (name) => {
    const lines = read(name).map(({ id, file, status, failure }) =>
      [failure?.kind ?? status, id, file ?? '-', failure?.message ?? ''].join(' | ').trimEnd(),
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
      `../../fixtures/reports/${name}.cases.txt`,
    );
  });

  test.each(FIXTURES)('%s names nothing by an absolute path', (name) => {
    expect(read(name).filter((each) => each.id.includes(FIXTURE_ROOT))).toEqual([]);
  });
});

type Row = readonly [fixture: string, id: string, kind: FailureKind];

const KINDS: readonly Row[] = [
  ['node-20.junit.xml', 'fails by assertion', 'assertion'],
  ['node-20.junit.xml', 'auth suite > inner fails', 'assertion'],
  ['node-20.junit.xml', 'type error', 'missing-symbol'],
  ['node-20.junit.xml', 'plain error', 'error'],
  ['node-20.junit.xml', 'undefined property', 'error'],
  ['node-20.junit.xml', 'times out', 'error'],
  ['node-20.junit.xml', 'with each > x', 'load'],
  ['node-20.junit.xml', 'test/missing-export.test.js', 'load'],
  ['node-20.tap', 'fails by assertion', 'assertion'],
  ['node-20.tap', 'reference error', 'missing-symbol'],
  ['node-20.tap', 'throws string', 'error'],
  ['node-20.tap', 'with hook', 'load'],
  ['node-20.tap', 'test/missing-export.test.js', 'missing-symbol'],
  ['node-20.tap', 'test/missing-module.test.js', 'missing-symbol'],
  ['node-20.tap', 'test/missing-pkg.test.js', 'load'],
  ['node-20.tap', 'test/syntax.test.js', 'load'],
  ['node-20.tap', 'test/exits.test.js', 'load'],
  ['node-24.tap', 'test/missing-export.test.js', 'missing-symbol'],
  ['node-24.tap', 'test/toplevel.test.js', 'load'],
  ['node-24.junit.xml', 'test/assert.test.js > fails by assertion', 'assertion'],
  ['vitest-4.junit.xml', 'test/assert.test.ts > fails toEqual', 'assertion'],
  ['vitest-4.junit.xml', 'test/assert.test.ts > snapshot inline', 'assertion'],
  ['vitest-4.junit.xml', 'test/assert.test.ts > throws check', 'assertion'],
  ['vitest-4.junit.xml', 'test/missing-export.test.ts > logs in', 'missing-symbol'],
  ['vitest-4.junit.xml', 'test/missing-module.test.ts', 'missing-symbol'],
  ['vitest-4.junit.xml', 'test/missing-pkg.test.ts', 'load'],
  ['vitest-4.junit.xml', 'test/syntax.test.ts', 'load'],
  ['vitest-4.junit.xml', 'test/empty.test.ts', 'load'],
  ['vitest-4.tap', 'test/assert.test.ts > fails toEqual', 'assertion'],
  ['vitest-4.tap', 'test/assert.test.ts > plain', 'error'],
  ['vitest-4.tap', 'test/assert.test.ts > hook', 'load'],
  ['vitest-4.flat.tap', 'test/assert.test.ts > suite > inner', 'assertion'],
  ['go-1.26.jsonl', 'example.com/shop/auth > TestLogin', 'assertion'],
  ['go-1.26.jsonl', 'example.com/shop/auth > ExamplePresent', 'assertion'],
  ['go-1.26.jsonl', 'example.com/shop/panics > TestP', 'error'],
  ['go-1.26.jsonl', 'example.com/shop/tmo > TestSlow', 'error'],
  ['go-1.26.jsonl', 'example.com/shop/exit0 > TestX', 'error'],
  ['go-1.26.jsonl', 'example.com/shop/undef', 'missing-symbol'],
  ['go-1.26.jsonl', 'example.com/shop/internal/setup', 'missing-symbol'],
  ['go-1.26.jsonl', 'example.com/shop/extp', 'load'],
  ['go-1.26.jsonl', 'example.com/shop/syntax', 'load'],
  ['go-1.26.jsonl', 'example.com/shop/typeerr', 'load'],
  ['go-1.26.jsonl', 'example.com/shop/vet', 'load'],
  ['go-1.26.jsonl', 'example.com/shop/initp', 'load'],
  ['gotestsum.junit.xml', 'example.com/shop/auth > TestLogin', 'assertion'],
  ['gotestsum.junit.xml', 'example.com/shop/panics > TestP', 'error'],
  ['gotestsum.junit.xml', 'example.com/shop/undef', 'load'],
  ['pytest-9.junit.xml', 'test.test_a > test_assert', 'assertion'],
  ['pytest-9.junit.xml', 'test.test_a > test_raises', 'assertion'],
  ['pytest-9.junit.xml', 'test.test_a > test_name', 'missing-symbol'],
  ['pytest-9.junit.xml', 'test.test_a > test_plain', 'error'],
  ['pytest-9.junit.xml', 'test.test_a > test_fix', 'load'],
  ['pytest-9.junit.xml', 'test.test_a > test_xpass_strict', 'error'],
  ['pytest-9-collection.junit.xml', 'test.test_missing', 'missing-symbol'],
  ['pytest-9-collection.junit.xml', 'test.test_syntax', 'load'],
  ['jest-30.junit.xml', 'auth > auth expects', 'assertion'],
  ['jest-30.junit.xml', 'auth > auth fails by assertion', 'assertion'],
  ['jest-30.junit.xml', 'auth > auth type error', 'missing-symbol'],
  ['jest-30.junit.xml', 'auth > auth plain', 'error'],
  ['jest-30-errors.junit.xml', 'test/missing.test.js', 'missing-symbol'],
  ['mocha-12.xunit.xml', 'test/a.test.js > Mocha Tests > auth > fails by assertion', 'assertion'],
  ['mocha-12.xunit.xml', 'test/a.test.js > Mocha Tests > auth > plain', 'error'],
  ['mocha-12.tap', 'auth fails by assertion', 'assertion'],
  ['mocha-12.tap', 'auth plain', 'error'],
];

test.each(KINDS)('%s: "%s" failed by %s', (fixture, id, kind) => {
  const found = read(fixture).find((each) => each.id === id);
  expect(found?.failure?.kind).toBe(kind);
});

test('a file without tests that node:test reports as passing is not a test', () => {
  for (const name of ['node-20.tap', 'node-20.junit.xml', 'node-24.tap', 'node-24.junit.xml']) {
    expect(read(name).map((each) => each.id)).not.toContain('test/empty.test.js');
  }
});

test('a parent that failed only through its subtests is not a second cause', () => {
  expect(read('go-1.26.jsonl').map((each) => each.id)).not.toContain(
    'example.com/shop/auth > TestTable',
  );
  expect(read('node-20.tap').map((each) => each.id)).not.toContain('auth suite');
});

test('both formats of one run list the same tests', () => {
  const ids = (name: string) => new Set(read(name).map((each) => each.id));
  expect(ids('vitest-4.tap')).toEqual(ids('vitest-4.junit.xml'));
});
