import { describe, expect, test } from 'vitest';
import { interleaved, median, ratioOf, timeMs } from '../../../bench/statistics.ts';

describe('the median', () => {
  test.each([
    ['of an odd number of values is the middle one', [9, 1, 5], 5],
    ['of an even number is the mean of the two middle ones', [4, 1, 3, 100], 3.5],
    ['of one value is that value', [7], 7],
    ['of no values is not a number', [], Number.NaN],
  ])('%s', (_name, values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('is not moved by one outlier', () => {
    expect(median([10, 11, 12, 11, 9_000])).toBe(11);
  });
});

test('a ratio is that of the medians, with the samples of one side', () => {
  expect(ratioOf([2, 4, 6], [1, 2, 3])).toEqual({ value: 2, samples: 3 });
});

describe('interleaved sides', () => {
  test('are measured A B B A, so that a drift meets both', async () => {
    const order: string[] = [];
    const side = (name: string) => (round: number) => {
      order.push(`${name}${round}`);
      return Promise.resolve(round);
    };
    await interleaved([side('a'), side('b')], { warmUp: 0, counted: 4 });
    expect(order).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2', 'b3', 'a3']);
  });

  test('keep what was measured apart, without the warm-up', async () => {
    const first = (round: number) => Promise.resolve(`a${round}`);
    const second = (round: number) => Promise.resolve(`b${round}`);
    expect(await interleaved([first, second], { warmUp: 1, counted: 2 })).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
    ]);
  });

  test('stop at the first sample that fails', async () => {
    const fails = () => Promise.reject(new Error('the server is gone'));
    const works = () => Promise.resolve(1);
    await expect(interleaved([works, fails], { warmUp: 1, counted: 1 })).rejects.toThrow(
      'the server is gone',
    );
  });
});

test('time is counted until the work is done, not until it has begun', async () => {
  let isDone = false;
  const ms = await timeMs(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    isDone = true;
  });
  expect(isDone).toBe(true);
  expect(ms).toBeGreaterThan(0);
});
