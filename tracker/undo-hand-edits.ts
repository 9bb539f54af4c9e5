import { editOfField } from './cell-edit.ts';
import { handEdits, type Drift } from './drift.ts';
import type { PlannedEdit } from './item-change.ts';
import { boxesOf, TEXT_FIELDS } from './item-fields.ts';
import type { SpanEdit } from './markdown/edit.ts';
import type { Field, TrackerDocument, TrackerItem } from './tracker-model.ts';

/** A difference, and the edits that would end it; none where only a person can. */
export interface Fix {
  readonly drift: Drift;
  readonly edits: readonly PlannedEdit[];
}

export interface HandEdited {
  readonly document: TrackerDocument;
  readonly base: TrackerDocument;
  /** The item as it is now, and as it was. */
  readonly item: TrackerItem;
  readonly last: TrackerItem;
}

/** What people changed by hand about an item, with the edits that would write the old value back. */
export function undoHandEdits(edited: HandEdited): readonly Fix[] {
  return handEdits(edited.last, edited.item).map((drift) => {
    const edit = undo(edited, drift.field);
    const { item, field, line, document, sluice } = drift;
    const said = { item, field, line, before: document ?? '', after: sluice ?? '' };
    return { drift, edits: edit === null ? [] : [{ ...edit, ...said }] };
  });
}

function undo({ document, base, item, last }: HandEdited, field: string): SpanEdit | null {
  const box = boxesOf(item).get(field);
  if (box !== undefined) {
    const was = boxesOf(last).get(field)?.done ?? false;
    return { ...box.box, text: was ? document.style.checked : ' ' };
  }
  const key = field === 'status' ? 'statusField' : TEXT_FIELDS.find((each) => each === field);
  if (key === undefined) return null;
  const [now, before] = [item[key], last[key]];
  if (now === null || before === null) return null;
  return writesAlike({ document, base }, now, before);
}

/** The old source text goes back only into a place that is quoted as the old one was. */
function writesAlike(
  edited: Pick<HandEdited, 'document' | 'base'>,
  now: Field,
  before: Field,
): SpanEdit | null {
  const { document, base } = edited;
  const isQuoted = (text: string, at: number): boolean => text[at - 1] === '"';
  const raw = base.text.slice(before.span.start, before.span.end);
  const alike = isQuoted(document.text, now.span.start) === isQuoted(base.text, before.span.start);
  return alike ? editOfField(document.text, now, raw) : null;
}
