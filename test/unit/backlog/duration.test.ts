import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DURATION_MS_MAX, formatDuration, parseDuration } from '../../../domain/duration.ts';

test.each([
  ['500ms', 500],
  ['90s', 90_000],
  ['20m', 1_200_000],
  ['4h', 14_400_000],
  ['1d', 86_400_000],
  ['1h30m', 5_400_000],
  ['1d2h3m4s5ms', 93_784_005],
  ['0s', 0],
  ['366d', DURATION_MS_MAX],
])('reads %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  '',
  '20',
  'm',
  '20 m',
  '-1s',
  '1.5h',
  '20M',
  'PT20M',
  '1s1h',
  '1m1m',
  '366d1ms',
  '9999999999d',
  '1h ',
])('reads no duration in "%s"', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test('reads back what it wrote', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: DURATION_MS_MAX }), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
  );
});

test.each([
  [0, '0s'],
  [90_000, '1m30s'],
  [86_400_000, '1d'],
])('writes %i ms', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
