import { plainText } from '../markdown/inline.ts';
import type { Block, Paragraph } from '../markdown/blocks.ts';
import type { ListItem } from '../markdown/list.ts';
import type { Section } from '../markdown/sections.ts';
import { readStatus } from '../status-word.ts';
import {
  emptyDocument,
  emptyItem,
  type ChecklistEntry,
  type Field,
  type LabelledNotes,
  type Note,
  type TrackerItem,
} from '../tracker-model.ts';

import {
  commandsIn,
  entryOf,
  headingText,
  labelledField,
  listItemsIn,
  noteOf,
  notesUnder,
  referencesIn,
} from './found.ts';
import { ItemIds } from './item-ids.ts';
import { resumePointOf, stageAt, statusOfBoxes } from './item-stage.ts';
import { NOT_DETECTED, type MarkdownFormat, type MarkdownView } from './markdown-format.ts';
import { dependenciesIn, priorityOf } from './row-item.ts';

/** `WS3: Registry migration` or `Workstream 3 - Registry migration` */
const WORKSTREAM = /^(?:(WS-?\d+)|workstream (\d+))\s*[:.—–-]\s*(\S.*)$/i;
const LABEL = /^(?:\*\*)?([A-Z][A-Za-z -]{1,30}?)(?:\*\*)?:(?:\*\*)?\s*$/;

const COMMANDS = /^(?:done when|verify|verification|commands?|tests?)$/i;

/** Sections per workstream with labelled lists: inputs, scope, deliverables, done when. */
export const workstreamBacklog: MarkdownFormat = {
  id: 'workstream-backlog',
  detect(view) {
    const found = view.sections.filter((section) => WORKSTREAM.test(headingText(section)));
    if (found.length === 0) return NOT_DETECTED;
    const reason = `${found.length} headings such as “${headingText(found[0] ?? view.root)}”`;
    return { score: 60 + Math.min(30, found.length * 5), reasons: [reason] };
  },
  parse(view) {
    const ids = new ItemIds();
    const items = view.sections
      .filter((section) => WORKSTREAM.test(headingText(section)))
      .map((section) => workstream(section, ids));
    const allBlocks = view.sections.flatMap((section) => section.blocks);
    const value = {
      ...emptyDocument('workstream-backlog', view.source.text),
      title: headingText(view.sections[1] ?? view.root),
      status: labelledField(view.sections[1]?.blocks ?? [], /^status$/i),
      items,
      rules: notesUnder(otherSections(view), /\brules?\b/i),
      decisions: decisionsIn(view),
      completion: notesUnder(otherSections(view), /\b(?:completion|definition of done)\b/i),
      references: listItemsIn(allBlocks).flatMap((item) => referencesIn(item.raw, item.line)),
      warnings: ids.warnings,
      resumeAt: resumePointOf(items),
    };
    return { kind: 'read', value };
  },
};

function workstream(section: Section, ids: ItemIds): TrackerItem {
  const [, code, number, title = ''] = WORKSTREAM.exec(headingText(section)) ?? [];
  const written = code?.toUpperCase() ?? `WS${number ?? ''}`;
  const notes = labelledNotes(section.blocks);
  const listItems = listItemsIn(section.blocks);
  const checklist = listItems
    .map((item) => entryOf(item, '', 'REVIEW'))
    .filter((entry): entry is ChecklistEntry => entry !== undefined);
  const statusField = fieldIn(section.blocks, /^status$/i);
  const status = readStatus(statusField?.text ?? '') ?? statusOfBoxes(checklist);
  return emptyItem({
    id: ids.written(written, section.line),
    writtenId: written,
    title,
    line: section.line,
    lineLast: section.lineLast,
    priority: priorityOf(fieldIn(section.blocks, /^priority$/i)?.text ?? '', written),
    phase: written,
    status,
    statusField,
    stage: stageAt(status, null),
    dependsOn: dependenciesIn(
      fieldIn(section.blocks, /^(?:depends on|dependencies)$/i)?.text ?? '',
    ),
    commands: commandItems(section.blocks).flatMap((item) => {
      return commandsIn(item.raw, item.line, 'TARGETED');
    }),
    checklist,
    implementer: fieldIn(section.blocks, /^(?:owner|implementer)$/i),
    reviewer: fieldIn(section.blocks, /^reviewer$/i),
    reviewState: fieldIn(section.blocks, /^(?:verdict|review state)$/i),
    commit: fieldIn(section.blocks, /^commit$/i),
    deferredReason: fieldIn(section.blocks, /^(?:deferred|blocked) reason$/i),
    notes,
  });
}

/** `Label: value` as a line of a paragraph, or as an entry of a list. */
function fieldIn(blocks: readonly Block[], label: RegExp): Field | null {
  const paragraph = labelledField(blocks, label);
  if (paragraph !== null) return paragraph;
  for (const item of listItemsIn(blocks)) {
    const match = /^([A-Za-z][A-Za-z -]{1,30}):[ \t]+(\S.*)$/.exec(item.raw);
    if (match === null || !label.test(match[1] ?? '') || item.lineLast !== item.line) continue;
    const value = match[2] ?? '';
    const span = { start: item.span.end - value.length, end: item.span.end };
    return { text: plainText(value), line: item.line, span, cell: null };
  }
  return null;
}

/** Each `Label:` line with the list that follows it. */
function labelledNotes(blocks: readonly Block[]): readonly LabelledNotes[] {
  return blocks.flatMap((block, index) => {
    const label = block.kind === 'paragraph' ? labelOf(block) : null;
    const next = blocks[index + 1];
    if (label === null || next?.kind !== 'list') return [];
    const entries = listItemsIn([next]).map(noteOf);
    return [{ label, line: block.lineLast, entries }];
  });
}

/** Only what is labelled so is a command: inputs and scope mention scripts that nobody should run. */
function commandItems(blocks: readonly Block[]): readonly ListItem[] {
  return blocks.flatMap((block, index) => {
    const label = block.kind === 'paragraph' ? (labelOf(block) ?? '') : '';
    const next = blocks[index + 1];
    return COMMANDS.test(label) && next?.kind === 'list' ? listItemsIn([next]) : [];
  });
}

/** The label that ends a paragraph, directly above its list. */
function labelOf(paragraph: Paragraph): string | null {
  return LABEL.exec(paragraph.texts.at(-1)?.raw ?? '')?.[1] ?? null;
}

/** Notes under a decision heading that name a decision, such as `D-005 approved: …`. */
function decisionsIn(view: MarkdownView): readonly Note[] {
  return notesUnder(otherSections(view), /\bdecisions?\b/i).filter((note) =>
    /\bD-?\d+\b/.test(note.text),
  );
}

function otherSections(view: MarkdownView): readonly Section[] {
  return view.sections.filter((section) => !WORKSTREAM.test(headingText(section)));
}
