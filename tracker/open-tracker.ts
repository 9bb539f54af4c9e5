import type { TrackerColumns } from '../domain/tracker-columns.ts';

import { csvRowEdits, type CsvRowChange } from './csv/csv-change.ts';
import type { CsvColumn } from './csv/csv-columns.ts';
import { parseCsvTracker, type CsvTracker } from './csv/csv-tracker.ts';
import { readForChange, readMarkdownTracker } from './detect-format.ts';
import type { Read } from './input-problem.ts';
import type { EditPlan, ItemChange, PlannedEdit } from './item-change.ts';
import type { SpanEdit } from './markdown/edit.ts';
import { detectOtherFormat, type OtherFormat } from './other/detect.ts';
import { sameText, spellPerson } from './same-text.ts';
import type { TrackerDocument, TrackerItem } from './tracker-model.ts';
import { planChange } from './write-back.ts';

/** What a document is read by, besides its text. */
export interface TrackerSource {
  /** Its name tells a CSV file, and files of other tools. */
  readonly path: string;
  readonly columns?: TrackerColumns;
  /** Time of the change, RFC 3339 in UTC, for documents that keep one. */
  readonly at?: string;
}

/** A tracker of any kind: its model, and how a change is written into it. */
export interface OpenTracker {
  readonly document: TrackerDocument;
  plan(change: ItemChange): EditPlan;
}

/**
 * Reads a tracker of any kind: CSV by its name, files of other tools by name and beginning, Markdown
 * otherwise. With `only`, other items than the one of that id may be left out, which is faster.
 */
export function openTracker(
  text: string,
  source: TrackerSource,
  only: string | null = null,
): Read<OpenTracker> {
  if (isCsv(source.path)) return openCsv(text, source, only);
  const other = detectOtherFormat(source.path, text);
  if (other !== null) return openOther(text, other, source);
  const read = only === null ? readMarkdownTracker(text) : readForChange(text, only);
  if (read.kind === 'refused') return read;
  const document = read.value;
  return { kind: 'read', value: { document, plan: (change) => planChange(document, change) } };
}

function isCsv(path: string): boolean {
  return /\.(?:csv|tsv)$/i.test(path);
}

function openCsv(
  text: string,
  { columns, at }: TrackerSource,
  only: string | null,
): Read<OpenTracker> {
  const read = parseCsvTracker(text, columns === undefined ? {} : { columns }, only);
  if (read.kind === 'refused') return read;
  const tracker = read.value;
  const plan = (change: ItemChange): EditPlan => planCsv(tracker, change, at);
  return { kind: 'read', value: { document: tracker.document, plan } };
}

type CsvValue = readonly [field: string, before: string, change: Omit<CsvRowChange, 'item'>];

function planCsv(tracker: CsvTracker, change: ItemChange, at: string | undefined): EditPlan {
  const item = itemOf(tracker.document, change);
  if (item === undefined) return missing(change);
  const edits = [...csvValues(item, change, at), ...traceValues(tracker, change, at)].flatMap(
    ([field, before, values]) =>
      csvRowEdits(tracker, { item: item.id, ...values }).map((edit) =>
        planned(item, edit, { field, before, after: afterOf(values) }),
      ),
  );
  return { edits, unplaced: [] };
}

/** What goes into the row, one cell each. A cell that says the same in other words is left alone. */
function csvValues(item: TrackerItem, change: ItemChange, at: string | undefined): CsvValue[] {
  const { status, implementer, reviewer, commit, deferredReason } = change;
  const values: CsvValue[] = [];
  const cell =
    (field: 'implementer' | 'reviewer' | 'commit' | 'deferredReason', name: CsvColumn) =>
    (value: string | undefined): void => {
      const before = item[field]?.text ?? '';
      if (value === undefined || sameText(field, before, value)) return;
      values.push([field, before, { values: { [name]: value } }]);
    };
  if (status !== undefined) values.push(['status', item.status, { status }]);
  cell('implementer', 'owner')(personLike(item.implementer?.text, implementer));
  cell('reviewer', 'reviewer')(personLike(item.reviewer?.text, reviewer));
  cell('commit', 'lastRunCommit')(commit);
  cell('deferredReason', 'deferredReason')(deferredReason);
  // The time belongs to the commit: written with it, and never on its own.
  const isNew = commit !== undefined && !sameText('commit', item.commit?.text ?? '', commit);
  if (isNew && at !== undefined) {
    values.push(['lastPassedAt', '', { values: { lastPassedAt: at } }]);
  }
  return values;
}

/** The header under which a tracker keeps where tests ran last, and not what was committed. */
const LAST_RUN_HEADER = /^last[\s_-]*run[\s_-]*commit$/i;

/**
 * Which tests an item has, and where they ran last, while there is no checkpoint yet. Tests that a
 * row names already stay; a run that failed moves the commit, but not the time of the last pass.
 */
function traceValues(tracker: CsvTracker, change: ItemChange, at: string | undefined): CsvValue[] {
  const cell = (column: CsvColumn): string | undefined => {
    const place = tracker.columns.get(column)?.[0];
    if (place === undefined) return undefined;
    return tracker.records.get(change.item)?.cells[place]?.value ?? '';
  };
  const values: CsvValue[] = [];
  const { tests, lastRun } = change;
  if (tests !== undefined && cell('testFile')?.trim() === '') {
    values.push(['testFile', '', { values: { testFile: tests.join(' ') } }]);
  }
  const before = cell('lastRunCommit');
  if (lastRun === undefined || change.commit !== undefined || before === undefined) return values;
  if (!keepsRuns(tracker) || sameText('commit', before, lastRun.commit)) return values;
  values.push(['commit', before, { values: { lastRunCommit: lastRun.commit } }]);
  if (lastRun.isPassed && at !== undefined) {
    values.push(['lastPassedAt', '', { values: { lastPassedAt: at } }]);
  }
  return values;
}

function keepsRuns({ columns, table }: CsvTracker): boolean {
  const place = columns.get('lastRunCommit')?.[0];
  const header = place === undefined ? '' : (table.records[0]?.cells[place]?.value ?? '');
  return LAST_RUN_HEADER.test(header.trim());
}

function personLike(example: string | undefined, actor: string | undefined): string | undefined {
  return actor === undefined ? undefined : spellPerson(example ?? '', actor);
}

function afterOf({ status, values }: Omit<CsvRowChange, 'item'>): string {
  return status ?? Object.values(values ?? {})[0] ?? '';
}

function openOther(text: string, format: OtherFormat, { at }: TrackerSource): Read<OpenTracker> {
  const read = format.parse(text);
  if (read.kind === 'refused') return read;
  const document = read.value;
  return {
    kind: 'read',
    value: { document, plan: (change) => planOther(document, format, { change, at }) },
  };
}

function planOther(
  document: TrackerDocument,
  format: OtherFormat,
  { change, at = '' }: { readonly change: ItemChange; readonly at: string | undefined },
): EditPlan {
  const item = itemOf(document, change);
  if (item === undefined) return missing(change);
  const status = change.status ?? item.status;
  const tick = item.checklist
    .filter((entry) => change.passed?.includes(entry.stage) === true)
    .map((entry) => entry.line);
  const edits = format.edits(document, { item: item.id, status, tick, at });
  const said = { field: 'status', before: item.status, after: status };
  return { edits: edits.map((edit) => planned(item, edit, said)), unplaced: [] };
}

function itemOf(document: TrackerDocument, change: ItemChange): TrackerItem | undefined {
  return document.items.find((each) => each.id === change.item);
}

function missing(change: ItemChange): EditPlan {
  return { edits: [], unplaced: [{ field: 'item', value: change.item }] };
}

function planned(
  item: TrackerItem,
  edit: SpanEdit,
  said: Pick<PlannedEdit, 'field' | 'before' | 'after'>,
): PlannedEdit {
  return { ...edit, ...said, item: item.id, line: item.line };
}
