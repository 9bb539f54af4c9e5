import { expect, test } from 'vitest';

import type { ItemChange } from '../../../tracker/item-change.ts';
import { mergeChange } from '../../../tracker/merge.ts';
import { fixtureText } from '../../support/tracker-text.ts';
import { valueRead } from '../../support/value-read.ts';

const base = fixtureText('packet-board.md');
const change: ItemChange = { item: '01', status: 'in_progress', implementer: 'agent:codex' };

function merge(theirs: string, ours: ItemChange = change) {
  return valueRead(mergeChange({ base, theirs, change: ours }));
}

test('a hand edit of prose stays and is no drift', () => {
  const theirs = base.replace('Prose that nobody', 'Words that nobody');
  const { text, drift } = merge(theirs);
  expect(drift).toEqual([]);
  expect(text).toContain('Words that nobody');
  expect(text).toMatch(/\| 01 +\| Add numbers +\| IN_PROGRESS \| codex/);
});

test('a new title stays and is no drift', () => {
  const { text, drift } = merge(base.replace('| Add numbers ', '| Add integers'));
  expect(drift).toEqual([]);
  expect(text).toContain('| Add integers');
});

test('a box ticked by hand is reported, and neither opened nor obeyed', () => {
  const theirs = base.replace('- [ ] `sum` adds', '- [x] `sum` adds');
  const { text, drift } = merge(theirs);
  expect(text).toContain('- [x] `sum` adds');
  expect(text).toContain('IN_PROGRESS');
  expect(drift).toEqual([
    {
      item: '01',
      field: 'box:Implementation/sum adds its two arguments.',
      line: 48,
      document: '[x]',
      sluice: '[ ]',
    },
  ]);
});

test('a status moved to DONE by hand is reported with both sides and not overwritten', () => {
  const theirs = base.replace('| TODO   |', '| DONE   |');
  const { text, drift } = merge(theirs);
  expect(text).toMatch(/\| 01 +\| Add numbers +\| DONE   \| codex/);
  expect(drift).toEqual([
    { item: '01', field: 'status', line: 14, document: 'done', sluice: 'IN_PROGRESS' },
  ]);
});

test('a hand edit that says what Sluice says is agreed', () => {
  const theirs = base.replace('| TODO   |', '| IN_PROGRESS |');
  expect(merge(theirs).drift).toEqual([]);
});

test('an item that was removed by hand is drift, and nothing is written', () => {
  const theirs = base.replace(/^\| 01 .*\n/m, '');
  const { text, drift } = merge(theirs);
  expect(text).toBe(theirs);
  expect(drift).toEqual([{ item: '01', field: 'item', line: 0, document: null, sluice: '01' }]);
});

test('lines that moved are found again', () => {
  const theirs = base.replace('# Closeout Tracker\n', '# Closeout Tracker\n\nOne more line.\n');
  const { text, drift } = merge(theirs);
  expect(drift).toEqual([]);
  expect(text).toContain('One more line.');
  expect(text).toContain('IN_PROGRESS');
});
