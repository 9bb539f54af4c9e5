import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedItem } from '../domain/plan-page.ts';
import { openBlobStore } from '../evidence/blob-store.ts';
import { readPlanPage } from '../evidence/stored-plan.ts';

/** Places that are nearer to each other than this are read in one go: a stored page holds as many. */
const GAP_MAX = 100;

/** Reads planned items at their places in the order of execution. */
export type StoredItems = (places: readonly number[]) => Promise<ReadonlyMap<number, PlannedItem>>;

/**
 * The plan that a program was started with, from the evidence store of this machine; null where the
 * store or the plan is not here, as for a client of a server elsewhere.
 */
export async function openStoredItems(
  stateDir: string,
  planDigest: string,
): Promise<StoredItems | null> {
  const dir = join(stateDir, 'evidence');
  // Looking must not make a store.
  if (!existsSync(dir)) return null;
  const blobs = await openBlobStore(dir);
  if (!(await blobs.has(planDigest))) return null;
  return async (places) => {
    const found = new Map<number, PlannedItem>();
    for (const { offset, limit } of spansOf(places)) {
      const page = await readPlanPage(blobs, { planDigest, offset, limit });
      for (const planned of page.items) found.set(planned.index, planned);
    }
    return found;
  };
}

function spansOf(places: readonly number[]): readonly { offset: number; limit: number }[] {
  const spans: { offset: number; limit: number }[] = [];
  for (const place of places.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last === undefined || place - (last.offset + last.limit) >= GAP_MAX) {
      spans.push({ offset: place, limit: 1 });
    } else {
      last.limit = Math.max(last.limit, place - last.offset + 1);
    }
  }
  return spans;
}
