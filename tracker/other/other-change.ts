import type { ItemStatus } from '../../domain/backlog-status.ts';
import { Fault } from '../../domain/fault.ts';
import type { SpanEdit } from '../markdown/edit.ts';
import type { TrackerDocument, TrackerItem } from '../tracker-model.ts';

/** What one item of another tool's file gets. */
export interface OtherChange {
  readonly item: string;
  readonly status: ItemStatus;
  /** Lines of checklist entries to tick. */
  readonly tick?: readonly number[];
  /** Time of the change, RFC 3339 in UTC, for tools that keep one. */
  readonly at: string;
}

/** The item that a change is about; throws ITEM_NOT_FOUND. */
export function changedItem(document: TrackerDocument, change: OtherChange): TrackerItem {
  const item = document.items.find((each) => each.id === change.item);
  if (item !== undefined) return item;
  throw new Fault({
    code: 'ITEM_NOT_FOUND',
    facts: { item: change.item, detail: 'in the tracker' },
  });
}

/** The edits that tick boxes which are still open. */
export function tickEdits(item: TrackerItem, lines: readonly number[]): SpanEdit[] {
  return item.checklist
    .filter((entry) => !entry.done && lines.includes(entry.line))
    .map((entry) => ({ ...entry.box, text: 'x' }));
}
