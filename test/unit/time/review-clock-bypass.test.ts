import { describe, expect, it } from 'vitest';
import { nextDeadlineMs } from '../../../domain/item/deadline.ts';
import type { ItemState } from '../../../domain/item/item-state.ts';
import type { ItemDesk } from '../../support/item-desk.ts';
import { OTHER_REVIEWER, REVIEWER } from '../../support/item-fixture.ts';
import { HOUR, hoursSince, reviewed, told, wake, wakeAt } from '../../support/review-time-desk.ts';

describe('ways round the clock of a review', () => {
  it('a timer that fires after the decision changes nothing', () => {
    for (const decide of [
      (desk: ItemDesk) => desk.approve(),
      (desk: ItemDesk) => desk.requestChanges(),
      (desk: ItemDesk) => desk.block(),
    ]) {
      const desk = reviewed();
      decide(desk);
      const before = desk.state;
      const commands = desk.commands.length;
      wakeAt(desk, (before.turnSinceMs ?? 0) + 1_000 * HOUR);
      expect(desk.state).toEqual(before);
      expect(desk.commands).toHaveLength(commands);
      expect(told(desk)).toEqual([]);
    }
  });

  it('a decision and a timer in one workflow task: the decision counts, whichever comes first but the end', () => {
    const first = reviewed();
    const dueMs = nextDeadlineMs(first.contract, first.state) ?? 0;
    first.atMs = dueMs + 30 * HOUR;
    first.approve();
    first.feed({ type: 'clock' });
    expect(first.state.stage).toBe('CHECKPOINT');
    expect(told(first)).toEqual([]);
    const second = reviewed();
    wakeAt(second, dueMs);
    expect(second.approve()).toMatchObject({ kind: 'accepted' });
    expect(second.state.stage).toBe('CHECKPOINT');
    expect(told(second)).toHaveLength(1);
  });

  it('a clock that was set back gives no notice early and none twice', () => {
    const desk = reviewed({ escalateAfterMs: null });
    wake(desk);
    const [firstAt, next] = [desk.atMs, nextDeadlineMs(desk.contract, desk.state)];
    wakeAt(desk, firstAt - 3 * HOUR);
    wakeAt(desk, firstAt);
    expect(told(desk)).toHaveLength(1);
    expect(nextDeadlineMs(desk.contract, desk.state)).toBe(next);
  });

  it('a reminder is not given twice after continue-as-new', () => {
    const desk = reviewed();
    wake(desk);
    desk.state = JSON.parse(JSON.stringify(desk.state)) as ItemState;
    desk.feed({ type: 'clock' });
    expect(told(desk)).toHaveLength(1);
    expect(hoursSince(desk, nextDeadlineMs(desk.contract, desk.state))).toBe(8);
  });

  it('a week without a worker is made good by one reminder, not by one for each that was missed', () => {
    const desk = reviewed({ expireAfterMs: null, escalateAfterMs: null });
    const since = desk.state.reviewClock?.sinceMs ?? 0;
    wakeAt(desk, since + 7 * 24 * HOUR);
    expect(told(desk)).toHaveLength(1);
    expect(hoursSince(desk, nextDeadlineMs(desk.contract, desk.state))).toBe(7 * 24 + 4);
  });

  it('reminders end after a hundred, whatever the policy says', () => {
    const desk = reviewed({ expireAfterMs: null, escalateAfterMs: null, remindAfterMs: 1_000 });
    for (let count = 0; count < 100; count += 1) wake(desk);
    expect(nextDeadlineMs(desk.contract, desk.state)).toBeNull();
    expect(desk.state.notices).toHaveLength(20);
  });

  it('passing the review from hand to hand does not put off its escalation', () => {
    const desk = reviewed();
    const before = nextDeadlineMs(desk.contract, desk.state);
    desk.atMs += HOUR;
    const answer = desk.send({
      type: 'reassign',
      messageId: desk.nextId(),
      actor: REVIEWER,
      attempt: desk.state.attempt,
      to: OTHER_REVIEWER,
      reason: null,
    });
    expect(answer).toMatchObject({ kind: 'accepted' });
    expect(nextDeadlineMs(desk.contract, desk.state)).toBe(before);
    wake(desk);
    expect(told(desk)).toEqual([`reminder 1 to ${OTHER_REVIEWER}`]);
  });
});
