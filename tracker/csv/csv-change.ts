import type { ItemStatus } from '../../domain/backlog-status.ts';
import { Fault } from '../../domain/fault.ts';
import type { SpanEdit } from '../markdown/edit.ts';

import type { CsvColumn } from './csv-columns.ts';
import { csvSpanEdits, withoutFormula } from './csv-edit.ts';
import { CSV_SPELLINGS } from './csv-status.ts';
import type { CsvTracker } from './csv-tracker.ts';

/** What one item's row gets; a column that the document does not have is left out. */
export interface CsvRowChange {
  readonly item: string;
  readonly status?: ItemStatus;
  readonly values?: Readonly<
    Partial<Record<Exclude<CsvColumn, 'id' | 'title' | 'status'>, string>>
  >;
}

/** Columns that hold what a person wrote; Sluice makes the others itself. */
const USER_TEXT: ReadonlySet<string> = new Set([
  'owner',
  'reviewer',
  'signoff',
  'deferredReason',
  'notes',
]);

/**
 * The edits that write a change into the row of one item, and into no other byte. A status is spelled
 * as other rows of the document spell it. A cell that holds the value already is not touched.
 * Throws ITEM_NOT_FOUND.
 */
export function csvRowEdits(tracker: CsvTracker, change: CsvRowChange): readonly SpanEdit[] {
  const record = tracker.records.get(change.item);
  if (record === undefined) {
    throw new Fault({
      code: 'ITEM_NOT_FOUND',
      facts: { item: change.item, detail: 'in the tracker' },
    });
  }
  const values = new Map<CsvColumn, string>();
  if (change.status !== undefined && statusOf(tracker, change.item) !== change.status) {
    values.set('status', spellingOf(tracker, change.status));
  }
  for (const [column, value] of Object.entries(change.values ?? {})) {
    values.set(column as CsvColumn, USER_TEXT.has(column) ? withoutFormula(value) : value);
  }
  const edits = [...values].flatMap(([column, value]) => {
    const place = tracker.columns.get(column)?.[0];
    if (place === undefined || record.cells[place]?.value === value) return [];
    return { record, column: place, value };
  });
  return csvSpanEdits(tracker.table, edits);
}

function statusOf(tracker: CsvTracker, id: string): ItemStatus | undefined {
  return tracker.document.items.find((item) => item.id === id)?.status;
}

function spellingOf(tracker: CsvTracker, status: ItemStatus): string {
  const example = tracker.document.items.find(
    (item) => item.status === status && item.statusField !== null && item.statusField.text !== '',
  );
  return example?.statusField?.text ?? CSV_SPELLINGS[status];
}
