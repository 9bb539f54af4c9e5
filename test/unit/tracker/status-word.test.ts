import { expect, test } from 'vitest';

import { readStatus } from '../../../tracker/status-word.ts';

test.each([
  ['TODO', 'todo'],
  ['Not Started', 'todo'],
  ['not done', 'todo'],
  ['[ ]', 'todo'],
  ['[X]', 'done'],
  ['In Progress (Phase 2 ✅)', 'in_progress'],
  ['IN_REVIEW', 'in_review'],
  ['changes-requested', 'changes_requested'],
  ['**Blocked** by vendor', 'blocked'],
  ['Skipped (SQLite)', 'skipped'],
  ['Deferred (existing graph layer)', 'deferred'],
  ['✅ COMPLETE', 'done'],
  ['⏸️', 'deferred'],
  ['✅', 'done'],
  ['N/A', 'skipped'],
  ['constructor', null],
  ['', null],
])('%j is %s', (raw, status) => {
  expect(readStatus(raw)).toBe(status);
});
