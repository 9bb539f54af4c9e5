import { refused, type InputProblem, type Read } from '../input-problem.ts';
import type { Span } from '../markdown/source-text.ts';

/** More cells than this are refused, so that a file of commas cannot fill the memory. */
const CSV_CELLS_MAX = 4_000_000;

const CSV_DELIMITERS = [',', ';', '\t'] as const;
type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

/** One cell: its value, and the span of its raw text, quotes included. */
export interface CsvCell extends Span {
  readonly value: string;
  readonly quoted: boolean;
}

/** The span of a record ends after its last cell, before the line ending. */
export interface CsvRecord extends Span {
  readonly cells: readonly CsvCell[];
  /** Line of the record's first cell, 1-based. */
  readonly line: number;
}

/** A CSV document with the position of every cell. Blank lines are no records. */
export interface CsvTable {
  readonly text: string;
  readonly delimiter: CsvDelimiter;
  readonly records: readonly CsvRecord[];
}

interface Scan {
  readonly text: string;
  readonly delimiter: string;
  offset: number;
  line: number;
  cells: number;
  /** The first problem; it also ends the scan. */
  problem: InputProblem | null;
}

const BOM = '\uFEFF';
const LINE_ENDING = /\r\n|\n|\r/g;

/**
 * Reads CSV as RFC 4180 says, with `;` or tab in the place of the comma where the first record uses
 * them, an optional byte order mark, and LF or CR line endings besides CRLF. A quote inside an
 * unquoted cell is an ordinary character, as spreadsheets read it.
 * Refuses a quoted cell that does not end or is followed by text.
 */
export function parseCsv(text: string): Read<CsvTable> {
  const start = text.startsWith(BOM) ? 1 : 0;
  const delimiter = detectDelimiter(text, start);
  const scan: Scan = { text, delimiter, offset: start, line: 1, cells: 0, problem: null };
  const records: CsvRecord[] = [];
  while (scan.offset < text.length) {
    const record = readRecord(scan);
    if (record.cells.length > 1 || record.start !== record.end) records.push(record);
    skipLineEnding(scan);
  }
  if (scan.problem !== null) return refused(scan.problem);
  return { kind: 'read', value: { text, delimiter, records } };
}

/** Line and column (both 1-based) of a place in a record. */
export function csvPosition(
  table: CsvTable,
  record: CsvRecord,
  offset: number,
): { line: number; column: number } {
  const before = table.text.slice(record.start, offset);
  // Hardly any record has more than one line, and large documents ask for each of their cells.
  if (!/[\n\r]/.test(before)) return { line: record.line, column: before.length + 1 };
  const lines = before.split(LINE_ENDING);
  const last = lines.at(-1) ?? '';
  return { line: record.line + lines.length - 1, column: last.length + 1 };
}

function readRecord(scan: Scan): CsvRecord {
  const { offset: start, line } = scan;
  const cells: CsvCell[] = [];
  for (;;) {
    cells.push(readCell(scan));
    scan.cells += 1;
    if (scan.cells > CSV_CELLS_MAX) stopAt(scan, tooManyCells(scan));
    if (scan.text[scan.offset] !== scan.delimiter) break;
    scan.offset += 1;
  }
  return { cells, line, start, end: scan.offset };
}

function readCell(scan: Scan): CsvCell {
  if (scan.text[scan.offset] === '"') return readQuoted(scan);
  const start = scan.offset;
  const { text, delimiter } = scan;
  let end = start;
  while (end < text.length && !isCellEnd(text[end], delimiter)) end += 1;
  scan.offset = end;
  return { value: text.slice(start, end), start, end, quoted: false };
}

function readQuoted(scan: Scan): CsvCell {
  const { text, offset: start } = scan;
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) return stopAt(scan, badQuote(scan, 'a closing quote', 'the end of the file'));
  const next = text[close + 1];
  if (next !== undefined && !isCellEnd(next, scan.delimiter)) {
    const expected = 'the end of the cell after its closing quote';
    return stopAt(scan, badQuote(scan, expected, JSON.stringify(next)));
  }
  const raw = text.slice(start + 1, close);
  scan.line += raw.match(LINE_ENDING)?.length ?? 0;
  scan.offset = close + 1;
  return { value: raw.replaceAll('""', '"'), start, end: close + 1, quoted: true };
}

function isCellEnd(char: string | undefined, delimiter: string): boolean {
  return char === delimiter || char === '\n' || char === '\r';
}

function skipLineEnding(scan: Scan): void {
  if (scan.offset >= scan.text.length) return;
  scan.offset += scan.text.startsWith('\r\n', scan.offset) ? 2 : 1;
  scan.line += 1;
}

/** The delimiter that the first record has most of outside quotes; the comma where it has none. */
function detectDelimiter(text: string, start: number): CsvDelimiter {
  const counts = new Map<string, number>(CSV_DELIMITERS.map((each) => [each, 0]));
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) break;
    else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  const count = (each: string): number => counts.get(each) ?? 0;
  return CSV_DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** Keeps the problem and ends the scan; the cell returned is never seen. */
function stopAt(scan: Scan, problem: InputProblem): CsvCell {
  scan.problem = problem;
  const end = scan.text.length;
  scan.offset = end;
  return { value: '', start: end, end, quoted: false };
}

function badQuote(scan: Scan, expected: string, found: string): InputProblem {
  const before = scan.text.slice(0, scan.offset);
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return {
    line: scan.line,
    column: scan.offset - lineStart + 1,
    expected,
    found,
    fix: 'Close the quoted cell that starts here, and write a quote inside it as "".',
  };
}

function tooManyCells(scan: Scan): InputProblem {
  return {
    line: scan.line,
    column: 1,
    expected: `at most ${CSV_CELLS_MAX} cells`,
    found: 'more',
    fix: 'Split the file into several trackers.',
  };
}
