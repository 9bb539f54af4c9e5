import type { ItemChange, ItemResult } from './messages.ts';

/** What the program is told when an item's workflow has ended by itself. */
export function endOf({ id, commit, skipped, waivers }: ItemResult): ItemChange {
  if (skipped !== undefined) return { id, kind: 'skipped', reason: skipped };
  return { id, kind: 'done', commit, ...(waivers === undefined ? {} : { waivers }) };
}
