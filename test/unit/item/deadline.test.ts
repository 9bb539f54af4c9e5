import { describe, expect, it } from 'vitest';
import { deadlinesOf, nextDeadlineMs } from '../../../domain/item/deadline.ts';
import { ItemDesk } from '../../support/item-desk.ts';
import { itemContract, LEAD } from '../../support/item-fixture.ts';

function deferredDesk(untilMs: number | null): ItemDesk {
  const desk = new ItemDesk(itemContract());
  const base = { messageId: desk.nextId(), actor: LEAD, reason: 'waits for the vendor' };
  desk.send({ type: 'defer', ...base, untilMs });
  return desk;
}

describe('the deadlines of an item', () => {
  it('are none while nothing becomes due by itself', () => {
    const desk = new ItemDesk(itemContract());
    expect(nextDeadlineMs(desk.contract, desk.state)).toBeNull();
    expect(nextDeadlineMs(desk.contract, deferredDesk(null).state)).toBeNull();
  });

  it('end a hold exactly once when its time has come', () => {
    const desk = deferredDesk(50_000);
    expect(deadlinesOf(desk.contract, desk.state)).toEqual([{ kind: 'hold-end', atMs: 50_000 }]);
    desk.atMs = 50_000;
    desk.feed({ type: 'clock' });
    desk.feed({ type: 'clock' });
    expect(desk.state.hold).toBeNull();
    const told = desk.commands.filter(
      (each) => each.type === 'tellProgram' && each.standing.kind === 'queued',
    );
    expect(told).toHaveLength(1);
  });

  it('do nothing when the clock comes too early, as after it was set back', () => {
    const desk = deferredDesk(50_000);
    desk.atMs = 20_000;
    const before = desk.state;
    desk.feed({ type: 'clock' });
    expect(desk.state).toEqual(before);
  });

  it('are gone when a person ended the hold first', () => {
    const desk = deferredDesk(50_000);
    desk.unblock();
    const before = desk.state;
    desk.atMs = 60_000;
    desk.feed({ type: 'clock' });
    expect(desk.state).toEqual(before);
  });
});
