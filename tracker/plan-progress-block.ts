import { oneLine } from './cell-edit.ts';
import { insertAfterLine } from './insert-lines.ts';
import type { EditPlan, ItemChange, PlannedEdit } from './item-change.ts';
import { spellPerson } from './same-text.ts';
import { spellStatus } from './spelling.ts';
import { STATUS_SPELLINGS } from './status-spellings.ts';
import type { TrackerDocument, TrackerItem } from './tracker-model.ts';

const LABEL = 'Evidence';

/**
 * For documents that describe each item by labelled lists: what has no place yet is added as entries
 * of a list labelled `Evidence:` at the end of the item's section.
 */
export function planProgressBlock(
  document: TrackerDocument,
  item: TrackerItem,
  change: ItemChange,
): EditPlan {
  const entries = newEntries(document, item, change);
  const [first] = entries;
  if (first === undefined) return { edits: [], unplaced: [] };
  const known = item.notes.find((notes) => notes.label === LABEL);
  const after = known?.entries.at(-1)?.line ?? item.lineLast;
  const lines = entries.map(([, label, value]) => `- ${label}: ${value}`);
  const inserted = known === undefined ? ['', `${LABEL}:`, ...lines] : lines;
  const { lineEnding } = document.style;
  const edit: PlannedEdit = {
    item: item.id,
    field: first[0],
    line: after,
    before: '',
    after: lines.join('; ').replaceAll('- ', ''),
    ...insertAfterLine(document.text, after, { lines: inserted, lineEnding }),
  };
  return { edits: [edit], unplaced: [] };
}

type Entry = readonly [field: string, label: string, value: string];

/** The values that have no field in the item's section yet. */
function newEntries(
  document: TrackerDocument,
  item: TrackerItem,
  change: ItemChange,
): readonly Entry[] {
  const spellings = STATUS_SPELLINGS[document.format];
  const { style } = document;
  const status =
    change.status === undefined
      ? undefined
      : spellStatus(change.status, { raw: '', style, spellings });
  const entries: (readonly [keyof TrackerItem, string, string | undefined])[] = [
    ['statusField', 'Status', change.status === item.status ? undefined : status],
    ['implementer', 'Implementer', person(change.implementer)],
    ['reviewer', 'Reviewer', person(change.reviewer)],
    ['reviewState', 'Verdict', change.reviewState],
    ['deferredReason', 'Deferred reason', change.deferredReason],
    ['commit', 'Commit', change.commit === undefined ? undefined : `\`${change.commit}\``],
  ];
  return entries.flatMap(([field, label, value]) => {
    const name = field === 'statusField' ? 'status' : field;
    return item[field] !== null || value === undefined ? [] : [[name, label, oneLine(value)]];
  });
}

function person(actor: string | undefined): string | undefined {
  return actor === undefined ? undefined : spellPerson('', actor);
}
