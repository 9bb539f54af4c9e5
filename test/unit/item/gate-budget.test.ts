import { describe, expect, test } from 'vitest';
import { runsMaxOf } from '../../../domain/gate-limits.ts';
import type { Measure } from '../../../domain/policy.ts';
import { ItemDesk } from '../../support/item-desk.ts';
import { commandGate, itemContract } from '../../support/item-fixture.ts';

const MEASURE: Measure = {
  name: '/ms',
  source: { json: '/ms' },
  unit: 'ms',
  better: 'lower',
  tolerance: { relative: 0.05, absolute: 0 },
  samples: 3,
  owner: 'human:bo',
};

describe('a gate run is asked for', () => {
  test('with the commit that the program started from', () => {
    const desk = new ItemDesk({ ...itemContract({ profile: 'chore' }), base: 'c'.repeat(40) });
    desk.green();
    expect(desk.run.budget).toEqual({ base: 'c'.repeat(40), testsFallDeclared: false });
  });

  test('without one in a program that was started before there were budgets', () => {
    const desk = new ItemDesk(itemContract({ profile: 'chore' }));
    desk.green();
    expect(desk.run.budget?.base).toBeNull();
  });

  test('as declared while the implementer has said why tests changed, and no longer', () => {
    const desk = new ItemDesk(itemContract({ profile: 'chore' }));
    desk.green({ testsChanged: 'two were the same' });
    expect(desk.run.budget?.testsFallDeclared).toBe(true);
    desk.gateFails();
    desk.green();
    expect(desk.run.budget?.testsFallDeclared).toBe(false);
  });
});

test('what a run measured is kept with it', () => {
  const desk = new ItemDesk(itemContract({ profile: 'chore' }));
  desk.green();
  const measurements = [
    {
      ...MEASURE,
      value: 100,
      samples: [100],
      band: { base: 100, low: 95, high: 105 },
      confirmation: null,
      result: 'in-band' as const,
    },
  ];
  desk.gate({ measurements });
  expect(desk.state.gates.at(-1)?.measurements).toEqual(measurements);
  desk.gate();
  expect(desk.state.gates.at(-1)).not.toHaveProperty('measurements');
});

test.each([
  ['nothing but its command', {}, 1],
  ['tests, which are counted on the base once', { report: 'junit' as const }, 2],
  ['a number: the samples, and two more to confirm', { measure: [MEASURE] }, 6],
  ['numbers with the most samples of all', { measure: [MEASURE, { ...MEASURE, samples: 5 }] }, 8],
])('a gate of %s may run so often', (_what, fields, runs) => {
  expect(runsMaxOf({ ...commandGate('bench'), ...fields })).toBe(runs);
});
