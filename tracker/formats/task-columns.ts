import { plainText } from '../markdown/inline.ts';
import type { Table } from '../markdown/table.ts';

/** What a column of a task table holds, and the headers under which people keep it. */
const HEADERS = {
  id: ['id', 'key', 'ref', 'task id', 'item id', 'packet', 'ticket', 'no', 'nr', '#', 'number'],
  title: [
    'task',
    'title',
    'name',
    'item',
    'description',
    'summary',
    'feature',
    'story',
    'todo',
    'work item',
    'deliverable',
    'requirement',
    'step',
  ],
  status: ['status', 'state', 'done', 'progress', 'complete', 'completed', '✅', '✓'],
  priority: ['priority', 'prio', 'p'],
  phase: ['phase', 'milestone', 'workstream', 'epic', 'area', 'component', 'group'],
  profile: ['profile', 'kind', 'type'],
  implementer: ['implementer', 'assignee', 'owner', 'assigned to', 'assigned', 'who', 'dri'],
  reviewer: ['reviewer', 'reviewed by', 'approver'],
  reviewState: ['review state', 'review status', 'review', 'verdict'],
  commit: ['commit', 'commit hash', 'hash', 'sha', 'checkpoint', 'commit sha'],
  deferredReason: ['deferred reason', 'reason', 'blocked reason', 'defer reason'],
  testsWritten: ['tests written', 'written'],
  testsPassing: ['tests passing', 'passing', 'tests passed'],
  tests: ['test', 'tests', 'test file', 'test files'],
  dependsOn: [
    'depends on',
    'dependencies',
    'dependency',
    'deps',
    'blocked by',
    'requires',
    'after',
  ],
  commands: ['command', 'commands', 'verify', 'verification', 'test command', 'gate'],
  evidenceLink: ['evidence link', 'evidence'],
} as const;

export type TaskColumn = keyof typeof HEADERS;
export type TaskColumns = ReadonlyMap<TaskColumn, number>;

const BY_HEADER = new Map(
  (Object.keys(HEADERS) as TaskColumn[]).flatMap((column) =>
    HEADERS[column].map((header) => [header as string, column] as const),
  ),
);
/** A table with one of these columns is a log: its rows are no tasks, whatever else it has. */
const LOG_HEADERS = new Set([
  'raised',
  'resolution',
  'date',
  'decision',
  'rationale',
  'resume point',
]);

/**
 * Which column of a table holds what, when its rows are tasks: it must name a task and a status.
 * Null for any other table.
 */
export function taskColumns(table: Table): TaskColumns | null {
  const headers = table.header.cells.map((cell) => headerOf(cell.raw));
  if (headers.some((header) => LOG_HEADERS.has(header))) return null;
  const columns = new Map<TaskColumn, number>();
  for (const [index, header] of headers.entries()) {
    const column = BY_HEADER.get(header);
    if (column !== undefined && !columns.has(column)) columns.set(column, index);
  }
  const named = columns.has('title') || columns.has('id');
  return named && columns.has('status') ? columns : null;
}

function headerOf(raw: string): string {
  const text = plainText(raw).toLowerCase();
  return text
    .replaceAll(/[\s_-]+/g, ' ')
    .replace(/[:?]+$/, '')
    .trim();
}
