import { describe, expect, test } from 'vitest';
import type { ItemCounts } from '../../../domain/certification.ts';
import {
  type CertificationFacts,
  judgeCertification,
} from '../../../domain/rules/certification.ts';
import { snapshotOf } from '../../support/item-desk.ts';

const tip = snapshotOf('tip');
const counts = (fields: Partial<ItemCounts> = {}): ItemCounts => ({
  items: 2,
  done: 2,
  claimed: 0,
  deferred: 0,
  blocked: 0,
  open: 0,
  ...fields,
});
const facts = (fields: Partial<CertificationFacts> = {}): CertificationFacts => ({
  counts: counts(),
  baseline: [{ gate: 'baseline', result: 'PASS', code: null, recordSha256: null, snapshot: tip }],
  tip,
  evidenceProblems: [],
  checkpointed: 2,
  objections: [],
  incomplete: [],
  reservations: [],
  ...fields,
});

test('is GO when the baseline passed on the tip, the evidence is sound and every item has its checkpoint', () => {
  expect(judgeCertification(facts())).toEqual({ verdict: 'GO', reasons: [] });
});

describe('is NO_GO', () => {
  test.each<readonly [string, Partial<CertificationFacts>, string]>([
    [
      'with a failed baseline',
      {
        baseline: [
          { gate: 'b', result: 'FAIL', code: 'COMMAND_FAILED', recordSha256: null, snapshot: tip },
        ],
      },
      'b is FAIL (COMMAND_FAILED)',
    ],
    [
      'when the branch moved while the baseline ran',
      { tip: snapshotOf('later') },
      'the branch moved while the baseline ran',
    ],
    [
      'with broken evidence',
      { evidenceProblems: ['LOG_BROKEN: cut'] },
      'evidence: LOG_BROKEN: cut',
    ],
    [
      'when an item counts as done that the log has no checkpoint of',
      { checkpointed: 1 },
      '2 items count as done, but 1 have a checkpoint',
    ],
    [
      'with more debts than the cap, or without a sign-off',
      { objections: ['open debts: 3, the cap is 2'] },
      'open debts: 3, the cap is 2',
    ],
    ['with a blocked item', { counts: counts({ done: 1, blocked: 1 }) }, '1 blocked'],
    ['with an open item', { counts: counts({ done: 1, open: 1 }) }, '1 not finished'],
  ])('%s', (_fact, fields, reason) => {
    expect(judgeCertification(facts(fields))).toEqual({ verdict: 'NO_GO', reasons: [reason] });
  });
});

test.each<readonly [string, Partial<ItemCounts>, string]>([
  ['deferred', { done: 1, deferred: 1 }, '1 deferred'],
  [
    'claimed',
    { done: 1, claimed: 1 },
    '1 claimed as done before the program; their tests were rerun, their RED and review were not seen',
  ],
])('is GO_WITH_WAIVERS with an item that is %s, and says so', (_fact, fields, reason) => {
  const verdict = { verdict: 'GO_WITH_WAIVERS', reasons: [reason] };
  expect(judgeCertification(facts({ counts: counts(fields) }))).toEqual(verdict);
});
