import type { ItemStatus } from '../domain/backlog-status.ts';
import type { DriftClass } from '../domain/register/entry.ts';

import type { Drift } from './drift.ts';
import type { ItemChange, PlannedEdit } from './item-change.ts';
import type { OpenTracker } from './open-tracker.ts';
import type { TrackerDocument, TrackerItem } from './tracker-model.ts';
import { undoHandEdits, type Fix } from './undo-hand-edits.ts';

/** The same words as in the register of drift, so that a document and a decision mean the same. */
export type SyncState = DriftClass;

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

export interface SyncInput {
  /** The document as it is now. */
  readonly tracker: OpenTracker;
  /** The document as it would be had nobody but Sluice written it since the program began. */
  readonly base: TrackerDocument;
  /** Where the items stand that the program has started. */
  readonly truths: readonly ItemTruth[];
  readonly accepted?: readonly AcceptedDrift[];
}

/**
 * Compares a document with the truth, item by item in the order of the document: what the program
 * knows of an item, and what people changed by hand since it began. An item that the program does
 * not have is left out; a truth without an item in the document needs a fix.
 */
export function syncTracker({ tracker, base, truths, accepted = [] }: SyncInput): SyncResult {
  const { document } = tracker;
  const byId = new Map(truths.map((truth) => [truth.item, truth]));
  const before = new Map(base.items.map((item) => [item.id, item]));
  const known = new Set(document.items.map((item) => item.id));
  const items = document.items.flatMap((item) => {
    const truth = byId.get(item.id);
    const last = before.get(item.id);
    if (truth === undefined && last === undefined) return [];
    const told = truth === undefined ? [] : tracker.plan(truth).edits;
    const byHand = last === undefined ? [] : undoHandEdits({ document, base, item, last });
    const planned = new Set(told.map((edit) => edit.field));
    const fixes = [...told.map(fixOf), ...byHand.filter((fix) => !planned.has(fix.drift.field))];
    return [compare(item, { truth, fixes, accepted })];
  });
  const missing = [...byId.keys(), ...before.keys()].filter((id) => !known.has(id));
  const gone = [...new Set(missing)].map((id) => missingRow(id, byId.get(id)?.status ?? null));
  const rows = [...items.map((each) => each.row), ...gone];
  return { rows, edits: items.flatMap((each) => each.edits), counts: countStates(rows) };
}

function fixOf(edit: PlannedEdit): Fix {
  const { item, field, line, before, after } = edit;
  return { drift: { item, field, line, document: before, sluice: after }, edits: [edit] };
}

function compare(
  item: TrackerItem,
  {
    truth,
    fixes,
    accepted,
  }: {
    readonly truth: ItemTruth | undefined;
    readonly fixes: readonly Fix[];
    readonly accepted: readonly AcceptedDrift[];
  },
): { readonly row: SyncRow; readonly edits: readonly PlannedEdit[] } {
  const decisions = accepted.filter((each) => each.item === item.id);
  const open = fixes.filter(({ drift }) => {
    return !decisions.some((each) => each.field === null || each.field === drift.field);
  });
  const state = stateOf({ truth, differs: fixes.length > 0, open: open.length > 0 });
  const reason = state === 'DEFERRED' ? truth?.deferredReason : decisions.at(-1)?.reason;
  const row: SyncRow = {
    item: item.id,
    title: item.title,
    line: item.line,
    state,
    drift: fixes.map((fix) => fix.drift),
    reason: reason ?? null,
  };
  return { row, edits: open.flatMap((fix) => fix.edits) };
}

function stateOf(seen: {
  truth: ItemTruth | undefined;
  differs: boolean;
  open: boolean;
}): SyncState {
  if (seen.open) return 'DRIFT_FIX_REQUIRED';
  if (seen.differs) return 'DRIFT_ACCEPTED';
  return seen.truth?.status === 'deferred' ? 'DEFERRED' : 'MATCHED';
}

function missingRow(item: string, status: ItemStatus | null): SyncRow {
  const drift = [{ item, field: 'item', line: 0, document: null, sluice: status ?? 'planned' }];
  return { item, title: item, line: 0, state: 'DRIFT_FIX_REQUIRED', drift, reason: null };
}

function countStates(rows: readonly SyncRow[]): Record<SyncState, number> {
  const counts = { MATCHED: 0, DRIFT_ACCEPTED: 0, DRIFT_FIX_REQUIRED: 0, DEFERRED: 0 };
  for (const row of rows) counts[row.state] += 1;
  return counts;
}
