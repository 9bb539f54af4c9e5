/** What a figure is: stated once, in the table of `benches.ts`. */
export interface FigureSpec {
  readonly name: string;
  readonly unit: 'ratio' | 'ms' | 'MiB' | 'items/s' | 'cpu-ms';
  /** The mark that the figure has to meet; null where it is only reported. */
  readonly limit: number | null;
  readonly better: 'lower' | 'higher';
}

/** What was measured: a median, or a ratio of two medians, of so many samples. */
export interface Measured {
  readonly value: number;
  /** Samples of each side of a ratio, without warm-up. */
  readonly samples: number;
}

/** One entry of `npm run bench -- --json`. */
export interface Figure extends FigureSpec {
  /** Null where it could not be measured; standard error says why. */
  readonly value: number | null;
  readonly ok: boolean;
  readonly samples: number;
}

const DIGITS = 4;

/** Holds what was measured against the mark. The mark is judged before rounding. */
export function judgeFigure(spec: FigureSpec, measured: Measured | undefined): Figure {
  const { name, unit, limit, better } = spec;
  if (measured === undefined || !Number.isFinite(measured.value)) {
    return { name, value: null, unit, limit, better, ok: false, samples: 0 };
  }
  const { value, samples } = measured;
  const ok = limit === null || (better === 'lower' ? value <= limit : value >= limit);
  return { name, value: Number(value.toPrecision(DIGITS)), unit, limit, better, ok, samples };
}
