import { expect, test } from 'vitest';
import { nextDeadlineMs } from '../../../domain/item/deadline.ts';
import { waitingOn } from '../../../domain/item/item-view.ts';
import { REVIEWER } from '../../support/item-fixture.ts';
import type { ItemDesk } from '../../support/item-desk.ts';
import { HOUR, reviewed, told, wake, wakeAt } from '../../support/review-time-desk.ts';

const END_MS = 200 * HOUR;

/** Approved in a freeze that lasts far longer than the review may. */
function approvedInFreeze(): ItemDesk {
  const desk = reviewed();
  const freeze = { fromMs: 0, untilMs: END_MS, reason: 'holidays', by: 'human:lea' };
  desk.feed({ type: 'frozen', freeze });
  desk.approve();
  return desk;
}

test('an item that is approved and waits for the end of a freeze reminds nobody and does not expire', () => {
  const desk = approvedInFreeze();
  expect(waitingOn(desk.state)).toBe('date');
  expect(nextDeadlineMs(desk.contract, desk.state)).toBe(END_MS);
  wakeAt(desk, END_MS - 1);
  expect(told(desk)).toEqual([]);
  wake(desk);
  expect(desk.state.turn.kind).toBe('checkpoint');
});

test('a review that nobody answers is reminded of in a freeze too', () => {
  const desk = reviewed();
  const freeze = { fromMs: 0, untilMs: END_MS, reason: 'holidays', by: 'human:lea' };
  desk.feed({ type: 'frozen', freeze });
  wake(desk);
  expect(told(desk)).toHaveLength(1);
});

test('an approval that is withdrawn in a freeze makes the review awaited again, from then on', () => {
  const desk = approvedInFreeze();
  const base = { messageId: 'w1', actor: REVIEWER, attempt: desk.state.attempt };
  expect(desk.send({ type: 'withdraw', ...base, reason: 'not sure' })).toMatchObject({
    kind: 'accepted',
  });
  expect(waitingOn(desk.state)).toBe('reviewer');
  wake(desk);
  expect(told(desk)).toHaveLength(1);
});
