import type { ItemStatus } from '../../domain/backlog-status.ts';
import { ItemIds } from '../formats/item-ids.ts';
import { resumePointOf, stageAt } from '../formats/item-stage.ts';
import { priorityOf } from '../formats/row-item.ts';
import { refused, type Read } from '../input-problem.ts';
import type { SpanEdit } from '../markdown/edit.ts';
import { readStatus } from '../status-word.ts';
import {
  emptyDocument,
  emptyItem,
  type Field,
  type Note,
  type TrackerDocument,
  type TrackerItem,
} from '../tracker-model.ts';

import {
  arrayMember,
  parseJsonSource,
  textMember,
  type JsonNode,
  type JsonObject,
} from './json-source.ts';
import { LineIndex } from './line-index.ts';
import { changedItem, type OtherChange } from './other-change.ts';

/** The words of Task Master's `tasks.json` (task-master-ai, `TaskStatus`). */
const SPELLINGS: Readonly<Record<ItemStatus, string>> = {
  todo: 'pending',
  in_progress: 'in-progress',
  in_review: 'review',
  changes_requested: 'in-progress',
  blocked: 'blocked',
  deferred: 'deferred',
  skipped: 'cancelled',
  approved: 'review',
  done: 'done',
};

interface Tag {
  readonly name: string;
  readonly tasks: readonly JsonObject[];
}

interface TaskReader {
  readonly text: string;
  readonly lines: LineIndex;
  readonly ids: ItemIds;
  readonly warnings: Note[];
  /** Put before ids where the file has several tags, each with numbers of its own. */
  readonly prefix: string;
  readonly phase: string | null;
}

/**
 * Reads Task Master's `tasks.json`, with tags (`{"master": {"tasks": […]}}`) or without them. A
 * subtask is an item of its own, `4.2`; it waits for what its task waits for, and the task waits for
 * its subtasks.
 */
export function parseTaskMaster(text: string): Read<TrackerDocument> {
  const read = parseJsonSource(text);
  if (read.kind === 'refused') return read;
  const tags = tagsOf(read.value);
  if (tags.length === 0) return noTasks();
  const shared = { text, lines: new LineIndex(text), ids: new ItemIds(), warnings: [] as Note[] };
  const items = tags.flatMap(({ name, tasks }) => {
    const several = tags.length > 1;
    const reader = { ...shared, prefix: several ? `${name}-` : '', phase: several ? name : null };
    return tasks.flatMap((task) => itemsOf(reader, task));
  });
  const warnings = [...shared.warnings, ...shared.ids.warnings];
  const document = emptyDocument('task-master', text);
  return { kind: 'read', value: { ...document, items, warnings, resumeAt: resumePointOf(items) } };
}

/** The edit that sets a task's status, in the tool's own words. */
export function taskMasterEdits(
  document: TrackerDocument,
  change: OtherChange,
): readonly SpanEdit[] {
  const item = changedItem(document, change);
  if (item.statusField === null || item.status === change.status) return [];
  return [{ ...item.statusField.span, text: SPELLINGS[change.status] }];
}

function tagsOf(root: JsonNode): Tag[] {
  if (root.kind !== 'object') return [];
  if (root.members.get('tasks')?.kind === 'array')
    return [{ name: '', tasks: tasksIn(root, 'tasks') }];
  return [...root.members].flatMap(([name, tag]) => {
    if (tag.kind !== 'object' || tag.members.get('tasks')?.kind !== 'array') return [];
    return { name, tasks: tasksIn(tag, 'tasks') };
  });
}

function tasksIn(node: JsonObject, key: string): JsonObject[] {
  return arrayMember(node, key).filter((each) => each.kind === 'object');
}

function itemsOf(reader: TaskReader, task: JsonObject): TrackerItem[] {
  const id = textMember(task, 'id') ?? '';
  const subtasks = tasksIn(task, 'subtasks');
  const own = dependenciesOf(task).map((each) => `${reader.prefix}${each}`);
  const siblings = new Set(subtasks.map((each) => textMember(each, 'id')));
  const children = subtasks.map((subtask) => {
    const named = dependenciesOf(subtask).map((each) => {
      return `${reader.prefix}${siblings.has(each) ? `${id}.${each}` : each}`;
    });
    const childId = `${id}.${textMember(subtask, 'id') ?? ''}`;
    return itemOf(reader, subtask, { id: childId, dependsOn: [...new Set([...own, ...named])] });
  });
  const parentId = `${reader.prefix}${id}`;
  const parts = children
    .filter((child) => !child.dependsOn.includes(parentId))
    .map((child) => child.id);
  return [...children, itemOf(reader, task, { id, dependsOn: [...own, ...parts] })];
}

function itemOf(
  reader: TaskReader,
  task: JsonObject,
  known: { readonly id: string; readonly dependsOn: readonly string[] },
): TrackerItem {
  const line = reader.lines.lineAt(task.start);
  const written = `${reader.prefix}${known.id}`;
  const title = textMember(task, 'title') ?? written;
  const status = statusOf(reader, task, line);
  return emptyItem({
    id: reader.ids.written(written, line),
    writtenId: written,
    title,
    line,
    priority: priorityOf(textMember(task, 'priority') ?? '', ''),
    phase: reader.phase,
    status,
    statusField: fieldOf(reader, task, 'status'),
    stage: stageAt(status, null),
    dependsOn: known.dependsOn,
    notes: notesOf(reader, task),
  });
}

/** Numbers or texts; Task Master accepts both. */
function dependenciesOf(task: JsonObject): string[] {
  return arrayMember(task, 'dependencies').flatMap((each) => {
    const value = each.kind === 'scalar' ? each.value : null;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : [];
  });
}

function statusOf(reader: TaskReader, task: JsonObject, line: number): ItemStatus {
  const text = textMember(task, 'status') ?? 'pending';
  const status = readStatus(text);
  if (status === null) {
    reader.warnings.push({
      line,
      text: `The status “${text}” is not known; the item counts as todo.`,
    });
  }
  return status ?? 'todo';
}

/** A member that is a text, with its place between the quotes. */
function fieldOf(reader: TaskReader, task: JsonObject, key: string): Field | null {
  const member = task.members.get(key);
  if (member?.kind !== 'scalar' || typeof member.value !== 'string') return null;
  const span = { start: member.start + 1, end: member.end - 1 };
  return { text: member.value, line: reader.lines.lineAt(member.start), span, cell: null };
}

function notesOf(reader: TaskReader, task: JsonObject): TrackerItem['notes'] {
  return ['testStrategy', 'acceptanceCriteria'].flatMap((label) => {
    const field = fieldOf(reader, task, label);
    if (field === null || field.text === '') return [];
    const text = field.text.replaceAll(/\s+/g, ' ').trim();
    return { label, line: field.line, entries: [{ line: field.line, text }] };
  });
}

function noTasks(): Read<never> {
  return refused({
    line: 1,
    column: 1,
    expected: 'an object with `tasks`, or with tags that have `tasks`',
    found: 'neither',
    fix: "Name Task Master's tasks.json.",
  });
}
