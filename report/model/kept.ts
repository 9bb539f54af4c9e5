/** Entries of one kind that a report keeps of one item; the oldest are left out beyond that. */
const ENTRIES_MAX = 50;

/** The newest entries of a kind, oldest first, and how many older ones there were. */
export interface Kept<T> {
  readonly entries: T[];
  leftOut: number;
}

export function keptNone<T>(): Kept<T> {
  return { entries: [], leftOut: 0 };
}

/** Adds an entry; where there are `max` already, the oldest goes. */
export function keep<T>(kept: Kept<T>, entry: T, max = ENTRIES_MAX): void {
  kept.entries.push(entry);
  if (kept.entries.length <= max) return;
  kept.entries.shift();
  kept.leftOut += 1;
}
