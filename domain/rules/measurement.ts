import { type Judgement, passed, rejected } from '../judgement.ts';
import { type Band, type BudgetResult, type Measurement, numberText } from '../measurement.ts';
import type { Measure } from '../policy.ts';

/**
 * A number so many times better than the base is not believed: a benchmark that no longer does its
 * work is the likelier cause.
 */
const IMPROVEMENT_FACTOR_MAX = 10;

/**
 * The band around the base's samples. Its centre is their median, which one disturbed sample cannot
 * move. A value is outside only when it is off by more than the relative and by more than the
 * absolute tolerance, as in Python's `math.isclose` (PEP 485): the first alone questions every small
 * number, the second alone every large one. The band holds all samples, because what the base itself
 * does cannot be a change. Needs at least one sample.
 */
export function bandOf(samples: readonly number[], tolerance: Measure['tolerance']): Band {
  const base = medianOf(samples);
  const slack = Math.max(Math.abs(base) * tolerance.relative, tolerance.absolute);
  return {
    base,
    low: Math.min(base - slack, ...samples),
    high: Math.max(base + slack, ...samples),
  };
}

function medianOf(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

export type BandSide = 'inside' | 'better' | 'worse';

/** Where a value lies, seen by whoever wants it lower or higher. */
export function sideOf(value: number, band: Band, better: Measure['better']): BandSide {
  if (value >= band.low && value <= band.high) return 'inside';
  return value < band.low === (better === 'lower') ? 'better' : 'worse';
}

/**
 * What became of a number. One run out of the band says nothing yet: it counts when a second run of
 * the same tree is out on the same side, also around one more run of the base made at that time,
 * because a machine that has become slower makes both slower. Anything else is noise.
 */
export function budgetResult(
  measured: Pick<Measurement, 'value' | 'better' | 'band' | 'confirmation'>,
  tolerance: Measure['tolerance'],
): BudgetResult {
  const { value, better, band, confirmation } = measured;
  const side = sideOf(value, band, better);
  if (side === 'inside') return 'in-band';
  if (confirmation === null) return 'noisy';
  const now = bandOf([confirmation.base], tolerance);
  const isConfirmed =
    sideOf(confirmation.value, band, better) === side &&
    sideOf(confirmation.value, now, better) === side;
  if (!isConfirmed) return 'noisy';
  return side === 'better' ? 'improved' : 'regression';
}

/**
 * Whether a gate's numbers let it pass. A regression does not, and its owner is named; nor does an
 * improvement that is too good to be true. Noise passes, and is shown.
 */
export function judgeMeasurements(measurements: readonly Measurement[]): Judgement {
  const worse = measurements.filter(({ result }) => result === 'regression');
  const [regression] = worse;
  if (regression !== undefined) {
    const { better, owner } = regression;
    const facts = { ...factsOf(regression), better, owner, others: worse.length - 1 };
    return rejected('BUDGET_REGRESSION', facts);
  }
  const unlikely = measurements.find((each) => each.result === 'improved' && isImplausible(each));
  if (unlikely !== undefined) {
    const facts = { ...factsOf(unlikely), factorMax: IMPROVEMENT_FACTOR_MAX };
    return rejected('MEASUREMENT_IMPLAUSIBLE', facts);
  }
  return passed();
}

function factsOf({ name, unit, value, band, confirmation }: Measurement) {
  return {
    name,
    unit,
    value: numberText(value),
    again: confirmation === null ? null : numberText(confirmation.value),
    base: numberText(band.base),
    low: numberText(band.low),
    high: numberText(band.high),
  };
}

function isImplausible({ value, better, band: { base } }: Measurement): boolean {
  if (base <= 0) return false;
  if (value <= 0) return true;
  return (better === 'lower' ? base / value : value / base) > IMPROVEMENT_FACTOR_MAX;
}
