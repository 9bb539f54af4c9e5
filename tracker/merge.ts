import { handEdits, type Drift } from './drift.ts';
import type { Read } from './input-problem.ts';
import type { ItemChange, PlannedEdit, Unplaced } from './item-change.ts';
import { applyEdits } from './markdown/edit.ts';
import { openTracker, type OpenTracker, type TrackerSource } from './open-tracker.ts';

/** The document with a change merged in, and the hand edits that contradict Sluice. */
export interface Merged {
  readonly text: string;
  readonly edits: readonly PlannedEdit[];
  readonly unplaced: readonly Unplaced[];
  /** Progress that was stated by hand: reported, neither overwritten nor obeyed. */
  readonly drift: readonly Drift[];
}

export interface MergeInput {
  /** The document as Sluice last wrote or read it. */
  readonly base: string;
  /** The document as it is now. */
  readonly theirs: string;
  /** What is to be written. */
  readonly change: ItemChange;
  /** How the document is read; Markdown where it is not given. */
  readonly source?: TrackerSource;
}

/**
 * Merges a change into a document that may have been edited by hand meanwhile. Hand edits stay: those
 * of prose silently, those that state progress as drift. A field that was changed by hand to another
 * value than ours is not written; where both say the same there is nothing to write.
 */
export function mergeChange({
  base,
  theirs,
  change,
  source = { path: '' },
}: MergeInput): Read<Merged> {
  const now = openTracker(theirs, source, change.item);
  if (now.kind === 'refused') return now;
  const plan = now.value.plan(change);
  const current = now.value.document.items.find((item) => item.id === change.item);
  if (base === theirs || current === undefined) {
    const missing = current === undefined ? [missingItem(change.item)] : [];
    const text = applyEdits(theirs, plan.edits);
    return { kind: 'read', value: { ...plan, text, drift: missing } };
  }
  const before = openTracker(base, source, change.item);
  if (before.kind === 'refused') return before;
  const last = before.value.document.items.find((item) => item.id === change.item);
  const stated = last === undefined ? [] : handEdits(last, current);
  const ours = new Map(plan.edits.map((edit) => [edit.field, edit]));
  const agreed = agreedFields(before.value, plan.edits, change);
  const drift = stated
    .filter((each) => ours.has(each.field) || !agreed.has(each.field))
    .map((each) => ({ ...each, sluice: ours.get(each.field)?.after ?? each.sluice }));
  const contested = new Set(stated.map((each) => each.field));
  const edits = plan.edits.filter((edit) => !contested.has(edit.field));
  const text = applyEdits(theirs, edits);
  return { kind: 'read', value: { text, edits, unplaced: plan.unplaced, drift } };
}

/**
 * Fields that the change would have written into the base and need not be written any more: the hand
 * edit says what Sluice says.
 */
function agreedFields(
  base: OpenTracker,
  planned: readonly PlannedEdit[],
  change: ItemChange,
): ReadonlySet<string> {
  const open = new Set(planned.map((edit) => edit.field));
  const wanted = base.plan(change).edits.map((edit) => edit.field);
  return new Set(wanted.filter((field) => !open.has(field)));
}

function missingItem(item: string): Drift {
  return { item, field: 'item', line: 0, document: null, sluice: item };
}
