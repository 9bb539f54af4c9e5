import type { BlobStore } from './blob-store.ts';
import { Fault } from '../domain/fault.ts';
import type { PlannedItem, PlanPage, PlanPageRequest } from '../domain/plan-page.ts';

/** Items in one stored page. */
const STORED_PAGE_ITEMS = 100;

/** The index of a stored plan: a page is a blob of its own, so that none is read in vain. */
interface PlanIndex {
  readonly total: number;
  readonly pages: readonly { readonly sha256: string; readonly mostUrgent: number }[];
}

/** Stores an ordered plan and returns its digest; nothing of it goes through Temporal. */
export async function storePlan(blobs: BlobStore, items: readonly PlannedItem[]): Promise<string> {
  const pages: PlanIndex['pages'][number][] = [];
  for (let from = 0; from < items.length; from += STORED_PAGE_ITEMS) {
    const page = items.slice(from, from + STORED_PAGE_ITEMS);
    const sha256 = await blobs.put(Buffer.from(JSON.stringify(page)));
    pages.push({ sha256, mostUrgent: mostUrgentOf(page) ?? 0 });
  }
  const index: PlanIndex = { total: items.length, pages };
  return blobs.put(Buffer.from(JSON.stringify(index)));
}

function mostUrgentOf(items: readonly PlannedItem[]): number | null {
  return items.reduce<number | null>(
    (least, { item }) => (least === null || item.priority < least ? item.priority : least),
    null,
  );
}

/** Reads items `offset` to `offset + limit` of a stored plan. */
export async function readPlanPage(
  blobs: BlobStore,
  { planDigest, offset, limit }: PlanPageRequest,
): Promise<PlanPage> {
  const index = await readJson<PlanIndex>(blobs, planDigest);
  const first = Math.floor(offset / STORED_PAGE_ITEMS);
  const last = Math.floor((offset + limit - 1) / STORED_PAGE_ITEMS);
  const loaded: PlannedItem[] = [];
  for (const page of index.pages.slice(first, last + 1)) {
    loaded.push(...(await readJson<PlannedItem[]>(blobs, page.sha256)));
  }
  const from = offset - first * STORED_PAGE_ITEMS;
  const rest = loaded.slice(from + limit);
  const ahead = [mostUrgentOf(rest), ...index.pages.slice(last + 1).map((page) => page.mostUrgent)];
  const urgencies = ahead.filter((each): each is number => each !== null);
  return {
    total: index.total,
    items: loaded.slice(from, from + limit),
    mostUrgentAhead: urgencies.length === 0 ? null : Math.min(...urgencies),
  };
}

/** The places of the ids that a stored plan has; reads page by page until all are found. */
export async function placesInPlan(
  blobs: BlobStore,
  planDigest: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const asked = new Set(ids);
  const places = new Map<string, number>();
  if (asked.size === 0) return places;
  const { pages } = await readJson<PlanIndex>(blobs, planDigest);
  for (const { sha256 } of pages) {
    for (const { item, index } of await readJson<PlannedItem[]>(blobs, sha256)) {
      if (asked.has(item.id)) places.set(item.id, index);
    }
    if (places.size === asked.size) break;
  }
  return places;
}

async function readJson<T>(blobs: BlobStore, sha256: string): Promise<T> {
  const bytes = await blobs.read(sha256);
  try {
    // The digest was checked on reading: these are the bytes that Sluice itself stored.
    return JSON.parse(bytes.toString('utf8')) as T;
  } catch (cause) {
    throw new Fault({ code: 'BLOB_DIGEST_MISMATCH', facts: { sha256 }, cause });
  }
}
