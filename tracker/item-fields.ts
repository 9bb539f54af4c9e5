import type { ChecklistEntry, TrackerItem } from './tracker-model.ts';

/** Fields that hold a text, by the key that edits, drift and sync name them with. */
export const TEXT_FIELDS = [
  'implementer',
  'reviewer',
  'reviewState',
  'commit',
  'deferredReason',
  'testsWritten',
  'testsPassing',
  'evidenceLink',
] as const satisfies readonly (keyof TrackerItem)[];
export type TextField = (typeof TEXT_FIELDS)[number];

export interface FieldValue {
  readonly value: string;
  readonly line: number;
}

/**
 * What a document states about the progress of an item, by field: status, people, counts, commit
 * and each box (`box:SECTION/TEXT`). These are the fields that state something; prose is none.
 */
export function fieldsOf(item: TrackerItem): ReadonlyMap<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  fields.set('status', { value: item.status, line: item.statusField?.line ?? item.line });
  for (const key of TEXT_FIELDS) {
    const field = item[key];
    if (field !== null) fields.set(key, { value: field.text, line: field.line });
  }
  for (const [key, entry] of boxesOf(item)) {
    fields.set(key, { value: boxValue(entry.done), line: entry.line });
  }
  if (item.evidence !== null) {
    fields.set('evidence', { value: evidenceText(item), line: item.evidence.line });
  }
  return fields;
}

/** The boxes of an item by key; of two with the same text, the second is `…#2`. */
export function boxesOf(item: TrackerItem): ReadonlyMap<string, ChecklistEntry> {
  const boxes = new Map<string, ChecklistEntry>();
  for (const entry of item.checklist) {
    const key = `box:${entry.section}/${entry.text}`;
    let unique = key;
    for (let count = 2; boxes.has(unique); count += 1) unique = `${key}#${count}`;
    boxes.set(unique, entry);
  }
  return boxes;
}

export function boxValue(done: boolean): string {
  return done ? '[x]' : '[ ]';
}

/** What an evidence section claims, for comparison: its commands, gates, verdict and commit. */
function evidenceText(item: TrackerItem): string {
  const { evidence } = item;
  if (evidence === null) return '';
  return [
    ...evidence.commands.map((each) => `${each.command} ${each.remark}`),
    ...evidence.gates.map((each) => `${each.name}: ${each.markText} ${each.reason ?? ''}`),
    evidence.verdict?.text ?? '',
    evidence.commit?.text ?? '',
  ].join('\n');
}
