import { isDone, type AuditItem, type AuditRule, type AuditTotal } from './audit-model.ts';
import { leadingCount } from './count.ts';
import { observe } from './observation.ts';

/**
 * TOTAL_MISMATCH: a total of a phase is not the sum of its rows, or `a + b = c` does not add up. A
 * total of a phase may count what was written or what passes, of all rows, of the complete ones or of
 * those that are not deferred: it is only reported where none of these sums is it.
 */
export const totals: AuditRule = ({ items, totals }) =>
  totals.flatMap((total) => {
    const message =
      total.of.kind === 'terms'
        ? termsProblem(total, total.of.terms)
        : rowsProblem(total, total.of.phaseName, rowsOf(total.of.phase, items));
    const item = total.of.kind === 'terms' ? null : total.of.phaseName;
    return message === null ? [] : [observe(total, 'TOTAL_MISMATCH', { item, message })];
  });

function termsProblem({ total, text }: AuditTotal, terms: readonly number[]): string | null {
  const found = sum(terms);
  return found === total ? null : `"${text}" says ${total}, but its numbers add up to ${found}.`;
}

function rowsOf(phase: string, items: readonly AuditItem[]): readonly AuditItem[] {
  return items.filter((item) => item.phase === phase && item.fields.written !== null);
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
