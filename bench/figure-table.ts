import type { Figure } from './figure.ts';

const HEAD = ['figure', 'value', 'unit', 'mark', '', 'samples'];

/** The figures as people read them: one a line, in columns. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function rowOf({ name, value, unit, limit, better, ok, samples }: Figure): readonly string[] {
  const mark = limit === null ? '' : `${better === 'lower' ? '≤' : '≥'} ${limit}`;
  return [name, value === null ? 'not measured' : `${value}`, unit, mark, verdict(), `${samples}`];

  function verdict(): string {
    if (limit === null && value !== null) return '';
    return ok ? 'met' : 'missed';
  }
}
