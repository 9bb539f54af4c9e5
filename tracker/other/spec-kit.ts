import type { SpanEdit } from '../markdown/edit.ts';
import { parsePriority } from '../../domain/priority.ts';
import { commandsIn, entryOf, headingText, listItemsIn } from '../formats/found.ts';
import { ItemIds } from '../formats/item-ids.ts';
import { resumePointOf, stageAt } from '../formats/item-stage.ts';
import { viewOf } from '../formats/markdown-format.ts';
import { refused, type Read } from '../input-problem.ts';
import { codeSpans, plainText } from '../markdown/inline.ts';
import type { ListItem } from '../markdown/list.ts';
import {
  emptyDocument,
  emptyItem,
  type Note,
  type Phase,
  type TrackerDocument,
  type TrackerItem,
} from '../tracker-model.ts';

import { changedItem, type OtherChange } from './other-change.ts';

/** `T012 [P] [US1] Create the model in src/models/user.py (depends on T011)`. */
const TASK = /^(T\d{3,}[a-z]?)\b\s*((?:\[[^\]]*\]\s*)*)(.*)$/;
/** The template's tasks that were not numbered. */
const UNNUMBERED = /^TXXX\b/;
const DEPENDS =
  /\b(?:depends on|after|requires|blocked by)\s+((?:T\d{3,}[a-z]?(?:\s*(?:,|and|&)\s*)?)+)/gi;
const PHASE = /^Phase\s+[\w.]+/i;
const PRIORITY = /\bPriority:\s*(P\d)\b/i;
const TEST_PATH = /[\w./-]*(?:test|spec)[\w./-]*\.\w+/gi;

interface TaskReader {
  readonly ids: ItemIds;
  readonly warnings: Note[];
}

/** Whether a line's text is a task of spec-kit's `tasks.md`. */
export function isSpecKitTask(raw: string): boolean {
  return TASK.test(raw);
}

/**
 * Reads a `tasks.md` of spec-kit (`templates/tasks-template.md`): numbered check boxes below phases,
 * with `[P]` for parallel and `[US1]` for the user story. A box that has no number is a warning.
 */
export function parseSpecKit(text: string): Read<TrackerDocument> {
  const view = viewOf(text);
  if (view.kind === 'refused') return view;
  const reader: TaskReader = { ids: new ItemIds(), warnings: [] };
  const items: TrackerItem[] = [];
  const phases: Phase[] = [];
  let phase: { id: string; heading: string } | null = null;
  for (const section of view.value.sections) {
    const heading = headingText(section);
    const id = PHASE.exec(heading)?.[0];
    if (id !== undefined) {
      phase = { id, heading };
      const { line, lineLast } = section;
      phases.push({ id, title: heading, line, lineLast, goal: null });
    } else if (section.level <= 2) phase = null;
    for (const entry of listItemsIn(section.blocks)) {
      const item = itemOf(reader, entry, phase);
      if (item !== null) items.push(item);
    }
  }
  if (items.length === 0) return noTasks();
  const warnings = [...reader.warnings, ...reader.ids.warnings].sort((a, b) => a.line - b.line);
  const document = emptyDocument('spec-kit', text);
  const title = view.value.sections.find((section) => section.level === 1);
  return {
    kind: 'read',
    value: {
      ...document,
      title: title === undefined ? null : headingText(title),
      items,
      phases,
      warnings,
      resumeAt: resumePointOf(items),
    },
  };
}

/** The edit that ticks a task's box, or opens it again. */
export function specKitEdits(document: TrackerDocument, change: OtherChange): readonly SpanEdit[] {
  const [own] = changedItem(document, change).checklist;
  const done = change.status === 'done';
  if (own === undefined || own.done === done) return [];
  return [{ ...own.box, text: done ? 'x' : ' ' }];
}

function itemOf(
  reader: TaskReader,
  entry: ListItem,
  phase: { readonly id: string; readonly heading: string } | null,
): TrackerItem | null {
  const box = entryOf(entry, phase?.id ?? '', 'CHECKPOINT');
  if (box === undefined) return null;
  const match = TASK.exec(entry.raw);
  if (match === null) {
    const what = UNNUMBERED.test(entry.raw) ? 'still has the number TXXX' : 'has no number';
    reader.warnings.push({ line: entry.line, text: `This task ${what}: ${plainText(entry.raw)}` });
    return null;
  }
  const [, written = '', marks = '', description = ''] = match;
  const status = box.done ? 'done' : 'todo';
  const story = /\[(US\d+)\]/i.exec(marks)?.[1];
  return emptyItem({
    id: reader.ids.written(written, entry.line),
    writtenId: written,
    title: plainText(description),
    line: entry.line,
    priority: parsePriority(PRIORITY.exec(phase?.heading ?? '')?.[1] ?? ''),
    phase: phase?.id ?? null,
    status,
    stage: stageAt(status, null),
    dependsOn: dependenciesIn(description),
    tests: testsIn(description),
    commands: commandsIn(description, entry.line, 'TARGETED'),
    checklist: [box],
    notes:
      story === undefined
        ? []
        : [{ label: 'story', line: entry.line, entries: [{ line: entry.line, text: story }] }],
  });
}

function dependenciesIn(description: string): string[] {
  return [...description.matchAll(DEPENDS)].flatMap(
    (match) => match[1]?.match(/T\d{3,}[a-z]?/g) ?? [],
  );
}

/** Paths of test files that the task names, in backticks or not. */
function testsIn(description: string): string[] {
  const text = `${description} ${codeSpans(description)
    .map((span) => span.code)
    .join(' ')}`;
  return [...new Set(text.match(TEST_PATH) ?? [])].filter((path) => path.includes('/'));
}

function noTasks(): Read<never> {
  return refused({
    line: 1,
    column: 1,
    expected: 'tasks such as `- [ ] T001 Create the project`',
    found: 'none',
    fix: 'Name the tasks.md of spec-kit.',
  });
}
