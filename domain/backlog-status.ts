/** The words for where an item stands, the same in every tracker format and on every surface. */
export const ITEM_STATUSES = [
  'todo',
  'in_progress',
  'in_review',
  'changes_requested',
  'blocked',
  'deferred',
  'skipped',
  'approved',
  'done',
] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];
