import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';

import type { ItemStatus } from '../../domain/backlog-status.ts';
import { commandsIn, entryOf, headingText, listItemsIn } from '../formats/found.ts';
import { ItemIds } from '../formats/item-ids.ts';
import { resumePointOf, stageAt } from '../formats/item-stage.ts';
import { viewOf, type MarkdownView } from '../formats/markdown-format.ts';
import { priorityOf } from '../formats/row-item.ts';
import { refused, type Read } from '../input-problem.ts';
import type { SpanEdit } from '../markdown/edit.ts';
import { readStatus } from '../status-word.ts';
import {
  emptyDocument,
  emptyItem,
  type ChecklistEntry,
  type Field,
  type Note,
  type TrackerDocument,
} from '../tracker-model.ts';

import { LineIndex } from './line-index.ts';
import { changedItem, tickEdits, type OtherChange } from './other-change.ts';

/** The default statuses of Backlog.md; a project's config may have others. */
const SPELLINGS: Readonly<Record<ItemStatus, string>> = {
  todo: 'To Do',
  in_progress: 'In Progress',
  in_review: 'In Progress',
  changes_requested: 'In Progress',
  blocked: 'Blocked',
  deferred: 'To Do',
  skipped: 'Done',
  approved: 'In Progress',
  done: 'Done',
};
/** `assignee: @ana`: YAML reserves the @, but Backlog.md writes and reads names so. */
const BARE_NAME = /^(\s*(?:\w+:|-)\s+)@/gm;
/** Stands for that @ while YAML is read: as long as an @, so that all places stay. */
const AT = '\uFF20';
const CHECKLIST = /^(?:acceptance criteria|definition of done)$/i;

/** The front matter's values with their places in the document. */
interface FrontMatter {
  readonly field: (key: string) => Field | null;
  readonly list: (key: string) => readonly string[];
}

/**
 * Reads a task file of Backlog.md: one item, its front matter and the check boxes of its acceptance
 * criteria and definition of done.
 */
export function parseBacklogMd(text: string): Read<TrackerDocument> {
  const view = viewOf(text);
  if (view.kind === 'refused') return view;
  const read = frontMatterOf(view.value);
  if (read.kind === 'refused') return read;
  const { field, list } = read.value;
  const id = field('id');
  if (id === null) return noTask();
  const ids = new ItemIds();
  const warnings: Note[] = [];
  const statusField = field('status');
  const status = readStatus(statusField?.text ?? 'To Do');
  if (status === null && statusField !== null) {
    const warning = `The status “${statusField.text}” is not known; the item counts as todo.`;
    warnings.push({ line: statusField.line, text: warning });
  }
  const item = emptyItem({
    id: ids.written(id.text, id.line),
    writtenId: id.text,
    title: field('title')?.text ?? id.text,
    line: id.line,
    priority: priorityOf(field('priority')?.text ?? '', ''),
    phase: field('milestone')?.text ?? null,
    status: status ?? 'todo',
    statusField,
    stage: stageAt(status ?? 'todo', null),
    dependsOn: list('dependencies'),
    implementer: field('assignee'),
    commands: checklistItems(view.value).flatMap(({ raw, line }) => commandsIn(raw, line, null)),
    checklist: checklistOf(view.value),
  });
  const document = emptyDocument('backlog-md', text);
  const items = [item];
  return {
    kind: 'read',
    value: { ...document, title: item.title, items, warnings, resumeAt: resumePointOf(items) },
  };
}

/** The edits that set the task's status, tick boxes and, where there is one, the date of the update. */
export function backlogMdEdits(
  document: TrackerDocument,
  change: OtherChange,
): readonly SpanEdit[] {
  const item = changedItem(document, change);
  const edits = tickEdits(item, change.tick ?? []);
  if (item.statusField !== null && item.status !== change.status) {
    edits.push({ ...item.statusField.span, text: SPELLINGS[change.status] });
  }
  const view = viewOf(document.text);
  const matter = view.kind === 'read' ? frontMatterOf(view.value) : view;
  const updated = matter.kind === 'read' ? matter.value.field('updated_date') : null;
  if (updated !== null && edits.length > 0) {
    const minutes = change.at.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
    edits.push({ ...updated.span, text: minutes });
  }
  return edits;
}

function frontMatterOf(view: MarkdownView): Read<FrontMatter> {
  const matter = view.blocks.find((block) => block.kind === 'front-matter');
  if (matter === undefined) return noTask();
  const { start, end } = matter.span;
  const yaml = parseDocument(view.source.text.slice(start, end).replaceAll(BARE_NAME, `$1${AT}`));
  const [error] = yaml.errors;
  if (error !== undefined) {
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    const [found = ''] = error.message.split('\n');
    const fix = 'Correct the YAML between the two --- lines.';
    return refused({
      line: line + matter.line,
      column: col,
      expected: 'YAML front matter',
      found,
      fix,
    });
  }
  const root = yaml.contents;
  if (!isMap(root)) return noTask();
  const lines = new LineIndex(view.source.text);
  return {
    kind: 'read',
    value: {
      field: (key) => fieldIn(root, key, { offset: start, lines }),
      list: (key) => listIn(root, key),
    },
  };
}

/** A scalar, or the first entry of a list, with its place inside any quotes. */
function fieldIn(
  root: YAMLMap,
  key: string,
  { offset, lines }: { readonly offset: number; readonly lines: LineIndex },
): Field | null {
  const value: unknown = root.get(key, true);
  const scalar = isSeq(value) ? value.items[0] : value;
  const text = textOf(scalar);
  if (text === null || !isScalar(scalar) || !scalar.range) return null;
  const inset = scalar.type === 'QUOTE_SINGLE' || scalar.type === 'QUOTE_DOUBLE' ? 1 : 0;
  const span = {
    start: offset + scalar.range[0] + inset,
    end: offset + scalar.range[1] - inset,
  };
  return { text, line: lines.lineAt(span.start), span, cell: null };
}

function listIn(root: YAMLMap, key: string): readonly string[] {
  const value: unknown = root.get(key, true);
  if (!isSeq(value)) return [];
  return value.items.map(textOf).filter((text) => text !== null);
}

/** A scalar as text, whatever YAML took it for; null for anything else. */
function textOf(node: unknown): string | null {
  if (!isScalar(node)) return null;
  const { value } = node;
  if (typeof value === 'string') return value.trim().replace(AT, '@');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function checklistItems(view: MarkdownView): ReturnType<typeof listItemsIn> {
  return view.sections
    .filter((section) => CHECKLIST.test(headingText(section)))
    .flatMap((section) => listItemsIn(section.blocks));
}

function checklistOf(view: MarkdownView): readonly ChecklistEntry[] {
  return view.sections
    .filter((section) => CHECKLIST.test(headingText(section)))
    .flatMap((section) => listItemsIn(section.blocks).map((each) => ({ each, section })))
    .map(({ each, section }) => entryOf(each, headingText(section), 'REVIEW'))
    .filter((entry) => entry !== undefined);
}

function noTask(): Read<never> {
  return refused({
    line: 1,
    column: 1,
    expected: 'front matter with an id, as Backlog.md writes it',
    found: 'none',
    fix: 'Name a task file of Backlog.md.',
  });
}
