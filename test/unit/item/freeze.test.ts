import { describe, expect, test } from 'vitest';
import { nextDeadlineMs } from '../../../domain/item/deadline.ts';
import { waitingOn } from '../../../domain/item/item-view.ts';
import { ItemDesk } from '../../support/item-desk.ts';
import { itemContract } from '../../support/item-fixture.ts';

const FREEZE = { fromMs: 0, untilMs: 500_000, reason: 'holidays', by: 'human:lea' };

function frozen(freeze = FREEZE): ItemDesk {
  const desk = new ItemDesk(itemContract());
  desk.feed({ type: 'frozen', freeze });
  return desk;
}

describe('an item in a freeze', () => {
  test('runs its gates and takes its verdict, and commits nothing until the freeze is over', () => {
    const desk = frozen().toReview();
    expect(desk.approve()).toMatchObject({ kind: 'accepted' });
    expect(desk.commands.some(({ type }) => type === 'checkpoint')).toBe(false);
    expect(waitingOn(desk.state)).toBe('date');
    expect(nextDeadlineMs(desk.contract, desk.state)).toBe(FREEZE.untilMs);
    desk.atMs = FREEZE.untilMs;
    desk.feed({ type: 'clock' });
    expect(desk.commands.filter(({ type }) => type === 'checkpoint')).toHaveLength(1);
    desk.committed();
    expect(desk.state.stage).toBe('DONE');
  });

  test('commits at once when the freeze is ended early', () => {
    const desk = frozen().toReview();
    desk.approve();
    desk.feed({ type: 'frozen', freeze: null });
    expect(desk.state.turn.kind).toBe('checkpoint');
  });

  test('commits before the window begins', () => {
    const desk = frozen({ ...FREEZE, fromMs: 400_000 }).toReview();
    desk.approve();
    expect(desk.state.turn.kind).toBe('checkpoint');
  });

  test('that is held when the freeze ends commits when it goes on', () => {
    const desk = frozen().toReview();
    desk.approve();
    desk.block();
    desk.atMs = FREEZE.untilMs;
    desk.feed({ type: 'clock' });
    expect(desk.state.turn.kind).toBe('reviewer');
    desk.unblock();
    desk.feed({ type: 'admitted', lane: 1 });
    expect(desk.state.turn.kind).toBe('checkpoint');
  });
});
