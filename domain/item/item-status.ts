import type { ItemStatus } from '../backlog-status.ts';
import type { ItemState } from './item-state.ts';

/** Where a started item stands, in the one word that boards and trackers use. */
export function statusOfItem(
  state: Pick<ItemState, 'turn' | 'hold' | 'setback' | 'skipped'>,
): ItemStatus {
  if (state.hold !== null) return state.hold.kind;
  switch (state.turn.kind) {
    case 'implementer':
      return state.setback?.code === 'CHANGES_REQUESTED' ? 'changes_requested' : 'in_progress';
    case 'gate':
      return 'in_progress';
    case 'reviewer':
      return 'in_review';
    case 'checkpoint':
      return 'approved';
    case 'closed':
      return state.skipped === undefined ? 'done' : 'skipped';
  }
}
