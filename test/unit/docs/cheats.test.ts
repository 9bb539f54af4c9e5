import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FAULT_CODES } from '../../../domain/fault.ts';
import { REJECTION_CODES } from '../../../domain/rejection.ts';
import { readDocument } from './document.ts';

const ROOT = join(import.meta.dirname, '../../..');
const text = readDocument('docs/cheats.md');
const rows = text
  .split('\n')
  .filter((line) => line.includes('`test/') && line.startsWith('|'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

test('docs/cheats.md names a test for each cheat', () => {
  expect(rows.length).toBeGreaterThan(15);
});

test.each(rows.map((cells) => [cells[1], cells[3], cells[4]]))(
  'the cheat “%s” is played where docs/cheats.md says',
  (_, path = '', name = '') => {
    const source = readFileSync(join(ROOT, path.replaceAll('`', '')), 'utf8');
    expect(name).not.toBe('');
    expect(source).toContain(name);
  },
);

test('docs/cheats.md names only codes that there are', () => {
  const variables = ['SLUICE_ITEM_TESTS', 'SOURCE_DATE_EPOCH'];
  const codes = [...REJECTION_CODES, ...Object.values(FAULT_CODES).flat()];
  const known = new Set<string>([...codes, ...variables]);
  const named = [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = '']) => code);
  expect(named.filter((code) => !known.has(code))).toEqual([]);
});

test('docs/cheats.md points at tests that there are', () => {
  const paths = [...text.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = '']) => path);
  const missing = paths.filter(
    (path) =>
      path !== 'test/canary.test.js' &&
      statSync(join(ROOT, path), { throwIfNoEntry: false }) === undefined,
  );
  expect(missing).toEqual([]);
});
