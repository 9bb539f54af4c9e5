import { describe, expect, test } from 'vitest';
import { addToFindings, newFindingTrail } from '../../../report/model/finding-trail.ts';
import { recordWith } from '../../support/evidence-records.ts';
import { finding, ReviewDesk } from '../../support/review-desk.ts';

/** The findings that follow from an item's records alone. */
function folded(item: ReviewDesk) {
  const trail = newFindingTrail();
  for (const body of item.bodies) addToFindings(trail, recordWith(body, { key: 'k' }));
  return trail.ledger;
}

describe('findings that are read from the evidence', () => {
  test('are those of the workflow: raised, fixed, opened again, accepted', () => {
    const item = ReviewDesk.at();
    item.review('CHANGES_REQUESTED', { findings: [finding('P1'), finding('P2')] });
    item.again([{ finding: 'F1', note: 'checks it' }]);
    item.settle('F1', 'open', { reason: 'not so' });
    item.settle('F2', 'accepted', { reason: 'by design' });
    item.review('CHANGES_REQUESTED', { findings: [finding('P3')] });
    item.again();
    item.review('APPROVED');
    expect(folded(item)).toEqual(item.state.findings);
    expect(folded(item).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'F1 fixed',
      'F2 accepted',
      'F3 fixed',
    ]);
  });

  test('stand no longer once the request for changes was withdrawn', () => {
    const item = ReviewDesk.at();
    item.review('CHANGES_REQUESTED');
    item.withdraw();
    expect(folded(item)).toEqual(item.state.findings);
    expect(folded(item)).toMatchObject([
      { id: 'F1', state: 'accepted', settled: { note: 'withdrawn: I read another diff' } },
    ]);
  });
});
