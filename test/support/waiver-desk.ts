import type { WaiverRecord } from '../../domain/evidence-record.ts';
import { ItemDesk } from './item-desk.ts';
import { itemContract } from './item-fixture.ts';

/** An item whose verify gate has failed. */
export function failing(...args: Parameters<typeof itemContract>): ItemDesk {
  return new ItemDesk(itemContract(...args)).toFailedVerify();
}

/** An item whose verify gate is waived and whose review is open. */
export function underReview(...args: Parameters<typeof itemContract>): ItemDesk {
  const item = failing(...args);
  item.waive();
  item.proof();
  item.gatesPass();
  return item;
}

/** Records of the item's waivers. */
export function waiverRecords(item: ItemDesk): readonly WaiverRecord[] {
  return item.records.flatMap(({ body }) => (body.type === 'waiver' ? [body] : []));
}
