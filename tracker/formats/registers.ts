import { plainText } from '../markdown/inline.ts';
import { cellText, type Table } from '../markdown/table.ts';
import type { Note, Register } from '../tracker-model.ts';

/** What a table that lists no tasks is for, by the heading above it. */
const KINDS: readonly (readonly [RegExp, Register['kind']])[] = [
  [/\b(?:block\w*|issues?)\b/i, 'issues'],
  [/\bdecisions?\b/i, 'decisions'],
  [/\b(?:log|journal|history)\b/i, 'log'],
  [/\brisks?\b/i, 'risks'],
  [/\bdrift\b/i, 'drift'],
];

/** Keeps a table that lists no tasks, so that nothing of the document is lost. */
export function registerOf(table: Table, heading: string): Register {
  const kind = KINDS.find(([pattern]) => pattern.test(heading))?.[1] ?? 'other';
  return {
    kind,
    heading,
    line: table.line,
    columns: table.header.cells.map((cell) => plainText(cellText(cell))),
    rows: table.rows.map((row) => ({
      line: row.line,
      cells: row.cells.map((cell) => plainText(cellText(cell))),
    })),
  };
}

/** The rows of decision tables as notes; rows that are empty templates are left out. */
export function decisionsInRegisters(registers: readonly Register[]): readonly Note[] {
  return registers
    .filter((register) => register.kind === 'decisions')
    .flatMap((register) => register.rows)
    .map((row) => ({ line: row.line, text: row.cells.filter((cell) => cell !== '').join(' · ') }))
    .filter((note) => note.text !== '');
}
