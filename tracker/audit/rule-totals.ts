import {
  isDone,
  isTotalRow,
  type AuditItem,
  type AuditRule,
  type AuditTotal,
} from './audit-model.ts';
import { leadingCount } from './count.ts';
import type { Observation } from './finding.ts';
import { observe } from './observation.ts';

const NOTHING = /^(?:[-–—]*|n\/?a|none)$/i;

/**
 * TOTAL_MISMATCH: a total of a phase or the last row of a table is not the sum of its rows, or
 * `a + b = c` does not add up. A
 * total of a phase may count what was written or what passes, of all rows, of the complete ones or of
 * those that are not deferred: it is only reported where none of these sums is it.
 */
export const totals: AuditRule = ({ items, totals }) => [
  ...totals.flatMap((total) => {
    const message =
      total.of.kind === 'terms'
        ? termsProblem(total, total.of.terms)
        : rowsProblem(total, total.of.phaseName, rowsOf(total.of.phase, items));
    const item = total.of.kind === 'terms' ? null : total.of.phaseName;
    return message === null ? [] : [observe(total, 'TOTAL_MISMATCH', { item, message })];
  }),
  ...totalRows(items),
];

/** A row that is called a total, below the rows of its table that it adds up. */
function totalRows(items: readonly AuditItem[]): Observation[] {
  return items.flatMap((row, index) => {
    if (!isTotalRow(row)) return [];
    const above = rowsAbove(items, index);
    return (['written', 'passing'] as const).flatMap((column) => {
      const said = row.fields[column];
      const total = leadingCount(said?.text);
      const found = columnSum(above, column);
      if (said === null || total === null || found === null || found === total) return [];
      const message = `The total of this column says ${total}, but its rows add up to ${found}.`;
      return [observe(said, 'TOTAL_MISMATCH', { item: null, message })];
    });
  });
}

/** The items on the lines right above, which are rows of the same table. */
function rowsAbove(items: readonly AuditItem[], index: number): readonly AuditItem[] {
  const line = items[index]?.line ?? 0;
  const above = items.slice(0, index);
  return above.filter((item, at) => item.line === line - (index - at));
}

/** Null where a cell is neither a count nor empty, so that nobody can tell what it adds. */
function columnSum(rows: readonly AuditItem[], column: 'written' | 'passing'): number | null {
  const texts = rows.map((row) => row.fields[column]?.text ?? '');
  const numbers = texts.map((text) => leadingCount(text) ?? (NOTHING.test(text) ? 0 : null));
  return numbers.length === 0 || numbers.includes(null) ? null : sum(numbers.map(Number));
}

function termsProblem({ total, text }: AuditTotal, terms: readonly number[]): string | null {
  const found = sum(terms);
  return found === total ? null : `"${text}" says ${total}, but its numbers add up to ${found}.`;
}

function rowsOf(phase: string, items: readonly AuditItem[]): readonly AuditItem[] {
  return items.filter((item) => {
    return item.phase === phase && item.fields.written !== null && !isTotalRow(item);
  });
}

function rowsProblem(
  { total, text }: AuditTotal,
  phaseName: string,
  rows: readonly AuditItem[],
): string | null {
  const written = counts(rows);
  const allowed = [
    sum(written),
    sum(rows.map((row) => leadingCount(row.fields.passing?.text) ?? 0)),
    sum(counts(rows.filter(isDone))),
    sum(counts(rows.filter((row) => row.state !== 'deferred'))),
  ];
  if (written.length === 0 || allowed.includes(total)) return null;
  return `"${text}" says ${total}, but the rows of ${phaseName} add up to ${sum(written)} (${written.join(' + ')}).`;
}

function counts(rows: readonly AuditItem[]): number[] {
  return rows
    .map((row) => leadingCount(row.fields.written?.text))
    .filter((count) => count !== null && count > 0)
    .map(Number);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
