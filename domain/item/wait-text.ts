import { noticeText } from '../notice-text.ts';
import type { ItemState } from './item-state.ts';

/** Notices of one item that are shown. */
const NOTICES_SHOWN_MAX = 3;

/**
 * How long an awaited review waits, who was told of it, and what could not be told, one line each,
 * oldest first. Empty where the policy gives the review no time.
 */
export function waitLines({
  reviewClock,
  notices = [],
  attempt,
}: Pick<ItemState, 'reviewClock' | 'notices' | 'attempt'>): readonly string[] {
  if (reviewClock === undefined || reviewClock === null) return [];
  const { sinceMs, expiredAtMs, expireAtMs } = reviewClock;
  const end = expiredAtMs ?? expireAtMs;
  const expiry =
    end === null ? '' : `, ${expiredAtMs === null ? 'expires' : 'expired'} ${timeText(end)}`;
  const shown = notices.filter((each) => each.attempt === attempt).slice(-NOTICES_SHOWN_MAX);
  return [
    `the review waits since ${timeText(sinceMs)}${expiry}`,
    ...shown.map((notice) => {
      const problem = notice.problem === null ? '' : `; could not be told: ${notice.problem}`;
      return `${timeText(notice.atMs)} ${noticeText(notice)}${problem}`;
    }),
  ];
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
