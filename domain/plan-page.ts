import type { BacklogItem } from './policy.ts';

/** An item at its place in the order of execution. */
export interface PlannedItem {
  /** Place in the order, from 0. */
  readonly index: number;
  readonly item: BacklogItem;
  /** The places of the items that it depends on. */
  readonly dependsOn: readonly number[];
  /** Most urgent priority of the item and of all that wait for it. */
  readonly effectivePriority: number;
  /** The tracker says that it was done before this program; kept as claimed, not run again. */
  readonly claimed?: boolean;
}

export interface PlanPageRequest {
  readonly planDigest: string;
  readonly offset: number;
  readonly limit: number;
}

export interface PlanPage {
  /** Most urgent own priority of the items after this page; null when there are none. */
  readonly mostUrgentAhead: number | null;
  readonly total: number;
  readonly items: readonly PlannedItem[];
}
