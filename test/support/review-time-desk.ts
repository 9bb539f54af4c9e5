import type { NoticeRecord } from '../../domain/evidence-record.ts';
import { nextDeadlineMs } from '../../domain/item/deadline.ts';
import type { ItemContract } from '../../domain/item/item-contract.ts';
import type { ReviewTiming } from '../../domain/review-timing.ts';
import { ItemDesk } from './item-desk.ts';
import { itemContract, LEAD } from './item-fixture.ts';

export const HOUR = 3_600_000;
const TIMING: ReviewTiming = {
  remindAfterMs: 4 * HOUR,
  escalateAfterMs: 10 * HOUR,
  escalateTo: [[LEAD], ['human:boss']],
  expireAfterMs: 25 * HOUR,
  onExpiry: 'stay-closed',
};

export function contractWith(
  timing: Partial<ReviewTiming> = {},
  rest: Partial<ItemContract> = {},
): ItemContract {
  const contract = itemContract();
  const review = { ...contract.gates.review, timing: { ...TIMING, ...timing } };
  return { ...contract, gates: { ...contract.gates, review }, ...rest };
}

/** An item at its review, whose clock began at `desk.state.reviewClock.sinceMs`. */
export function reviewed(
  timing: Partial<ReviewTiming> = {},
  rest: Partial<ItemContract> = {},
): ItemDesk {
  return new ItemDesk(contractWith(timing, rest)).toReview();
}

/** The clock shows the time at which the machine asked to be woken, and wakes it. */
export function wake(desk: ItemDesk): void {
  const next = nextDeadlineMs(desk.contract, desk.state);
  if (next === null) throw new Error('nothing becomes due');
  wakeAt(desk, next);
}

export function wakeAt(desk: ItemDesk, atMs: number): void {
  // The desk's clock moves on by one with each event.
  desk.atMs = atMs - 1;
  desk.feed({ type: 'clock' });
}

export function told(desk: ItemDesk): readonly string[] {
  return noticesOf(desk).map((each) => `${each.notice} ${each.count} to ${each.to.join(' ')}`);
}

/** Every notice that was ever recorded. */
function noticesOf(desk: ItemDesk): readonly NoticeRecord[] {
  return desk.records.flatMap(({ body }) => (body.type === 'notice' ? [body] : []));
}

export function hoursSince(desk: ItemDesk, atMs: number | null): number | null {
  const since = desk.state.reviewClock?.sinceMs;
  return atMs === null || since === undefined ? null : (atMs - since) / HOUR;
}

export function recorded(desk: ItemDesk): void {
  desk.feed({ type: 'recorded' });
}
