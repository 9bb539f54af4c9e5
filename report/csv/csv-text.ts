import { plainLine } from '../plain-text.ts';

/** What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@]/;
const NUMBER = /^-?\d+$/;

/** Rows as CSV of RFC 4180: lines end in CR LF, and every cell is one line of text. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet shows and never computes: an apostrophe keeps a formula a text. */
function csvCell(value: string | number): string {
  const line = plainLine(String(value));
  const isFormula = FORMULA.test(line) && !NUMBER.test(line);
  const text = isFormula ? `'${line}` : line;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
