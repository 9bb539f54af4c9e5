import { plainText } from '../markdown/inline.ts';
import type { Note, TrackerDocument } from '../tracker-model.ts';

import { listItemsIn } from './found.ts';
import type { MarkdownView } from './markdown-format.ts';

const TEXT_CHARS_MAX = 80;

/** The check boxes of a document that no item and no step of the program took up, as warnings. */
export function unplacedIn(view: MarkdownView, document: TrackerDocument): readonly Note[] {
  const placed = new Set([
    ...document.items.flatMap((item) => item.checklist.map((entry) => entry.line)),
    ...document.programSteps.map((step) => step.line),
  ]);
  return listItemsIn(view.blocks)
    .filter((item) => item.box !== null && !placed.has(item.line))
    .map((item) => ({
      line: item.line,
      text: `This check box belongs to no item: ${plainText(item.raw).slice(0, TEXT_CHARS_MAX)}`,
    }));
}
