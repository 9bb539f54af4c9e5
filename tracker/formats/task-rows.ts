import type { InputProblem } from '../input-problem.ts';
import { StyleSamples } from '../document-style.ts';
import type { Section } from '../markdown/sections.ts';
import type { Table } from '../markdown/table.ts';
import type { Note, Register, TrackerItem } from '../tracker-model.ts';

import { headingText } from './found.ts';
import type { ItemIds } from './item-ids.ts';
import { registerOf } from './registers.ts';
import { columnWidths, idOfRow, itemOfRow } from './row-item.ts';
import { taskColumns } from './task-columns.ts';

/** Where the rows of tables go while a document is read. */
export interface TableSink {
  /** The one item that is wanted, or null for all. */
  readonly only: string | null;
  readonly ids: ItemIds;
  readonly items: TrackerItem[];
  readonly registers: Register[];
  readonly warnings: Note[];
  /** Rows of task tables with missing or surplus cells: a cell there could be any column's. */
  readonly problems: InputProblem[];
  readonly style: StyleSamples;
}

export interface TablePlace {
  readonly section: Section;
  readonly phase: string | null;
  readonly idPrefix: string;
}

export function newTableSink(ids: ItemIds, only: string | null): TableSink {
  return {
    only,
    ids,
    items: [],
    registers: [],
    warnings: [],
    problems: [],
    style: new StyleSamples(),
  };
}

/** Reads a table's rows as items where it lists tasks, and keeps it as a register where not. */
export function placeTable(sink: TableSink, table: Table, place: TablePlace): void {
  const columns = taskColumns(table);
  if (columns === null) {
    sink.registers.push(registerOf(table, headingText(place.section)));
    for (const { line, expected, found } of table.problems) {
      sink.warnings.push({ line, text: `This row has ${found} cells; expected ${expected}.` });
    }
    return;
  }
  sink.problems.push(...table.problems);
  const context = {
    table,
    columns,
    widths: columnWidths(table),
    phase: place.phase,
    idPrefix: place.idPrefix,
    ids: sink.ids,
    warnings: sink.warnings,
  };
  for (const row of table.rows) {
    if (row.cells.every((cell) => cell.raw === '')) continue;
    sink.style.addStatus(row.cells[columns.get('status') ?? -1]?.raw ?? '');
    sink.style.addCommit(row.cells[columns.get('commit') ?? -1]?.raw ?? '');
    const id = idOfRow(context, row);
    if (sink.only === null || sink.only === id.id) sink.items.push(itemOfRow(context, row, id));
  }
}
