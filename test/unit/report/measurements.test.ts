import { expect, test } from 'vitest';
import type { Measurement } from '../../../domain/measurement.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { plannedItems, reportOf } from '../../support/report-model.ts';

const SLOWER: Measurement = {
  name: '/p95/ms',
  unit: 'ms',
  better: 'lower',
  owner: 'human:bo',
  value: 150,
  samples: [100, 101, 99],
  band: { base: 100, low: 90, high: 110 },
  confirmation: { value: 151, base: 100 },
  result: 'regression',
};

test('shows what a gate measured beside how it ended', () => {
  const story = new EvidenceStory().runs('A', 'verify', {
    result: 'FAIL',
    code: 'BUDGET_REGRESSION',
    measurements: [SLOWER],
  });
  const model = reportOf(story, { items: plannedItems({ id: 'A' }) });
  const gate = model.items[0]?.gates.find((each) => each.gate === 'verify');
  expect(gate).toMatchObject({ standing: 'FAIL', measurements: [SLOWER] });
});

test('runs on the base and second runs are no gates of the item, and count nowhere', () => {
  const story = new EvidenceStory()
    .runs('A', 'verify')
    .runs('A', 'verify/confirmation', { purpose: 'confirmation', result: 'FAIL' })
    .runs(null, 'verify/base.1', { purpose: 'base', stage: 'BASELINE', result: 'FAIL' });
  const model = reportOf(story, { items: plannedItems({ id: 'A' }) });
  const names = [model.items[0]?.gates, model.program.baseline].flat().map((each) => each?.gate);
  expect(names.filter((name) => name?.includes('verify'))).toEqual(['verify']);
  expect(model.counts.runs).toMatchObject({ PASS: 1, FAIL: 0 });
});
