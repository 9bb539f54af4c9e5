import type { ItemStatus } from '../../domain/backlog-status.ts';
import { parsePriority, type Priority } from '../../domain/priority.ts';
import { PROFILES, type Profile } from '../../domain/stage.ts';
import { codeSpans, plainText } from '../markdown/inline.ts';
import { cellText, type Table, type TableRow } from '../markdown/table.ts';
import { readStatus } from '../status-word.ts';
import { emptyItem, type Field, type Note, type TrackerItem } from '../tracker-model.ts';

import { commandsIn } from './found.ts';
import type { ItemIds } from './item-ids.ts';
import { stageAt } from './item-stage.ts';
import type { TaskColumn, TaskColumns } from './task-columns.ts';

/** What rows have in common: their table, its columns, and what is known from around it. */
export interface RowContext {
  readonly table: Table;
  readonly columns: TaskColumns;
  /** Per column, how wide its cells are; null where they are not equally wide. */
  readonly widths: readonly (number | null)[];
  readonly phase: string | null;
  /** Prefix of ids that are made of titles. */
  readonly idPrefix: string;
  readonly ids: ItemIds;
  readonly warnings: Note[];
}

const NOTHING = /^(?:[-–—]+|n\/?a|none|nil|tbd)?$/i;
const REASON = /\(([^()]+)\)\s*$/;
const PRIORITY_ID = /^(P\d)(?=[-._]|$)/;
const PRIORITY_WORDS = new Map<string, Priority>([
  ['critical', 0],
  ['urgent', 0],
  ['high', 1],
  ['medium', 2],
  ['normal', 2],
  ['low', 3],
]);

/** The field in a column of a row, or null where the table has no such column. */
export function fieldAt(context: RowContext, row: TableRow, column: TaskColumn): Field | null {
  const index = context.columns.get(column);
  const cell = index === undefined ? undefined : row.cells[index];
  if (cell === undefined || index === undefined) return null;
  const frame = { span: cell.outer, width: context.widths[index] ?? null };
  return { text: plainText(cellText(cell)), line: row.line, span: cell.span, cell: frame };
}

/**
 * For each column, the width that its cells are padded to, pipe to pipe. A value that did not fit
 * sticks out of an aligned column without ending its alignment; a cell that is narrower does.
 */
export function columnWidths(table: Table): readonly (number | null)[] {
  return table.header.cells.map((head, index) => {
    const width = head.outer.end - head.outer.start;
    const widths = table.rows.map(({ cells }) => {
      const outer = cells[index]?.outer;
      return outer === undefined ? 0 : outer.end - outer.start;
    });
    const fitting = widths.filter((each) => each === width).length;
    const isAligned = widths.every((each) => each >= width) && fitting * 2 >= widths.length;
    return isAligned ? width : null;
  });
}

/** The id of a row as written, or null, and as it is unique in the document. */
export function idOfRow(
  { columns, ids, idPrefix }: RowContext,
  row: TableRow,
): { readonly id: string; readonly written: string | null } {
  const textAt = (column: TaskColumn): string => {
    return plainText(cellText(row.cells[columns.get(column) ?? -1]));
  };
  const written = textAt('id');
  if (written !== '') return { id: ids.written(written, row.line), written };
  return { id: ids.derived(textAt('title'), idPrefix, row.line), written: null };
}

/** Reads a row as an item; what it cannot read becomes a warning. */
export function itemOfRow(
  context: RowContext,
  row: TableRow,
  { id, written }: ReturnType<typeof idOfRow>,
): TrackerItem {
  const at = (column: TaskColumn): Field | null => fieldAt(context, row, column);
  const text = (column: TaskColumn): string => at(column)?.text ?? '';
  const raw = (column: TaskColumn): string => {
    return cellText(row.cells[context.columns.get(column) ?? -1]);
  };
  const title = text('title') === '' ? (written ?? '') : text('title');
  const status = statusOf(context, raw('status'), row.line);
  const profile = profileOf(at('testsWritten'), text('profile'));
  return emptyItem({
    id,
    writtenId: written,
    title,
    line: row.line,
    priority: priorityOf(text('priority'), written ?? ''),
    phase: text('phase') === '' ? context.phase : text('phase'),
    profile,
    status,
    statusField: at('status'),
    stage: stageAt(status, profile),
    dependsOn: dependenciesIn(text('dependsOn')),
    tests: testsIn(raw('tests')),
    commands: [
      ...commandsIn(raw('commands'), row.line, 'TARGETED'),
      ...commandsIn(raw('title'), row.line, null),
    ],
    implementer: at('implementer'),
    reviewer: at('reviewer'),
    reviewState: at('reviewState'),
    commit: at('commit'),
    deferredReason: at('deferredReason') ?? reasonInStatus(at('status'), status),
    testsWritten: at('testsWritten'),
    testsPassing: at('testsPassing'),
    evidenceLink: at('evidenceLink'),
  });
}

/** The most urgent priority that a text or an id such as `P0-003` names. */
export function priorityOf(text: string, id: string): Priority | null {
  const word = text.toLowerCase().split(/[\s(]/)[0] ?? '';
  return (
    parsePriority(text) ??
    PRIORITY_WORDS.get(word) ??
    parsePriority(PRIORITY_ID.exec(id)?.[1] ?? '') ??
    null
  );
}

/** The ids that a cell or a `depends on` text lists. */
export function dependenciesIn(text: string): readonly string[] {
  if (NOTHING.test(text.trim())) return [];
  return text
    .split(/[\s,;&+]+/)
    .map((word) => word.replaceAll(/^[#([]+|[)\].:]+$/g, ''))
    .filter((word) => /\d/.test(word) && /^[\w.-]+$/.test(word));
}

function statusOf(context: RowContext, raw: string, line: number): ItemStatus {
  if (NOTHING.test(raw.trim())) return 'todo';
  const status = readStatus(raw);
  if (status === null) {
    const text = `The status “${plainText(raw)}” is not known; the item counts as todo.`;
    context.warnings.push({ line, text });
  }
  return status ?? 'todo';
}

/** A document that counts an item's tests asks for tests first; a dash there means none. */
function profileOf(testsWritten: Field | null, profile: string): Profile | null {
  const stated = PROFILES.find((each) => each === profile.toLowerCase());
  if (stated !== undefined) return stated;
  if (testsWritten === null) return null;
  return NOTHING.test(testsWritten.text) ? 'chore' : 'tdd';
}

/** `Deferred (no owner yet)`: the reason stands with the status where it has no column. */
function reasonInStatus(field: Field | null, status: ItemStatus): Field | null {
  if (field === null || (status !== 'deferred' && status !== 'skipped' && status !== 'blocked')) {
    return null;
  }
  const reason = REASON.exec(field.text)?.[1];
  return reason === undefined ? null : { ...field, text: reason, cell: null };
}

function testsIn(raw: string): readonly string[] {
  if (NOTHING.test(raw) || /^\d+(?:\s*\/\s*\d+)?$/.test(raw)) return [];
  const codes = codeSpans(raw).map((span) => span.code);
  const words = codes.length > 0 ? codes : raw.split(/[\s,;]+/);
  return words.map((word) => plainText(word)).filter((word) => /[./]/.test(word));
}
