import { refused, type Read } from '../input-problem.ts';
import type { ListItem } from '../markdown/list.ts';
import { plainText } from '../markdown/inline.ts';
import type { Section } from '../markdown/sections.ts';
import { readStatus } from '../status-word.ts';
import {
  emptyDocument,
  emptyItem,
  type ChecklistEntry,
  type TrackerDocument,
  type TrackerItem,
} from '../tracker-model.ts';

import { headOf, isTask, itemOfListItem, type ListContext } from './checkbox-item.ts';
import {
  commandsIn,
  entryOf,
  headingText,
  labelledField,
  listItemsIn,
  listsIn,
  notesUnder,
} from './found.ts';
import { ItemIds } from './item-ids.ts';
import { resumePointOf, stageAt, statusOfBoxes } from './item-stage.ts';
import { mostHaveBareIds } from './item-text.ts';
import type { MarkdownView } from './markdown-format.ts';
import { decisionsInRegisters } from './registers.ts';
import { dependenciesIn, priorityOf } from './row-item.ts';
import { newTableSink, placeTable, type TableSink } from './task-rows.ts';

/** `### P0-003: Bearer auth`: a heading with such an id is the item of the boxes below it. */
const HEADING_ID = /^\[?([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+(?:\.\d+)*)\]?\s*(?:[:.—–-]\s*|\s)(.*)$/;

/**
 * Reads the commonest Markdown: items from task tables, check boxes and headings with ids, in the
 * order of the document. Boxes nested below an item are its checklist.
 */
export function readLoose(
  view: MarkdownView,
  format: 'checkbox-list' | 'task-table',
  only: string | null,
): Read<TrackerDocument> {
  const sink = newTableSink(new ItemIds(), only);
  const bareIds = mostHaveBareIds(topTasks(view).map((item) => item.raw));
  for (const section of view.sections) placeSection(sink, section, bareIds);
  const [problem] = sink.problems;
  if (problem !== undefined) return refused(problem);
  const top = view.sections[1] ?? view.root;
  const value = {
    ...emptyDocument(format, view.source.text),
    style: sink.style.finish(view.source.text),
    title: headingText(top) === '' ? null : headingText(top),
    status: labelledField(top.blocks, /^status$/i),
    items: sink.items,
    rules: notesUnder(view.sections, /\brules?\b/i),
    decisions: [
      ...decisionsInRegisters(sink.registers),
      ...notesUnder(view.sections, /^decisions?\b/i),
    ],
    openQuestions: notesUnder(view.sections, /^open questions?/i),
    registers: sink.registers,
    warnings: [...sink.warnings, ...sink.ids.warnings],
    resumeAt: resumePointOf(sink.items),
  };
  return { kind: 'read', value };
}

/** The outermost tasks of all lists; a list item without a box is a group of those below it. */
export function topTasks(view: MarkdownView): readonly ListItem[] {
  return view.sections.flatMap((section) =>
    tasksIn(listsIn(section.blocks).flatMap((each) => each.items)),
  );
}

function tasksIn(items: readonly ListItem[]): readonly ListItem[] {
  return items.flatMap((item) => (isTask(item) ? [item] : tasksIn(item.children)));
}

function placeSection(sink: TableSink, section: Section, bareIds: boolean): void {
  const heading = headingText(section);
  const phase = section.level > 1 && heading !== '' ? heading : null;
  const own = headingItem(sink, section);
  if (own !== null) sink.items.push(own);
  const context: ListContext = { ids: sink.ids, phase, bareIds };
  for (const block of section.blocks) {
    if (block.kind === 'table') placeTable(sink, block, { section, phase, idPrefix: '' });
    if (block.kind !== 'list' || own !== null) continue;
    for (const task of tasksIn(block.items)) {
      const head = headOf(context, task);
      if (head.emoji !== null) sink.style.addStatus(head.emoji.text);
      if (sink.only === null || sink.only === head.id) {
        sink.items.push(itemOfListItem(context, task, head));
      }
    }
  }
}

/** The item that a heading with an id names, where boxes or a status stand below it. */
function headingItem(sink: TableSink, section: Section): TrackerItem | null {
  const [, written, title = ''] = HEADING_ID.exec(headingText(section)) ?? [];
  if (written === undefined) return null;
  const field = (label: RegExp) => labelledField(section.blocks, label);
  const listItems = listItemsIn(section.blocks);
  const checklist = listItems
    .map((item) => entryOf(item, '', 'REVIEW'))
    .filter((entry): entry is ChecklistEntry => entry !== undefined);
  const statusField = field(/^(?:status|state)$/i);
  if (checklist.length === 0 && statusField === null) return null;
  const status = readStatus(statusField?.text ?? '') ?? statusOfBoxes(checklist);
  return emptyItem({
    id: sink.ids.written(written, section.line),
    writtenId: written,
    title: title === '' ? written : plainText(title),
    line: section.line,
    lineLast: section.lineLast,
    priority: priorityOf(field(/^priority$/i)?.text ?? '', written),
    status,
    statusField,
    stage: stageAt(status, null),
    dependsOn: dependenciesIn(field(/^(?:depends on|dependencies|blocked by)$/i)?.text ?? ''),
    commands: listItems.flatMap((item) => commandsIn(item.raw, item.line, null)),
    checklist,
    implementer: field(/^(?:owner|assignee|implementer)$/i),
    reviewer: field(/^reviewer$/i),
    reviewState: field(/^(?:verdict|review(?: state)?)$/i),
    commit: field(/^commit$/i),
    deferredReason: field(/^(?:deferred |blocked )?reason$/i),
  });
}
