import { isSafeLine, maskUnsafe } from '../../domain/safe-text.ts';
import { ItemIds } from '../formats/item-ids.ts';
import { resumePointOf, stageAt } from '../formats/item-stage.ts';
import { dependenciesIn, priorityOf } from '../formats/row-item.ts';
import type { Read } from '../input-problem.ts';
import { refused } from '../input-problem.ts';
import {
  emptyDocument,
  emptyItem,
  type Field,
  type Note,
  type TrackerDocument,
  type TrackerItem,
} from '../tracker-model.ts';

import {
  csvColumns,
  type CsvColumn,
  type CsvColumnMap,
  type CsvColumnNames,
} from './csv-columns.ts';
import { readCsvStatus, type CsvStatusWords } from './csv-status.ts';
import { csvPosition, parseCsv, type CsvRecord, type CsvTable } from './csv-table.ts';

/** How a policy reads a CSV tracker; whatever it leaves out is guessed from the header. */
export interface CsvMapping {
  readonly columns?: CsvColumnNames;
  readonly statusWords?: CsvStatusWords;
}

/** A CSV tracker: its model, and the table that its rows are written back to. */
export interface CsvTracker {
  readonly document: TrackerDocument;
  readonly table: CsvTable;
  readonly columns: CsvColumnMap;
  /** The record of each item, by the item's id. */
  readonly records: ReadonlyMap<string, CsvRecord>;
}

interface RowReader {
  readonly table: CsvTable;
  readonly columns: CsvColumnMap;
  readonly statusWords: CsvStatusWords;
  /** What each status of the document means: thousands of rows have a handful of them. */
  readonly statuses: Map<string, TrackerItem['status'] | null>;
  readonly ids: ItemIds;
  readonly warnings: Note[];
  /** The only item that is wanted whole, or null for all. */
  readonly only: string | null;
}

/** Columns whose values belong to the item but have no field of their own. */
const NOTED: readonly CsvColumn[] = ['lastPassedAt', 'signoff', 'notes'];

/**
 * Reads a CSV tracker: one item a record. A status that is not known counts as todo, with a warning;
 * so do records with missing or extra cells. With `only`, items of other ids have no more than id,
 * title and status, which is faster. Refuses what `parseCsv` and `csvColumns` refuse.
 */
export function parseCsvTracker(
  text: string,
  mapping: CsvMapping = {},
  only: string | null = null,
): Read<CsvTracker> {
  const read = parseCsv(text);
  if (read.kind === 'refused') return read;
  const table = read.value;
  const [header, ...rows] = table.records;
  if (header === undefined) return empty();
  const columns = csvColumns(header, mapping.columns ?? {});
  if (columns.kind === 'refused') return columns;
  const reader: RowReader = {
    table,
    columns: columns.value,
    statusWords: mapping.statusWords ?? {},
    statuses: new Map(),
    ids: new ItemIds(),
    warnings: [],
    only,
  };
  const filled = rows.filter((row) => row.cells.some((cell) => cell.value.trim() !== ''));
  const pairs = filled.map((row) => [itemOf(reader, row, header), row] as const);
  const items = pairs.map(([item]) => item);
  const warnings = [...reader.warnings, ...reader.ids.warnings].sort((a, b) => a.line - b.line);
  const document = {
    ...emptyDocument('csv', text),
    items,
    warnings,
    resumeAt: resumePointOf(items),
  };
  const records = new Map(pairs.map(([item, row]) => [item.id, row]));
  return { kind: 'read', value: { document, table, columns: columns.value, records } };
}

function itemOf(reader: RowReader, record: CsvRecord, header: CsvRecord): TrackerItem {
  warnOfWidth(reader, record, header);
  const written = textAt(reader, record, 'id');
  const writtenId = written === '' ? null : written;
  const composed = titleOf(reader, record);
  const title = composed === '' ? (writtenId ?? `Row ${record.line}`) : composed;
  const statusField = fieldOf(reader, record, 'status');
  const status = statusOf(reader, statusField?.text ?? '', record.line);
  const id =
    writtenId === null
      ? reader.ids.derived(title, '', record.line)
      : reader.ids.written(writtenId, record.line);
  const known = { id, writtenId, title, line: record.line, status, statusField };
  const isWanted = reader.only === null || reader.only === id;
  return isWanted ? wholeItem(reader, record, known) : emptyItem(known);
}

type KnownOfRow = Pick<
  TrackerItem,
  'id' | 'writtenId' | 'title' | 'line' | 'status' | 'statusField'
>;

/** The item with everything that its row says. */
function wholeItem(reader: RowReader, record: CsvRecord, known: KnownOfRow): TrackerItem {
  const at = (column: CsvColumn): Field | null => fieldOf(reader, record, column);
  const text = (column: CsvColumn): string => textAt(reader, record, column);
  const { id, writtenId, title, line, status, statusField } = known;
  // Named one by one: a spread here makes ten thousand rows three times as slow.
  return emptyItem({
    id,
    writtenId,
    title,
    line,
    status,
    statusField,
    priority: priorityOf(text('priority'), writtenId ?? ''),
    phase: text('phase') === '' ? null : text('phase'),
    stage: stageAt(status, null),
    dependsOn: dependenciesIn(text('dependsOn')),
    tests: text('testFile')
      .split(/[\s,;]+/)
      .filter((path) => /[./]/.test(path)),
    commands: commandsOf(text('command'), line),
    implementer: at('owner'),
    reviewer: at('reviewer'),
    commit: at('lastRunCommit'),
    deferredReason: at('deferredReason'),
    notes: NOTED.flatMap((column) => {
      const field = at(column);
      if (field === null || field.text === '') return [];
      return { label: column, line: field.line, entries: [{ line: field.line, text: field.text }] };
    }),
  });
}

function textAt(reader: RowReader, record: CsvRecord, column: CsvColumn): string {
  const place = reader.columns.get(column)?.[0];
  return place === undefined ? '' : oneLine(record.cells[place]?.value ?? '');
}

/** The value of a column with its place inside the quotes; null where there is no such column. */
function fieldOf(reader: RowReader, record: CsvRecord, column: CsvColumn): Field | null {
  const place = reader.columns.get(column)?.[0];
  if (place === undefined) return null;
  const cell = record.cells[place];
  if (cell === undefined) {
    return {
      text: '',
      line: record.line,
      span: { start: record.end, end: record.end },
      cell: null,
    };
  }
  const inset = cell.quoted ? 1 : 0;
  const { line } = csvPosition(reader.table, record, cell.start);
  const span = { start: cell.start + inset, end: cell.end - inset };
  return { text: oneLine(cell.value), line, span, cell: null };
}

function titleOf(reader: RowReader, record: CsvRecord): string {
  const places = reader.columns.get('title') ?? [];
  return oneLine(places.map((place) => record.cells[place]?.value ?? '').join(' '));
}

function statusOf(reader: RowReader, text: string, line: number): TrackerItem['status'] {
  if (text === '') return 'todo';
  const known = reader.statuses.get(text);
  const status = known === undefined ? readCsvStatus(text, reader.statusWords) : known;
  reader.statuses.set(text, status);
  if (status === null) {
    reader.warnings.push({
      line,
      text: `The status “${text}” is not known; the item counts as todo.`,
    });
  }
  return status ?? 'todo';
}

/** A cell is a command as it stands: it needs no backticks. */
function commandsOf(text: string, line: number): TrackerItem['commands'] {
  if (text === '') return [];
  return [{ text: maskUnsafe(text), line, stage: isSafeLine(text) ? 'TARGETED' : null }];
}

function warnOfWidth(reader: RowReader, record: CsvRecord, header: CsvRecord): void {
  const [found, expected] = [record.cells.length, header.cells.length];
  if (found === expected) return;
  reader.warnings.push({
    line: record.line,
    text: `This record has ${found} cells; the header has ${expected}.`,
  });
}

/** Blanks that `oneLine` replaces: more than one, or others than a space. */
const UNEVEN_BLANKS = /\s\s|[^\S ]/;

function oneLine(text: string): string {
  return UNEVEN_BLANKS.test(text) ? text.replaceAll(/\s+/g, ' ').trim() : text.trim();
}

function empty(): Read<never> {
  return refused({
    line: 1,
    column: 1,
    expected: 'a header row',
    found: 'an empty file',
    fix: 'Name a CSV file whose first record names its columns.',
  });
}
