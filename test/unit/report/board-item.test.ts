import { expect, test } from 'vitest';
import { viewOfItem } from '../../../domain/item/item-view.ts';
import { itemText } from '../../../client/item-text.ts';
import { boardItem } from '../../../report/board-item.ts';
import { boardProgram } from '../../../report/board-program.ts';
import { viewOfProgram } from '../../../domain/program/program-view.ts';
import { ItemDesk } from '../../support/item-desk.ts';
import { itemContract, LEAD, REVIEWER } from '../../support/item-fixture.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const NOTHING = {
  id: 'P0-001',
  planned: null,
  row: null,
  view: null,
  isFinished: false,
  commit: null,
  waitsForOthers: false,
};

test('an item that was taken out is skipped on the board, with why, and not done', () => {
  const shown = boardItem({ ...NOTHING, skipped: 'dropped' });
  expect(shown).toMatchObject({ status: 'skipped', reason: 'dropped', hold: null });
});

test('an item that was put off before it started is deferred, until its moment', () => {
  const putOff = { id: 'P0-001', reason: 'later', by: LEAD, sinceMs: 0, untilMs: 90_000 };
  expect(boardItem({ ...NOTHING, putOff })).toMatchObject({
    status: 'deferred',
    waitingOn: 'date',
    reason: 'later',
    hold: { until: '1970-01-01T00:01:30.000Z' },
  });
});

test('a blocked item has its issue, who can unblock it and until when', () => {
  const desk = new ItemDesk(itemContract());
  const base = { messageId: 'b1', actor: LEAD, reason: 'the vendor is down' };
  desk.send({ type: 'block', ...base, unblocker: REVIEWER, untilMs: 90_000 });
  const view = viewOfItem(desk.contract, desk.state);
  expect(boardItem({ ...NOTHING, view }).hold).toEqual({
    issue: 'B1',
    unblocker: REVIEWER,
    until: '1970-01-01T00:01:30.000Z',
  });
});

test('what depends on a skipped item says so and why, where people look', () => {
  const skippedDependencies = [{ id: 'P0-000', reason: 'dropped' }];
  const desk = new ItemDesk({ ...itemContract(), skippedDependencies });
  const text = itemText(viewOfItem(desk.contract, desk.state));
  expect(text).toContain('depends on P0-000, which was skipped: dropped');
});

test('the program is frozen on the board while the window lasts, and only then', () => {
  const desk = new ProgramDesk(backlogOf('P0-a')).settle();
  const pause = { type: 'pause', reason: 'holidays', until: '1970-01-01T01:00Z' } as const;
  desk.tell({ ...pause, from: '1970-01-01T00:30Z' });
  const shown = () =>
    boardProgram(viewOfProgram(desk.contract, desk.state, { offset: 0, limit: 10 }));
  expect(shown()).toMatchObject({ state: 'running', freeze: { inForce: false } });
  desk.atMs = 1_800_000;
  desk.feed({ type: 'clock' });
  expect(shown()).toMatchObject({ state: 'frozen', freeze: { inForce: true, exempt: [] } });
});
