import type { SpanEdit } from '../markdown/edit.ts';

import type { CsvCell, CsvRecord, CsvTable } from './csv-table.ts';

/** A new value for one cell of one record. */
export interface CsvEdit {
  readonly record: CsvRecord;
  /** Place of the cell in the record, from 0; may lie beyond the cells that the record has. */
  readonly column: number;
  readonly value: string;
}

/** First characters that make a spreadsheet read a cell as a formula (OWASP, CSV Injection). */
const FORMULA_START = /^[=+\-@\t\r]/;

/**
 * The changes of the text that set the given cells, each at most once. Every byte outside of them
 * stays: a quoted cell stays quoted, an unquoted one is quoted only where RFC 4180 needs it, and a
 * record that is too short gets the delimiters that it lacks.
 */
export function csvSpanEdits(table: CsvTable, edits: readonly CsvEdit[]): SpanEdit[] {
  const inside = edits.flatMap(({ record, column, value }) => {
    const cell = record.cells[column];
    if (cell === undefined) return [];
    return { start: cell.start, end: cell.end, text: cellText(cell, value, table.delimiter) };
  });
  const short = new Set(edits.filter(isBeyondEnd).map((edit) => edit.record));
  return [...inside, ...[...short].map((record) => appended(table, record, edits))];
}

/** One cell as RFC 4180 writes it. */
export function csvCell(value: string, delimiter: string): string {
  const mustQuote = /["\r\n]/.test(value) || value.includes(delimiter) || /^\s|\s$/.test(value);
  return mustQuote ? quote(value) : value;
}

/**
 * Text of a person or a document, made harmless for spreadsheets: what would start a formula gets
 * the leading apostrophe that OWASP advises. Values that Sluice makes itself need none.
 */
export function withoutFormula(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

function isBeyondEnd(edit: CsvEdit): boolean {
  return edit.column >= edit.record.cells.length;
}

/** The cells that a short record lacks, up to the last one that gets a value. */
function appended(table: CsvTable, record: CsvRecord, edits: readonly CsvEdit[]): SpanEdit {
  const values = new Map(
    edits
      .filter((edit) => edit.record === record && isBeyondEnd(edit))
      .map((edit) => [edit.column, edit.value]),
  );
  let text = '';
  for (let column = record.cells.length; column <= Math.max(...values.keys()); column += 1) {
    text += table.delimiter + csvCell(values.get(column) ?? '', table.delimiter);
  }
  return { start: record.end, end: record.end, text };
}

function cellText(cell: CsvCell, value: string, delimiter: string): string {
  return cell.quoted ? quote(value) : csvCell(value, delimiter);
}

function quote(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
