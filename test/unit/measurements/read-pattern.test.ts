import { expect, test } from 'vitest';
import { readPattern } from '../../../activities/measurements/read-pattern.ts';

const P95 = '^p95: (?<p95>\\S+) ms$';

test('reads the named group of the one match, line by line', () => {
  const text = 'start\np95: 12.5 ms\nend\n';
  expect(readPattern(P95, text)).toEqual({ kind: 'value', value: 12.5 });
});

test('reads the groups of Python, too', () => {
  expect(readPattern('size (?P<size>\\d+)', 'size 42')).toEqual({ kind: 'value', value: 42 });
});

test('refuses a number that is printed twice, even the same one', () => {
  const text = 'p95: 500 ms\np95: 10 ms\n';
  expect(readPattern(P95, text)).toEqual({ kind: 'ambiguous', values: ['500', '10'] });
  expect(readPattern(P95, 'p95: 5 ms\np95: 5 ms')).toMatchObject({ kind: 'ambiguous' });
});

test('says that nothing matches', () => {
  expect(readPattern(P95, 'p99: 1 ms')).toMatchObject({ kind: 'missing' });
});

test.each(['NaN', 'nan', 'Infinity', '-inf', '1,000', '0x10', '1e999', '1_000', '12.5.1', ''])(
  'refuses %j as a number',
  (found) => {
    const reading = readPattern('^v=(?<v>.*)$', `v=${found}\n`);
    expect(reading).toEqual({ kind: 'invalid', found });
  },
);

test('does not hang on a pattern that backtracking engines take for ever for', () => {
  const text = `${'a'.repeat(100_000)}!`;
  expect(readPattern('^(?:a+)+(?<v>\\d+)$', text)).toMatchObject({ kind: 'missing' });
  expect(readPattern('(?<v>(?:a|a?)*b)', text)).toMatchObject({ kind: 'missing' });
});
