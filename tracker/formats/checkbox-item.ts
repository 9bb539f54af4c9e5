import type { ItemStatus } from '../../domain/backlog-status.ts';
import { plainText } from '../markdown/inline.ts';
import { walkItems, type CheckBox, type ListItem } from '../markdown/list.ts';
import { readStatus } from '../status-word.ts';
import { emptyItem, type ChecklistEntry, type Field, type TrackerItem } from '../tracker-model.ts';

import { commandsIn, entryOf } from './found.ts';
import type { ItemIds } from './item-ids.ts';
import { stageAt } from './item-stage.ts';
import { splitId } from './item-text.ts';
import { dependenciesIn, priorityOf } from './row-item.ts';

/** What items of a checkbox list have in common. */
export interface ListContext {
  readonly ids: ItemIds;
  readonly phase: string | null;
  readonly bareIds: boolean;
}

/** `(blocked: waiting for the vendor)` at the end of an item's text. */
const STATUS_REMARK = /\(([A-Za-z][A-Za-z ]{2,20}?)(?:\s*[:—–-]\s*([^()]*))?\)\s*$/;
const PRIORITY_TAG = /(?:^|[[(\s*])(P\d)(?=[\])\s:*]|$)/;
const DEPENDS = /\b(?:depends on|dependencies|blocked by|requires)\b:?\s*([^()]*)/i;
const LABEL = /^(?:\*\*|__)?([A-Za-z][A-Za-z ]{1,24}?)(?:\*\*|__)?:(?:\*\*|__)?[ \t]+(\S.*)$/;
const LEADING_EMOJI = /^(?:\p{Extended_Pictographic}\uFE0F?)+(?=\s|$)/u;
/** Marks of note-taking tools inside the box. */
const BOX_MARKS = new Map<string, ItemStatus>([
  ['/', 'in_progress'],
  ['~', 'in_progress'],
  ['-', 'skipped'],
  ['>', 'deferred'],
  ['!', 'blocked'],
]);

/** Whether a list item stands for a task: it has a box, or starts with the emoji of a status. */
export function isTask(item: ListItem): boolean {
  return item.box !== null || emojiField(item) !== null;
}

/** The id, the text without it, and the status emoji before it. */
export function headOf(context: ListContext, item: ListItem) {
  const emoji = emojiField(item);
  const rest = emoji === null ? item.raw : item.raw.slice(emoji.text.length).trimStart();
  const { id: written, title } = splitId(rest, context.bareIds);
  const id =
    written === null
      ? context.ids.derived(title, '', item.line)
      : context.ids.written(written, item.line);
  return { id, written, title, rest, emoji };
}

/** Reads a list item with what is nested below it: boxes become its checklist, labels its facts. */
export function itemOfListItem(
  context: ListContext,
  item: ListItem,
  { id, written, title, rest, emoji }: ReturnType<typeof headOf>,
): TrackerItem {
  const nested = [...walkItems(item.children)];
  const label = (name: RegExp): Field | null => labelled(nested, name);
  const statusField = label(/^(?:status|state)$/i) ?? emoji;
  const remark = STATUS_REMARK.exec(plainText(rest));
  const status = statusOf({ box: item.box, statusField, remark: remark?.[1] ?? '' });
  const depends = label(/^(?:depends on|dependencies|blocked by|requires)$/i)?.text;
  const box = entryOf(item, '', 'CHECKPOINT');
  return emptyItem({
    id,
    writtenId: written,
    title,
    line: item.line,
    lineLast: nested.at(-1)?.lineLast ?? item.lineLast,
    priority: priorityOf(label(/^priority$/i)?.text ?? PRIORITY_TAG.exec(rest)?.[1] ?? '', id),
    phase: context.phase,
    status,
    statusField,
    stage: stageAt(status, null),
    dependsOn: dependenciesIn(depends ?? DEPENDS.exec(plainText(rest))?.[1] ?? ''),
    tests: label(/^tests?(?: files?)?$/i)?.text.split(/[\s,]+/) ?? [],
    commands: [item, ...nested].flatMap((each) => commandsIn(each.raw, each.line, stageIn(each))),
    checklist: [box, ...nested.map((each) => entryOf(each, '', 'REVIEW'))].filter(
      (entry): entry is ChecklistEntry => entry !== undefined,
    ),
    implementer: label(/^(?:owner|assignee|implementer)$/i),
    reviewer: label(/^reviewer$/i),
    reviewState: label(/^(?:verdict|review(?: state)?)$/i),
    commit: label(/^(?:commit|checkpoint)$/i),
    deferredReason: label(/^(?:deferred |blocked )?reason$/i),
  });
}

/** The status: checked is done, whatever else is said; then the words, the emoji, the mark. */
function statusOf(seen: {
  box: CheckBox | null;
  statusField: Field | null;
  remark: string;
}): ItemStatus {
  const said = readStatus(seen.statusField?.text ?? '') ?? readStatus(seen.remark);
  if (seen.box?.checked === true) return said === 'skipped' || said === 'deferred' ? said : 'done';
  const open = said === 'done' || said === 'approved' ? null : said;
  if (seen.box === null) return said ?? 'todo';
  return open ?? BOX_MARKS.get(seen.box.mark) ?? 'todo';
}

/** The status emoji that a text starts with, where it is a status at all. */
function emojiField(item: ListItem): Field | null {
  const text = LEADING_EMOJI.exec(item.raw)?.[0];
  if (text === undefined || readStatus(text) === null) return null;
  const span = { start: item.span.start, end: item.span.start + text.length };
  return { text, line: item.line, span, cell: null };
}

/** `- Owner: ana` among the nested items. */
function labelled(items: readonly ListItem[], name: RegExp): Field | null {
  for (const { raw, line, lineLast, span } of items) {
    const match = LABEL.exec(raw);
    if (match === null || lineLast !== line || !name.test(match[1] ?? '')) continue;
    const value = match[2] ?? '';
    const place = { start: span.end - value.length, end: span.end };
    return { text: plainText(value), line, span: place, cell: null };
  }
  return null;
}

function stageIn(item: ListItem): 'TARGETED' | 'VERIFY' | null {
  const label = LABEL.exec(item.raw)?.[1] ?? '';
  if (/^(?:tests?|test command|command)$/i.test(label)) return 'TARGETED';
  return /^(?:verify|verification)$/i.test(label) ? 'VERIFY' : null;
}
