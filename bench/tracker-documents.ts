/** Rows of a large tracker. */
export const TRACKER_ROWS = 10_000;

const STATUSES = ['Todo', 'In progress', 'Done'];

interface Row {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly status: string;
}

function rows(): readonly Row[] {
  return Array.from({ length: TRACKER_ROWS }, (_, place) => {
    const status = STATUSES[place % STATUSES.length] ?? 'Todo';
    const title = `Move route ${place + 1} to the new worker`;
    return { id: rowId(place), title, owner: 'ana', status };
  });
}

/** The id of the row at a place, from 0. */
export function rowId(place: number): string {
  return `P1-${String(place + 1).padStart(5, '0')}`;
}

/** A Markdown tracker: one table of tasks below a title. */
export function markdownTracker(): string {
  const cells = rows().map(
    ({ id, title, owner, status }) => `| ${id} | ${title} | ${owner} | ${status} | |\n`,
  );
  const head = '| ID | Task | Owner | Status | Commit |\n|---|---|---|---|---|\n';
  return `# Migration\n\nOne row a route.\n\n${head}${cells.join('')}`;
}

/** The same rows as CSV. */
export function csvTracker(): string {
  const records = rows().map(
    ({ id, title, owner, status }) => `${id},"${title}",${owner},${status},\r\n`,
  );
  return `id,title,owner,status,last_run_commit\r\n${records.join('')}`;
}
