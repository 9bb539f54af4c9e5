import { maskUnsafe } from '../../domain/safe-text.ts';
import { csvCell, withoutFormula } from '../csv/csv-edit.ts';
import type { TrackerDocument, TrackerItem } from '../tracker-model.ts';

/** One item as it is exported: plain values, absent ones null or empty. */
export interface ExportedItem {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly priority: string | null;
  readonly phase: string | null;
  readonly profile: string | null;
  readonly status: string;
  readonly stage: string | null;
  readonly dependsOn: readonly string[];
  readonly tests: readonly string[];
  readonly commands: readonly string[];
  readonly checklistDone: number;
  readonly checklistOpen: number;
  readonly implementer: string | null;
  readonly reviewer: string | null;
  readonly commit: string | null;
  readonly deferredReason: string | null;
}

const COLUMNS = [
  'id',
  'title',
  'line',
  'priority',
  'phase',
  'profile',
  'status',
  'stage',
  'dependsOn',
  'tests',
  'commands',
  'checklistDone',
  'checklistOpen',
  'implementer',
  'reviewer',
  'commit',
  'deferredReason',
] as const satisfies readonly (keyof ExportedItem)[];

/** The items of any tracker as plain values, for JSON. */
export function exportItems(document: TrackerDocument): readonly ExportedItem[] {
  return document.items.map((item) => exportItem(item));
}

/**
 * The items of any tracker as CSV by RFC 4180: a header, CRLF line endings, lists joined by a space
 * (commands by `; `). Texts that a spreadsheet would run as a formula are disarmed.
 */
export function exportCsv(document: TrackerDocument): string {
  const rows = exportItems(document).map((item) =>
    COLUMNS.map((column) => csvCell(cellOf(item, column), ',')).join(','),
  );
  return `${[COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
}

function exportItem(item: TrackerItem): ExportedItem {
  const done = item.checklist.filter((entry) => entry.done).length;
  return {
    id: item.id,
    title: maskUnsafe(item.title),
    line: item.line,
    priority: item.priority === null ? null : `P${item.priority}`,
    phase: textOf(item.phase),
    profile: item.profile,
    status: item.status,
    stage: item.stage,
    dependsOn: item.dependsOn.map(maskUnsafe),
    tests: item.tests.map(maskUnsafe),
    commands: item.commands.map((command) => maskUnsafe(command.text)),
    checklistDone: done,
    checklistOpen: item.checklist.length - done,
    implementer: textOf(item.implementer?.text ?? null),
    reviewer: textOf(item.reviewer?.text ?? null),
    commit: textOf((item.evidence?.commit ?? item.commit)?.text ?? null),
    deferredReason: textOf(item.deferredReason?.text ?? null),
  };
}

function textOf(text: string | null): string | null {
  return text === null || text === '' ? null : maskUnsafe(text);
}

function cellOf(item: ExportedItem, column: keyof ExportedItem): string {
  const value = item[column];
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return withoutFormula(value);
  return withoutFormula(value.join(column === 'commands' ? '; ' : ' '));
}
