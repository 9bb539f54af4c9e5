import type { ItemStatus } from '../../domain/backlog-status.ts';
import type { Priority } from '../../domain/priority.ts';
import { ItemIds } from '../formats/item-ids.ts';
import { resumePointOf, stageAt } from '../formats/item-stage.ts';
import { refused, type Read } from '../input-problem.ts';
import type { SpanEdit } from '../markdown/edit.ts';
import {
  emptyDocument,
  emptyItem,
  type Field,
  type Note,
  type TrackerDocument,
  type TrackerItem,
} from '../tracker-model.ts';

import { arrayMember, parseJsonSource, textMember, type JsonObject } from './json-source.ts';
import { LineIndex } from './line-index.ts';
import { changedItem, type OtherChange } from './other-change.ts';

/** The statuses of beads (`internal/types/types.go`) and what they mean here. */
const STATUSES: Readonly<Record<string, ItemStatus>> = {
  open: 'todo',
  in_progress: 'in_progress',
  hooked: 'in_progress',
  blocked: 'blocked',
  deferred: 'deferred',
  closed: 'done',
};
const SPELLINGS: Readonly<Record<ItemStatus, string>> = {
  todo: 'open',
  in_progress: 'in_progress',
  in_review: 'in_progress',
  changes_requested: 'in_progress',
  blocked: 'blocked',
  deferred: 'deferred',
  skipped: 'closed',
  approved: 'in_progress',
  done: 'closed',
};
/** Dependency types that hold an issue back; the others only relate issues. */
const BLOCKING = new Set(['blocks', 'conditional-blocks', 'waits-for']);
/** Lines that are kept in the file but are no work to do. */
const NO_WORK = new Set(['tombstone', 'pinned']);

interface BeadsReader {
  readonly ids: ItemIds;
  readonly warnings: Note[];
}

/**
 * Reads an export of beads: JSON Lines, one issue a line. Deleted and pinned issues, templates and
 * records of other types are no items; each is a warning.
 */
export function parseBeads(text: string): Read<TrackerDocument> {
  const reader: BeadsReader = { ids: new ItemIds(), warnings: [] };
  const items: TrackerItem[] = [];
  for (const { line, start, end } of new LineIndex(text).lines(text)) {
    const from = line === 1 && text.startsWith('\uFEFF') ? start + 1 : start;
    if (text.slice(from, end).trim() === '') continue;
    const read = parseJsonSource(text, { start: from, end });
    if (read.kind === 'refused') return read;
    if (read.value.kind !== 'object') return noIssue(line);
    const why = whyNoWork(read.value);
    if (why === null) items.push(itemOf(reader, read.value, line));
    else reader.warnings.push({ line, text: `This line is no item: ${why}.` });
  }
  if (items.length === 0) return noIssue(1);
  const warnings = [...reader.warnings, ...reader.ids.warnings].sort((a, b) => a.line - b.line);
  const document = emptyDocument('beads', text);
  return { kind: 'read', value: { ...document, items, warnings, resumeAt: resumePointOf(items) } };
}

/**
 * The edits that set an issue's status. Beads refuses a closed issue without `closed_at` and an open
 * one with it, so that follows; `updated_at` tells beads that the line is newer.
 */
export function beadsEdits(document: TrackerDocument, change: OtherChange): readonly SpanEdit[] {
  const item = changedItem(document, change);
  if (item.statusField === null || item.status === change.status) return [];
  const { start } = lineOf(document.text, item.statusField.span.start);
  const read = parseJsonSource(document.text, lineOf(document.text, start));
  if (read.kind === 'refused' || read.value.kind !== 'object') return [];
  const closed = SPELLINGS[change.status] === 'closed';
  const closedAt = read.value.members.get('closed_at');
  const updatedAt = read.value.members.get('updated_at');
  const at = JSON.stringify(change.at);
  const edits: SpanEdit[] = [{ ...item.statusField.span, text: SPELLINGS[change.status] }];
  if (updatedAt !== undefined) edits.push({ start: updatedAt.start, end: updatedAt.end, text: at });
  if (closedAt !== undefined) {
    edits.push({ start: closedAt.start, end: closedAt.end, text: closed ? at : 'null' });
  } else if (closed) {
    const end = read.value.end - 1;
    edits.push({ start: end, end, text: `,"closed_at":${at}` });
  }
  return edits;
}

function whyNoWork(issue: JsonObject): string | null {
  const type = textMember(issue, '_type');
  const status = textMember(issue, 'status');
  const template = issue.members.get('is_template');
  if (type !== null && type !== 'issue') return `its type is ${type}`;
  if (status !== null && NO_WORK.has(status)) return `its status is ${status}`;
  if (template?.kind === 'scalar' && template.value === true) return 'it is a template';
  return textMember(issue, 'id') === null ? 'it has no id' : null;
}

function itemOf(reader: BeadsReader, issue: JsonObject, line: number): TrackerItem {
  const id = textMember(issue, 'id') ?? '';
  const word = textMember(issue, 'status') ?? 'open';
  const status = STATUSES[word];
  if (status === undefined) {
    reader.warnings.push({
      line,
      text: `The status “${word}” is not known; the item counts as todo.`,
    });
  }
  const links = dependenciesOf(issue);
  return emptyItem({
    id: reader.ids.written(id, line),
    writtenId: id,
    title: textMember(issue, 'title') ?? id,
    line,
    priority: priorityOf(issue),
    phase: links.find((link) => link.type === 'parent-child')?.id ?? null,
    status: status ?? 'todo',
    statusField: fieldOf(issue, 'status', line),
    stage: stageAt(status ?? 'todo', null),
    dependsOn: links.filter((link) => BLOCKING.has(link.type)).map((link) => link.id),
    implementer: fieldOf(issue, 'assignee', line),
    notes: ['acceptance_criteria', 'close_reason', 'defer_until', 'notes'].flatMap((label) => {
      const text = textMember(issue, label)?.replaceAll(/\s+/g, ' ').trim() ?? '';
      return text === '' ? [] : { label, line, entries: [{ line, text }] };
    }),
  });
}

function dependenciesOf(issue: JsonObject): { id: string; type: string }[] {
  return arrayMember(issue, 'dependencies').flatMap((each) => {
    if (each.kind !== 'object') return [];
    const id = textMember(each, 'depends_on_id');
    const type = textMember(each, 'type') ?? textMember(each, 'dep_type') ?? 'blocks';
    return id === null ? [] : { id, type };
  });
}

function priorityOf(issue: JsonObject): Priority | null {
  const digit = /^[0-4]$/.exec(textMember(issue, 'priority') ?? '')?.[0];
  return digit === undefined ? null : (Number(digit) as Priority);
}

function fieldOf(issue: JsonObject, key: string, line: number): Field | null {
  const member = issue.members.get(key);
  if (member?.kind !== 'scalar' || typeof member.value !== 'string') return null;
  return {
    text: member.value,
    line,
    span: { start: member.start + 1, end: member.end - 1 },
    cell: null,
  };
}

function lineOf(text: string, offset: number): { start: number; end: number } {
  const start = text.lastIndexOf('\n', offset) + 1;
  const end = text.indexOf('\n', offset);
  return {
    start: text[start] === '\uFEFF' ? start + 1 : start,
    end: end === -1 ? text.length : end,
  };
}

function noIssue(line: number): Read<never> {
  return refused({
    line,
    column: 1,
    expected: 'one JSON object with an id a line, as `bd export` writes it',
    found: 'none',
    fix: 'Name the issues.jsonl of beads.',
  });
}
