import type { Actor } from './actor.ts';

/** What happens while a review is not answered. Durations are milliseconds of business time. */
export interface ReviewTiming {
  /** Every time this long has passed, whoever may still review is reminded; null for never. */
  readonly remindAfterMs: number | null;
  /** Every time this long has passed, the next step of the route is told; null for never. */
  readonly escalateAfterMs: number | null;
  /** Who is told, step by step. */
  readonly escalateTo: readonly (readonly Actor[])[];
  /** The review that nobody answered for so long is over; null for never. */
  readonly expireAfterMs: number | null;
  /**
   * `stay-closed`: nothing is approved, and no verdict is taken until a release lead asks for one
   * again. `block`: besides, the item gives its lane back and waits to be unblocked.
   */
  readonly onExpiry: 'stay-closed' | 'block';
}

/** How long a review has been waiting, and what becomes due. Times are milliseconds since the epoch. */
export interface ReviewClock {
  readonly attempt: number;
  readonly sinceMs: number;
  readonly reminders: number;
  readonly remindAtMs: number | null;
  readonly escalations: number;
  readonly escalateAtMs: number | null;
  readonly expireAtMs: number | null;
  /** When the review was given up; null while it is awaited. */
  readonly expiredAtMs: number | null;
}
