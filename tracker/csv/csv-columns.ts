import type { TrackerColumn, TrackerColumns } from '../../domain/tracker-columns.ts';
import { refused, type Read } from '../input-problem.ts';

import type { CsvRecord } from './csv-table.ts';

/** What a column of a CSV tracker can hold, and the headers under which people keep it. */
const HEADERS = {
  id: ['id', 'item_id', 'task_id', 'key', 'ticket', 'issue_id', 'packet', 'item', 'no', 'number'],
  title: ['title', 'name', 'summary', 'task', 'description', 'subject', 'feature', 'story'],
  status: ['status', 'state', 'migration_status', 'verification_status', 'progress'],
  priority: ['priority', 'prio', 'rollout_phase', 'wave'],
  phase: ['phase', 'milestone', 'rollout_phase', 'wave', 'workstream', 'epic'],
  owner: ['owner', 'assignee', 'assigned_to', 'implementer', 'current_owner', 'dri'],
  reviewer: ['reviewer', 'reviewed_by', 'approver', 'approved_by', 'signed_off_by'],
  dependsOn: ['depends_on', 'dependencies', 'blocked_by', 'deps', 'prerequisites'],
  testFile: ['test_file', 'test_files', 'tests', 'test'],
  command: ['command', 'test_command', 'verify_command'],
  lastRunCommit: ['last_run_commit', 'commit', 'commit_hash', 'checkpoint_commit', 'sha'],
  lastPassedAt: ['last_passed_at', 'passed_at', 'last_passed'],
  signoff: ['signoff', 'sign_off', 'signed_off', 'owner_signoff', 'signoff_status'],
  deferredReason: ['deferred_reason', 'blocked_reason', 'reason'],
  notes: ['notes', 'note', 'comment', 'comments', 'remarks'],
} as const satisfies Record<TrackerColumn, readonly string[]>;

export type CsvColumn = TrackerColumn;
const COLUMNS = Object.keys(HEADERS) as CsvColumn[];

/** Headers that together name a row where no column is its title. */
const TITLE_PARTS = [
  ['method', 'path'],
  ['method', 'route'],
  ['http_method', 'path'],
  ['program', 'process_kind'],
  ['queue', 'worker'],
] as const;
const TITLE_PARTS_MAX = 2;

/** A policy's column mapping: names of headers. */
export type CsvColumnNames = TrackerColumns;

/** Place of each column in a record, from 0. A title may be composed of several. */
export type CsvColumnMap = ReadonlyMap<CsvColumn, readonly number[]>;

/**
 * Finds which column holds what: as the policy names them, otherwise by well-known headers. Refuses a
 * name that is no header, and a first record that names neither an id nor a title.
 */
export function csvColumns(header: CsvRecord, names: CsvColumnNames): Read<CsvColumnMap> {
  const headers = header.cells.map((cell) => headerKey(cell.value));
  const map = new Map<CsvColumn, readonly number[]>();
  for (const column of COLUMNS) {
    const wanted = [names[column] ?? []].flat();
    const found = wanted.map((name) => headers.indexOf(headerKey(name)));
    const missing = wanted[found.indexOf(-1)];
    if (missing !== undefined) return noHeader(header, `a column named ${missing}`);
    const places = found.length > 0 ? found : guess(column, headers);
    if (places.length > 0) map.set(column, places);
  }
  if (!map.has('title')) map.set('title', titleParts(headers, map));
  const named = map.has('id') || map.has('status');
  return named
    ? { kind: 'read', value: map }
    : noHeader(header, 'a header row with an id or status');
}

/** `Last run commit` and `last_run_commit` are one header. */
function headerKey(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}#]+/gu, '_');
}

function guess(column: CsvColumn, headers: readonly string[]): readonly number[] {
  const known = HEADERS[column].map((name: string) => headers.indexOf(name));
  const ending = headers.findIndex((header) => header.endsWith(`_${column}`));
  const fallback = column === 'id' || column === 'status' ? ending : -1;
  return [...known, fallback].filter((place) => place !== -1).slice(0, 1);
}

/** A known pair of headers, or the first columns that hold nothing else. */
function titleParts(headers: readonly string[], map: CsvColumnMap): readonly number[] {
  for (const parts of TITLE_PARTS) {
    const places = parts.map((part) => headers.indexOf(part));
    if (!places.includes(-1)) return places;
  }
  const taken = new Set([...map.values()].flat());
  const free = [...headers.keys()].filter((place) => !taken.has(place));
  return free.slice(0, TITLE_PARTS_MAX);
}

function noHeader(header: CsvRecord, expected: string): Read<never> {
  const found = header.cells.map((cell) => cell.value).join(', ');
  return refused({
    line: header.line,
    column: 1,
    expected,
    found: found.length > 200 ? `${found.slice(0, 200)}…` : found,
    fix: 'Name the columns in the policy as they are written in the first record.',
  });
}
