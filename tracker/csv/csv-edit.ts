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
 * The document with the given cells changed: every byte outside of them stays, a quoted cell stays
 * quoted, and an unquoted one is quoted only where RFC 4180 needs it. A record that is too short
 * gets the delimiters that it lacks.
 */
export function editCsv(table: CsvTable, edits: readonly CsvEdit[]): string {
  const byRecord = groupByRecord(edits);
  const parts: string[] = [];
  let offset = 0;
  for (const record of [...byRecord.keys()].sort((a, b) => a.start - b.start)) {
    parts.push(table.text.slice(offset, record.start));
    parts.push(renderRecord(table, record, byRecord.get(record) ?? new Map()));
    offset = record.end;
  }
  parts.push(table.text.slice(offset));
  return parts.join('');
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

function groupByRecord(edits: readonly CsvEdit[]): Map<CsvRecord, Map<number, string>> {
  const groups = new Map<CsvRecord, Map<number, string>>();
  for (const { record, column, value } of edits) {
    const group = groups.get(record) ?? new Map<number, string>();
    groups.set(record, group.set(column, value));
  }
  return groups;
}

function renderRecord(
  table: CsvTable,
  record: CsvRecord,
  values: ReadonlyMap<number, string>,
): string {
  const width = Math.max(record.cells.length, ...[...values.keys()].map((each) => each + 1));
  const cells = Array.from({ length: width }, (_, column) => {
    const cell = record.cells[column];
    const value = values.get(column);
    if (value === undefined) return cell ? table.text.slice(cell.start, cell.end) : '';
    return renderCell(cell, value, table.delimiter);
  });
  return cells.join(table.delimiter);
}

function renderCell(cell: CsvCell | undefined, value: string, delimiter: string): string {
  return cell?.quoted === true ? quote(value) : csvCell(value, delimiter);
}

function quote(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
