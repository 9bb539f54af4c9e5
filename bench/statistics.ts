import type { Measured } from './figure.ts';

/** The middle value, or the mean of the two middle ones. Not a number for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? Number.NaN;
  return (lower + upper) / 2;
}

export function medianOf(values: readonly number[]): Measured {
  return { value: median(values), samples: values.length };
}

/** How often the median of one side is the other's. */
export function ratioOf(side: readonly number[], reference: readonly number[]): Measured {
  const samples = Math.min(side.length, reference.length);
  return { value: median(side) / median(reference), samples };
}

/** One measurement of one side. The argument is unique within the run. */
export type Sample<T> = (round: number) => Promise<T>;

export interface Rounds {
  /** Rounds that are not counted: caches fill, code is compiled, files are read. */
  readonly warmUp: number;
  readonly counted: number;
}

/**
 * Measures two sides in turns, A B B A A B …, so that a machine that grows slower or faster during
 * the run does so for both.
 */
export async function interleaved<T>(
  sides: readonly [Sample<T>, Sample<T>],
  { warmUp, counted }: Rounds,
): Promise<readonly [readonly T[], readonly T[]]> {
  const [first, second] = sides;
  const kept: readonly [T[], T[]] = [[], []];
  for (let round = 0; round < warmUp + counted; round += 1) {
    const inOrder = [
      [0, first],
      [1, second],
    ] as const;
    for (const [side, sample] of round % 2 === 0 ? inOrder : inOrder.toReversed()) {
      const value = await sample(round);
      if (round >= warmUp) kept[side].push(value);
    }
  }
  return kept;
}

/** Wall time of `work` in milliseconds. */
export async function timeMs(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
