import type { MarkdownFormat } from './markdown-format.ts';
import { NOT_DETECTED } from './markdown-format.ts';
import { readLoose, topTasks } from './loose-document.ts';

/** A list of check boxes, nested or not, with ids or without. */
export const checkboxList: MarkdownFormat = {
  id: 'checkbox-list',
  detect(view) {
    const tasks = topTasks(view);
    if (tasks.length === 0) return NOT_DETECTED;
    return { score: 20, reasons: [`${tasks.length} list items with a check box or a status`] };
  },
  parse(view, only = null) {
    return readLoose(view, 'checkbox-list', only);
  },
};
