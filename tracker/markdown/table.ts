import type { InputProblem } from '../input-problem.ts';

import type { SourceLine, Span } from './source-text.ts';

export interface TableCell {
  /** Trimmed Markdown source, escapes and all. */
  readonly raw: string;
  /** Where `raw` is; an empty span inside the cell where it is blank. */
  readonly span: Span;
  /** The cell between its pipes, with its padding. */
  readonly outer: Span;
}

/** A line of a table. Its cells are cut when they are asked for: most rows are only counted. */
export class TableRow {
  readonly #source: SourceLine;
  readonly #borders: readonly number[];
  #cells: readonly TableCell[] | null = null;

  /** `borders` are the offsets in the line of the pipes around the cells. */
  constructor(source: SourceLine, borders: readonly number[]) {
    this.#source = source;
    this.#borders = borders;
  }

  get line(): number {
    return this.#source.number;
  }

  get width(): number {
    return this.#borders.length - 1;
  }

  get cells(): readonly TableCell[] {
    this.#cells ??= cellsBetween(this.#source, this.#borders);
    return this.#cells;
  }
}

export interface Table {
  readonly kind: 'table';
  readonly line: number;
  readonly lineLast: number;
  readonly header: TableRow;
  readonly rows: readonly TableRow[];
  /** Rows whose number of cells differs from the header's. */
  readonly problems: readonly InputProblem[];
}

const DELIMITER_CHARS = /^[-|:\s]+$/;
const DELIMITER_CELL = /^:?-+:?$/;
const TRAILING_BACKSLASHES = /\\*$/;

/** Whether the line separates a table's header from its rows, as GFM defines it. */
export function isDelimiterRow(text: string): boolean {
  if (!text.includes('|') || !DELIMITER_CHARS.test(text)) return false;
  const cells = text.trim().split('|');
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return cells.length > 0 && cells.every((cell) => DELIMITER_CELL.test(cell.trim()));
}

/**
 * Cuts a line into cells as GFM does: at every pipe that no backslash escapes, also inside code.
 * Where that gives another number than `columns`, pipes inside code spans are taken as text if that
 * fits: people write commands with pipes into cells and see no error.
 */
export function readRow(line: SourceLine, columns: number | null): TableRow {
  const strict = new TableRow(line, bordersOf(line.text, pipesOf(line.text)));
  if (columns === null || strict.width <= columns) return strict;
  const lenient = new TableRow(line, bordersOf(line.text, pipesOutsideCode(line.text)));
  return lenient.width === columns ? lenient : strict;
}

/** What is wrong with a row, or null: each row needs as many cells as the header. */
export function rowProblem(row: TableRow, header: TableRow): InputProblem | null {
  if (row.width === header.width) return null;
  const missing = row.width < header.width;
  return {
    line: row.line,
    column: 1,
    expected: `${header.width} cells, as in the header on line ${header.line}`,
    found: `${row.width}`,
    fix: missing
      ? 'Add the missing cells, empty ones too.'
      : 'Write a pipe inside a cell as `\\|`.',
  };
}

/** The text of a cell as its author meant it: escaped pipes are pipes. */
export function cellText(cell: TableCell | undefined): string {
  return cell === undefined ? '' : cell.raw.replaceAll('\\|', '|');
}

/** Text made safe for a cell: one line, with its pipes escaped. */
export function toCellText(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ').replaceAll(/\\*\|/g, (pipe) => {
    return pipe.length % 2 === 0 ? pipe : `\\${pipe}`;
  });
}

function pipesOf(text: string): number[] {
  const pipes: number[] = [];
  for (let at = text.indexOf('|'); at !== -1; at = text.indexOf('|', at + 1)) {
    if (!isEscaped(text, at)) pipes.push(at);
  }
  return pipes;
}

function pipesOutsideCode(text: string): number[] {
  const pipes: number[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '`') at = afterCode(text, at);
    else {
      if (text[at] === '|' && !isEscaped(text, at)) pipes.push(at);
      at += 1;
    }
  }
  return pipes;
}

/** Offset after the code span that opens at `at`, or after its backticks where it does not close. */
function afterCode(text: string, at: number): number {
  let open = at;
  while (text[open] === '`') open += 1;
  const fence = text.slice(at, open);
  for (let close = text.indexOf(fence, open); close !== -1;) {
    let end = close;
    while (text[end] === '`') end += 1;
    if (end - close === fence.length) return end;
    close = text.indexOf(fence, end);
  }
  return open;
}

function isEscaped(text: string, at: number): boolean {
  if (text[at - 1] !== '\\') return false;
  const backslashes = TRAILING_BACKSLASHES.exec(text.slice(Math.max(0, at - 64), at))?.[0] ?? '';
  return backslashes.length % 2 === 1;
}

/** The pipes around the cells, with the line's ends in the place of outer pipes that are left out. */
function bordersOf(text: string, pipes: number[]): readonly number[] {
  const first = text.search(/\S/);
  const last = text.trimEnd().length - 1;
  if (pipes[0] !== first) pipes.unshift(first - 1);
  if (pipes.at(-1) !== last || pipes.length === 1) pipes.push(last + 1);
  return pipes;
}

function cellsBetween(line: SourceLine, borders: readonly number[]): readonly TableCell[] {
  return borders.slice(0, -1).map((border, index) => {
    return cellAt(line, border + 1, borders[index + 1] ?? line.text.length);
  });
}

function cellAt(line: SourceLine, from: number, to: number): TableCell {
  const inner = line.text.slice(from, to);
  const raw = inner.trim();
  const outer = { start: line.start + from, end: line.start + to };
  const lead = raw === '' ? Math.min(1, inner.length) : inner.length - inner.trimStart().length;
  const start = outer.start + lead;
  return { raw, outer, span: { start, end: start + raw.length } };
}
