import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gateResult } from '../../../domain/rules/gate-result.ts';
import {
  bandOf,
  budgetResult,
  judgeMeasurements,
  sideOf,
} from '../../../domain/rules/measurement.ts';
import { type Measurement, measurementText } from '../../../domain/measurement.ts';

const TOLERANCE = { relative: 0.1, absolute: 2 };

function measurement(fields: Partial<Measurement> = {}): Measurement {
  const samples = [100, 101, 99];
  const taken = {
    name: 'p95',
    unit: 'ms',
    better: 'lower' as const,
    owner: 'human:bo' as const,
    value: 100,
    samples,
    band: bandOf(samples, TOLERANCE),
    confirmation: null,
    ...fields,
  };
  return { ...taken, result: fields.result ?? budgetResult(taken, TOLERANCE) };
}

describe('the band', () => {
  test('is around the median, which one disturbed sample does not move', () => {
    expect(bandOf([100, 101, 99], TOLERANCE)).toEqual({ base: 100, low: 90, high: 110 });
    expect(bandOf([1, 3], { relative: 0, absolute: 1 })).toEqual({ base: 2, low: 1, high: 3 });
  });

  test('is left only by a value that is off by more than both tolerances', () => {
    const small = bandOf([10], { relative: 0.1, absolute: 5 });
    expect(sideOf(14, small, 'lower')).toBe('inside');
    expect(sideOf(16, small, 'lower')).toBe('worse');
    const large = bandOf([1_000], { relative: 0.1, absolute: 5 });
    expect(sideOf(1_090, large, 'lower')).toBe('inside');
    expect(sideOf(1_110, large, 'lower')).toBe('worse');
  });

  test('holds what the base itself did, however far apart its samples are', () => {
    const wide = bandOf([100, 160, 99], TOLERANCE);
    expect(wide).toEqual({ base: 100, low: 90, high: 160 });
    expect(sideOf(1_000, wide, 'lower')).toBe('worse');
  });

  test('has a worse side by what is better', () => {
    const band = bandOf([100], TOLERANCE);
    expect([80, 120].map((value) => sideOf(value, band, 'lower'))).toEqual(['better', 'worse']);
    expect([80, 120].map((value) => sideOf(value, band, 'higher'))).toEqual(['worse', 'better']);
  });

  test('never puts a sample of the base outside', () => {
    const samples = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
    const tolerance = fc.record({
      relative: fc.double({ min: 0, max: 10, noNaN: true }),
      absolute: fc.double({ min: 0, max: 1e6, noNaN: true }),
    });
    const better = fc.constantFrom('lower' as const, 'higher' as const);
    fc.assert(
      fc.property(samples, tolerance, better, (taken, allowed, wanted) => {
        const band = bandOf(taken, allowed);
        for (const sample of taken) expect(sideOf(sample, band, wanted)).toBe('inside');
      }),
    );
  });
});

describe('a number', () => {
  test.each<[string, Partial<Measurement>]>([
    ['in-band', { value: 109 }],
    ['noisy', { value: 150 }],
    ['noisy', { value: 150, confirmation: { value: 104, base: 100 } }],
    ['noisy', { value: 150, confirmation: { value: 60, base: 100 } }],
    ['noisy', { value: 50, confirmation: { value: 100, base: 100 } }],
    ['regression', { value: 150, confirmation: { value: 151, base: 100 } }],
    ['improved', { value: 50, confirmation: { value: 51, base: 100 } }],
  ])('is %s for %j', (result, fields) => {
    expect(measurement(fields).result).toBe(result);
  });

  test('of a machine that has become slower is noise: the base beside it is slower too', () => {
    expect(measurement({ value: 150, confirmation: { value: 151, base: 149 } }).result).toBe(
      'noisy',
    );
  });

  test('of a machine that has become faster is no improvement', () => {
    expect(measurement({ value: 50, confirmation: { value: 50, base: 51 } }).result).toBe('noisy');
  });

  test('says in one line what it is and what it was held against', () => {
    const text = measurementText(
      measurement({ value: 150, confirmation: { value: 151, base: 1 } }),
    );
    expect(text).toBe('p95 150, then 151 ms, base 100 (90 to 110): regression');
  });
});

describe('a gate', () => {
  test('does not pass with a regression, and names who answers for it', () => {
    const worse = measurement({ value: 150, confirmation: { value: 151, base: 100 } });
    const judgement = judgeMeasurements([measurement(), worse]);
    expect(judgement).toMatchObject({
      verdict: 'rejected',
      code: 'BUDGET_REGRESSION',
      facts: { name: 'p95', owner: 'human:bo', value: '150', again: '151', base: '100' },
    });
    expect(gateResult(judgement)).toBe('FAIL');
  });

  test('passes with noise and with a confirmed improvement', () => {
    const noisy = measurement({ value: 150 });
    const improved = measurement({ value: 50, confirmation: { value: 51, base: 100 } });
    expect(judgeMeasurements([noisy, improved])).toMatchObject({ verdict: 'passed' });
  });

  test.each([9.9, 0, -5])('does not believe %d ms where the base takes 100', (value) => {
    const unlikely = measurement({ value, confirmation: { value, base: 100 } });
    const judgement = judgeMeasurements([unlikely]);
    expect(judgement).toMatchObject({ verdict: 'rejected', code: 'MEASUREMENT_IMPLAUSIBLE' });
    expect(gateResult(judgement)).toBe('ERROR');
  });

  test('does not believe a throughput that grew more than tenfold', () => {
    const unlikely = measurement({
      better: 'higher',
      value: 1_001,
      confirmation: { value: 1_001, base: 100 },
    });
    expect(judgeMeasurements([unlikely])).toMatchObject({ code: 'MEASUREMENT_IMPLAUSIBLE' });
  });

  test('believes it where the base is zero, because nothing is many times zero', () => {
    const zero = bandOf([0], { relative: 0, absolute: 0 });
    const grown = measurement({
      better: 'higher',
      band: zero,
      value: 5,
      confirmation: { value: 5, base: 0 },
    });
    expect(judgeMeasurements([grown])).toMatchObject({ verdict: 'passed' });
  });
});
