import { expect, test } from 'vitest';
import { applyEdits } from '../../../tracker/markdown/edit.ts';
import type { ItemChange } from '../../../tracker/item-change.ts';
import { mergeChange } from '../../../tracker/merge.ts';
import { openTracker } from '../../../tracker/open-tracker.ts';
import { syncTracker } from '../../../tracker/sync.ts';
import { valueRead } from '../../support/value-read.ts';

const AT = '2026-11-21T09:00:00.000Z';
const HEADER = 'id,title,owner,status,test_file,last_run_commit,last_passed_at\n';
const RUN = 'a'.repeat(40);
const COMMIT = 'b'.repeat(40);
const source = { path: 'plan.csv', at: AT };

/** The row of P0-1 after a change, below the header. */
function row(text: string, change: Omit<ItemChange, 'item'>): string {
  const { edits } = valueRead(openTracker(text, source)).plan({ item: 'P0-1', ...change });
  return applyEdits(text, edits).split('\n')[1] ?? '';
}

test('a row gets its test file, owner, and the commit and time of the run that passed', () => {
  const text = `${HEADER}P0-1,Auth,,planned,,,\n`;
  const change = {
    status: 'in_review' as const,
    implementer: 'agent:codex',
    tests: ['test/auth.test.ts', 'test/role.test.ts'],
    lastRun: { commit: RUN, isPassed: true },
  };
  expect(row(text, change)).toBe(
    `P0-1,Auth,codex,in_review,test/auth.test.ts test/role.test.ts,${RUN},${AT}`,
  );
});

test('a run that failed moves the commit, and leaves when it passed last', () => {
  const text = `${HEADER}P0-1,Auth,ana,in_progress,test/a.js,${COMMIT},2026-11-01T00:00:00Z\n`;
  expect(row(text, { lastRun: { commit: RUN, isPassed: false } })).toBe(
    `P0-1,Auth,ana,in_progress,test/a.js,${RUN},2026-11-01T00:00:00Z`,
  );
});

test('the checkpoint takes the place of the run', () => {
  const text = `${HEADER}P0-1,Auth,ana,in_review,test/a.js,${RUN},2026-11-01T00:00:00Z\n`;
  const change = {
    status: 'done' as const,
    commit: COMMIT,
    lastRun: { commit: RUN, isPassed: true },
  };
  expect(row(text, change)).toBe(`P0-1,Auth,ana,done,test/a.js,${COMMIT},${AT}`);
});

test('a test file that somebody named stays, and the same run twice changes nothing', () => {
  const text = `${HEADER}P0-1,Auth,ana,planned,test/mine.js,${RUN},${AT}\n`;
  const change = { tests: ['test/other.js'], lastRun: { commit: RUN, isPassed: true } };
  expect(row(text, change)).toBe(text.split('\n')[1]);
});

test('a column of commits is given only what was committed', () => {
  const text = 'id,title,status,commit,passed_at\nP0-1,Auth,planned,,\n';
  expect(row(text, { lastRun: { commit: RUN, isPassed: true } })).toBe('P0-1,Auth,planned,,');
  expect(row(text, { commit: COMMIT })).toBe(`P0-1,Auth,planned,${COMMIT},${AT}`);
});

test('a document without such columns is left as it is', () => {
  const text = 'id,title,status\nP0-1,Auth,planned\n';
  const change = { tests: ['a'], lastRun: { commit: RUN, isPassed: true } };
  expect(row(text, change)).toBe('P0-1,Auth,planned');
});

const base = `${HEADER}P0-1,Auth,codex,in_progress,test/a.js,${RUN},\n`;

test('a row edited to done by hand is reported, and is not obeyed', () => {
  const theirs = base.replace('in_progress', 'done');
  const change: ItemChange = { item: 'P0-1', status: 'in_review' };
  const { text, drift } = valueRead(mergeChange({ base, theirs, change, source }));
  expect(text).toContain(',done,');
  expect(drift).toMatchObject([{ item: 'P0-1', field: 'status', document: 'done' }]);
});

test('a commit that was written by hand needs a fix, which takes it back', () => {
  const byHand = base.replace(RUN, COMMIT);
  const tracker = valueRead(openTracker(byHand, source));
  const truth = {
    item: 'P0-1',
    status: 'in_progress' as const,
    lastRun: { commit: RUN, isPassed: false },
  };
  const last = valueRead(openTracker(base, source)).document;
  const { rows, edits } = syncTracker({ tracker, base: last, truths: [truth] });
  expect(rows[0]).toMatchObject({ state: 'DRIFT_FIX_REQUIRED' });
  expect(applyEdits(byHand, edits)).toBe(base);
});
