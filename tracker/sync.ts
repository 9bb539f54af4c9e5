import type { ItemStatus } from '../domain/backlog-status.ts';

import type { Drift } from './drift.ts';
import type { ItemChange, PlannedEdit } from './item-change.ts';
import type { TrackerDocument, TrackerItem } from './tracker-model.ts';
import { planChange } from './write-back.ts';

export const SYNC_STATES = ['MATCHED', 'DRIFT_ACCEPTED', 'DRIFT_FIX_REQUIRED', 'DEFERRED'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** Where an item stands by the history of its workflow, as the change that would state it. */
export interface ItemTruth extends ItemChange {
  readonly status: ItemStatus;
}

/** A recorded decision that a difference is meant. */
export interface AcceptedDrift {
  readonly item: string;
  /** Null for every field of the item. */
  readonly field: string | null;
  readonly reason: string;
}

export interface SyncRow {
  readonly item: string;
  readonly title: string;
  /** Line of the item in the document; 0 where it is not there. */
  readonly line: number;
  readonly state: SyncState;
  readonly drift: readonly Drift[];
  /** The reason of the decision that accepts the drift, or of the deferral. */
  readonly reason: string | null;
}

export interface SyncResult {
  readonly rows: readonly SyncRow[];
  /** What a write would do, for the rows that need it. */
  readonly edits: readonly PlannedEdit[];
  readonly counts: Readonly<Record<SyncState, number>>;
}

/**
 * Compares a document with the truth, item by item in the order of the document. An item of the
 * document that the program does not have is MATCHED where it claims nothing; a truth without an item
 * in the document needs a fix.
 */
export function syncTracker(
  document: TrackerDocument,
  truths: readonly ItemTruth[],
  accepted: readonly AcceptedDrift[] = [],
): SyncResult {
  const byId = new Map(truths.map((truth) => [truth.item, truth]));
  const known = new Set(document.items.map((item) => item.id));
  const items = document.items.flatMap((item) => {
    const truth = byId.get(item.id);
    return truth === undefined ? [] : [compare(document, item, { truth, accepted })];
  });
  const missing = truths.filter((truth) => !known.has(truth.item)).map(missingRow);
  const rows = [...items.map((each) => each.row), ...missing];
  const edits = items
    .filter((each) => each.row.state === 'DRIFT_FIX_REQUIRED' || each.row.state === 'DEFERRED')
    .flatMap((each) => each.edits);
  return { rows, edits, counts: countStates(rows) };
}

function compare(
  document: TrackerDocument,
  item: TrackerItem,
  { truth, accepted }: { truth: ItemTruth; accepted: readonly AcceptedDrift[] },
): { readonly row: SyncRow; readonly edits: readonly PlannedEdit[] } {
  const { edits } = planChange(document, truth);
  const decisions = accepted.filter((each) => each.item === item.id);
  const open = edits.filter((edit) => {
    return !decisions.some((each) => each.field === null || each.field === edit.field);
  });
  const drift = edits.map((edit) => driftOf(edit));
  const state = stateOf({ truth, differs: edits.length > 0, open: open.length > 0 });
  const reason = state === 'DEFERRED' ? truth.deferredReason : decisions[0]?.reason;
  const row: SyncRow = {
    item: item.id,
    title: item.title,
    line: item.line,
    state,
    drift,
    reason: reason ?? null,
  };
  return { row, edits: open };
}

function stateOf(seen: { truth: ItemTruth; differs: boolean; open: boolean }): SyncState {
  if (seen.open) return 'DRIFT_FIX_REQUIRED';
  if (seen.differs) return 'DRIFT_ACCEPTED';
  return seen.truth.status === 'deferred' ? 'DEFERRED' : 'MATCHED';
}

function driftOf({ item, field, line, before, after }: PlannedEdit): Drift {
  return { item, field, line, document: before, sluice: after };
}

function missingRow(truth: ItemTruth): SyncRow {
  const drift = [
    { item: truth.item, field: 'item', line: 0, document: null, sluice: truth.status },
  ];
  const { item } = truth;
  return { item, title: item, line: 0, state: 'DRIFT_FIX_REQUIRED', drift, reason: null };
}

function countStates(rows: readonly SyncRow[]): Record<SyncState, number> {
  const counts = { MATCHED: 0, DRIFT_ACCEPTED: 0, DRIFT_FIX_REQUIRED: 0, DEFERRED: 0 };
  for (const row of rows) counts[row.state] += 1;
  return counts;
}
