import { readLoose, topTasks } from './loose-document.ts';
import type { MarkdownFormat } from './markdown-format.ts';
import { NOT_DETECTED } from './markdown-format.ts';
import { taskColumns } from './task-columns.ts';

/** Tables whose rows are tasks: they name a task and its status. */
export const taskTable: MarkdownFormat = {
  id: 'task-table',
  detect(view) {
    const rows = view.blocks
      .filter((block) => block.kind === 'table' && taskColumns(block) !== null)
      .reduce((count, block) => count + (block.kind === 'table' ? block.rows.length : 0), 0);
    if (rows === 0) return NOT_DETECTED;
    const score = rows >= topTasks(view).length ? 30 : 15;
    return { score, reasons: [`${rows} rows of tables that name a task and its status`] };
  },
  parse(view, only = null) {
    return readLoose(view, 'task-table', only);
  },
};
