import { sameText, spellPerson } from './same-text.ts';
import { editOfField, oneLine } from './cell-edit.ts';
import { STATUS_SPELLINGS } from './status-spellings.ts';
import { boxesOf, boxValue, type TextField } from './item-fields.ts';
import type { EditPlan, ItemChange, PlannedEdit, Unplaced } from './item-change.ts';
import { plainText } from './markdown/inline.ts';
import { likeCase, spellCommit, spellStatus } from './spelling.ts';
import { readStatus } from './status-word.ts';
import type { Field, TrackerDocument, TrackerItem } from './tracker-model.ts';

interface Plan {
  readonly document: TrackerDocument;
  readonly item: TrackerItem;
  readonly change: ItemChange;
  readonly edits: PlannedEdit[];
  readonly unplaced: Unplaced[];
}

/**
 * The edits that write a change into its document, where fields and boxes for it exist: what has no
 * place is listed. A value that already says the same is not touched.
 */
export function planFieldEdits(
  document: TrackerDocument,
  item: TrackerItem,
  change: ItemChange,
): EditPlan {
  const plan: Plan = { document, item, change, edits: [], unplaced: [] };
  planBoxes(plan);
  planStatus(plan);
  for (const [key, value] of textValues(document, change)) planText(plan, key, value);
  return { edits: plan.edits, unplaced: plan.unplaced };
}

function planBoxes({ document, item, change, edits }: Plan): void {
  for (const [field, entry] of boxesOf(item)) {
    const passed = change.passed?.includes(entry.stage) ?? false;
    const reopened = change.reopened?.includes(entry.stage) ?? false;
    if (passed === reopened || entry.done === passed) continue;
    edits.push({
      item: item.id,
      field,
      line: entry.line,
      before: boxValue(entry.done),
      after: boxValue(passed),
      ...entry.box,
      text: passed ? document.style.checked : ' ',
    });
  }
}

function planStatus(plan: Plan): void {
  const { document, item, change } = plan;
  const { statusField: field } = item;
  const withReason = reasonInStatus(plan);
  const status = change.status ?? (withReason ? item.status : undefined);
  if (status === undefined) return;
  if (field === null) {
    if (item.checklist.length === 0) plan.unplaced.push({ field: 'status', value: status });
    return;
  }
  const raw = document.text.slice(field.span.start, field.span.end);
  const spellings = STATUS_SPELLINGS[document.format];
  const spelled = spellStatus(status, { raw, style: document.style, spellings });
  if (!withReason) {
    if (readStatus(raw) !== status) push(plan, { key: 'status', field, value: spelled });
    return;
  }
  const reason = oneLine(change.deferredReason ?? '')
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  const value = `${spelled.replace(/\s*\([^()]*\)$/, '')} (${reason})`;
  if (plainText(value) !== field.text) push(plan, { key: 'status', field, value });
}

/** Whether the reason for not going on is written in the status itself, having no column. */
function reasonInStatus({ item, change }: Plan): boolean {
  if (change.deferredReason === undefined || item.statusField === null) return false;
  const status = change.status ?? item.status;
  if (status !== 'deferred' && status !== 'blocked' && status !== 'skipped') return false;
  return item.deferredReason === null || isInStatus(item);
}

function isInStatus({ deferredReason, statusField }: TrackerItem): boolean {
  return deferredReason !== null && deferredReason.span === statusField?.span;
}

function planText(plan: Plan, key: TextField, value: string): void {
  if (key === 'deferredReason' && reasonInStatus(plan)) return;
  const field = key === 'deferredReason' && isInStatus(plan.item) ? null : plan.item[key];
  // A commit that stands in the evidence section is written with that section.
  if (key === 'commit' && field !== null && field === plan.item.evidence?.commit) return;
  if (field === null) {
    plan.unplaced.push({ field: key, value });
    return;
  }
  if (sameText(key, field.text, plainText(value))) return;
  const person = key === 'implementer' || key === 'reviewer';
  push(plan, { key, field, value: person ? spellPerson(field.text, value) : value });
}

function push(
  plan: Plan,
  { key, field, value }: { key: string; field: Field; value: string },
): void {
  plan.edits.push({
    item: plan.item.id,
    field: key,
    line: field.line,
    before: field.text,
    after: plainText(value),
    ...editOfField(plan.document.text, field, value),
  });
}

/** The texts to write, as this document writes them. */
function textValues(document: TrackerDocument, change: ItemChange): readonly [TextField, string][] {
  const { implementer, reviewer, reviewState, commit, deferredReason } = change;
  const values: [TextField, string | undefined][] = [
    ['implementer', implementer],
    ['reviewer', reviewer],
    ['reviewState', reviewState === undefined ? undefined : spellReview(document, reviewState)],
    ['commit', commit === undefined ? undefined : spellCommit(commit, document.style)],
    ['deferredReason', deferredReason],
    ['testsWritten', change.testsWritten?.toString()],
    ['testsPassing', change.testsPassing?.toString()],
  ];
  return values.filter((entry): entry is [TextField, string] => entry[1] !== undefined);
}

/** In the letter case of the board's review states, which are capitals unless it shows otherwise. */
function spellReview(document: TrackerDocument, state: string): string {
  const example = document.items.find((item) => (item.reviewState?.text ?? '') !== '');
  const words = state.replaceAll('_', ' ').toLowerCase();
  const titled = words.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return likeCase(example?.reviewState?.text ?? 'PENDING', titled);
}
