import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { ItemState } from '../domain/item/item-state.ts';
import { waitingOn } from '../domain/item/item-view.ts';
import { SLUICE_STAGE, SLUICE_WAITING_ON } from './search-attributes.ts';

/** Shows stage and turn in Temporal's list; an upsert is an event, so only a change makes one. */
export function publishItemAttributes(state: ItemState): void {
  // A checkpoint takes milliseconds, and what follows is shown in any case. Each upsert costs the
  // server a write to its visibility store, a tenth of what an item costs.
  if (state.turn.kind === 'checkpoint' && state.hold === null) return;
  const shown = workflowInfo().typedSearchAttributes;
  const stage = state.stage;
  const waiting = waitingOn(state);
  if (shown.get(SLUICE_STAGE) === stage && shown.get(SLUICE_WAITING_ON) === waiting) return;
  upsertSearchAttributes([
    { key: SLUICE_STAGE, value: stage },
    { key: SLUICE_WAITING_ON, value: waiting },
  ]);
}
