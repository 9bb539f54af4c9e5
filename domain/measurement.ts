import type { Actor } from './actor.ts';
import type { Measure } from './policy.ts';

/**
 * What a measured number came to.
 * - `in-band`: within the tolerance around the base.
 * - `improved`, `regression`: out of it, and a second run said so too.
 * - `noisy`: out of it once, but not confirmed: nothing follows from it, and it is shown.
 */
export const BUDGET_RESULTS = ['in-band', 'improved', 'regression', 'noisy'] as const;
export type BudgetResult = (typeof BUDGET_RESULTS)[number];

/** A number as one run of a gate gave it. */
export interface MeasuredValue {
  /** The pattern's named group, or the JSON Pointer. */
  readonly name: string;
  readonly value: number;
}

/** The values that a number may have without being questioned. */
export interface Band {
  /** Median of the base's samples. */
  readonly base: number;
  readonly low: number;
  readonly high: number;
}

/** One number of one gate run, with all that it was judged by. */
export interface Measurement extends MeasuredValue {
  readonly unit: string;
  readonly better: Measure['better'];
  readonly owner: Actor;
  /** What the base tree's runs gave, in the order in which they ran. */
  readonly samples: readonly number[];
  readonly band: Band;
  /** The second run of the same tree, and one more of the base beside it; null where none was needed. */
  readonly confirmation: { readonly value: number; readonly base: number } | null;
  readonly result: BudgetResult;
}

/** A measurement in one line for people: `p95 12.5 ms, base 10 ms (9.5 to 10.5): regression`. */
export function measurementText(measurement: Measurement): string {
  const { name, unit, value, band, confirmation, result } = measurement;
  const again = confirmation === null ? '' : `, then ${numberText(confirmation.value)}`;
  const range = `${numberText(band.low)} to ${numberText(band.high)}`;
  return `${name} ${numberText(value)}${again} ${unit}, base ${numberText(band.base)} (${range}): ${result}`;
}

const DIGITS_SHOWN = 6;

/** A number without the noise of binary fractions. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(DIGITS_SHOWN)));
}
