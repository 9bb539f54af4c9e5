import { expect, test } from 'vitest';
import { policyChanges } from '../../../domain/policy-change.ts';
import { commandGate, ROLES } from '../../support/item-fixture.ts';
import { policyOf } from '../../support/program-desk.ts';

test('nothing changed is no change, in whatever order the keys stand', () => {
  const { lanes, ...rest } = policyOf();
  expect(policyChanges(policyOf(), { lanes, ...rest })).toEqual([]);
});

test('names each key with what it was and what it is', () => {
  const before = policyOf({ caps: { openDebts: 1 } });
  const after = policyOf({
    lanes: 3,
    signOffs: ['releaseLeads'],
    roles: { ...ROLES, reviewers: ['human:bo'] },
    baseline: [{ ...commandGate('baseline'), timeoutMs: 1 }],
  });
  expect(policyChanges(before, after)).toEqual([
    { path: 'baseline.0.timeoutMs', before: '60000', after: '1' },
    { path: 'caps', before: '{"openDebts":1}', after: null },
    { path: 'lanes', before: '1', after: '3' },
    { path: 'roles.reviewers', before: '["agent:claude","human:bo"]', after: '["human:bo"]' },
    { path: 'signOffs', before: null, after: '["releaseLeads"]' },
  ]);
});

test('cuts what is too long to be shown', () => {
  const after = policyOf({ secrets: Array.from({ length: 200 }, (_, nth) => `NAME_${nth}`) });
  expect(policyChanges(policyOf(), after)[0]?.after?.length).toBeLessThan(400);
});
