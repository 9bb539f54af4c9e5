import { expect, test } from 'vitest';

import { openTracker } from '../../../tracker/open-tracker.ts';
import { type AcceptedDrift, type ItemTruth, syncTracker } from '../../../tracker/sync.ts';
import { documentOf, fixtureText } from '../../support/tracker-text.ts';
import { valueRead } from '../../support/value-read.ts';

const base = fixtureText('phase-tracker.md');
const truths: readonly ItemTruth[] = [
  { item: '1-add-numbers', status: 'done' },
  { item: '1-divide-numbers', status: 'deferred', deferredReason: 'later' },
];

/** `last` is the document as Sluice wrote it last. */
function sync(text: string, accepted: readonly AcceptedDrift[] = [], last = base) {
  const tracker = valueRead(openTracker(text, { path: 'plan.md' }));
  return syncTracker({ tracker, base: documentOf(last), truths, accepted });
}

const inStep = base
  .replace('| Add numbers | 0 | 0 | Not Started |', '| Add numbers | 0 | 0 | Complete |')
  .replace('| 0 | 0 | Not Started | - |', '| 0 | 0 | Deferred | later |');

test('a document in step is MATCHED, its deferrals DEFERRED with their reason', () => {
  const { rows, edits, counts } = sync(inStep, [], inStep);
  expect(rows.map((row) => [row.item, row.state, row.reason])).toEqual([
    ['1-subtract-numbers', 'MATCHED', null],
    ['1-add-numbers', 'MATCHED', null],
    ['1-divide-numbers', 'DEFERRED', 'later'],
    ['2-draw-numbers', 'MATCHED', null],
  ]);
  expect(edits).toEqual([]);
  expect(counts).toEqual({ MATCHED: 3, DRIFT_ACCEPTED: 0, DRIFT_FIX_REQUIRED: 0, DEFERRED: 1 });
});

test('a document behind the truth needs a fix, with both sides and the line', () => {
  const { rows, edits } = sync(base);
  expect(rows.find((each) => each.item === '1-add-numbers')).toMatchObject({
    state: 'DRIFT_FIX_REQUIRED',
    line: 12,
    drift: [{ field: 'status', line: 12, document: 'Not Started', sluice: 'Complete' }],
  });
  expect(edits.map((edit) => [edit.item, edit.field])).toContainEqual(['1-add-numbers', 'status']);
});

test('a recorded decision accepts a difference, and nothing is written for it', () => {
  const accepted = [{ item: '1-add-numbers', field: null, reason: 'the board is frozen' }];
  const { rows, edits } = sync(base, accepted);
  expect(rows.find((each) => each.item === '1-add-numbers')).toMatchObject({
    state: 'DRIFT_ACCEPTED',
    reason: 'the board is frozen',
  });
  expect(edits.filter((edit) => edit.item === '1-add-numbers')).toEqual([]);
});

test('an item claimed done by hand needs a fix that takes the claim back', () => {
  const claimed = base.replace('| Subtract numbers | 4 | 4 |', '| Subtract numbers | 9 | 9 |');
  const { rows, edits } = sync(claimed);
  expect(rows.find((each) => each.item === '1-subtract-numbers')?.drift).toEqual([
    { item: '1-subtract-numbers', field: 'testsWritten', line: 11, document: '9', sluice: '4' },
    { item: '1-subtract-numbers', field: 'testsPassing', line: 11, document: '9', sluice: '4' },
  ]);
  expect(edits.filter((edit) => edit.item === '1-subtract-numbers')).toHaveLength(2);
});

test('an item that is missing in the document needs a fix', () => {
  const without = base.replace(/^\| Add numbers .*\n/m, '');
  expect(sync(without).rows.at(-1)).toMatchObject({
    item: '1-add-numbers',
    line: 0,
    state: 'DRIFT_FIX_REQUIRED',
  });
});
