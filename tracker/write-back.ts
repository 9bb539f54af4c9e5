import type { EditPlan, ItemChange, Unplaced } from './item-change.ts';
import { planEvidence } from './packet-board/plan-evidence.ts';
import { planFieldEdits } from './plan-edits.ts';
import { planProgressBlock } from './plan-progress-block.ts';
import type { TrackerDocument, TrackerItem } from './tracker-model.ts';

/**
 * The edits that write a change into a Markdown document that has been read: exactly the item's boxes,
 * cells and sections change. The same change again needs no edit. An item that the document does not
 * have is `unplaced` as a whole.
 */
export function planChange(document: TrackerDocument, change: ItemChange): EditPlan {
  const item = document.items.find((each) => each.id === change.item);
  if (item === undefined) {
    return { edits: [], unplaced: [{ field: 'item', value: change.item }] };
  }
  return planItemChange(document, item, change);
}

function planItemChange(
  document: TrackerDocument,
  item: TrackerItem,
  change: ItemChange,
): EditPlan {
  const fields = planFieldEdits(document, item, change);
  const sections = planSections(document, item, change);
  const placed = new Set(sections.edits.map((edit) => edit.field));
  const open = [...fields.unplaced, ...sections.unplaced].filter(
    (each) => !placed.has(each.field) && !hasSectionFor(document, sections, each),
  );
  return { edits: [...fields.edits, ...sections.edits], unplaced: open };
}

/** Ticks or opens the boxes of the program's baseline steps. */
export function planBaseline(document: TrackerDocument, passed: boolean): EditPlan {
  const edits = document.programSteps.flatMap((step) => {
    if (step.kind !== 'baseline' || step.box === null || step.done === passed) return [];
    const before = step.done ? '[x]' : '[ ]';
    const after = passed ? '[x]' : '[ ]';
    const key = { item: '', field: `step:${step.text}`, line: step.line, before, after };
    return [{ ...key, ...step.box, text: passed ? document.style.checked : ' ' }];
  });
  return { edits, unplaced: [] };
}

function planSections(document: TrackerDocument, item: TrackerItem, change: ItemChange): EditPlan {
  if (document.format === 'packet-board') return planEvidence(document, item, change);
  if (document.format === 'workstream-backlog') return planProgressBlock(document, item, change);
  return { edits: [], unplaced: [] };
}

/** A block of new entries holds several values, and an evidence section holds the commit. */
function hasSectionFor(document: TrackerDocument, sections: EditPlan, open: Unplaced): boolean {
  if (sections.edits.length === 0) return false;
  if (document.format === 'workstream-backlog') return !open.field.startsWith('tests');
  return open.field === 'commit' && sections.edits.some((edit) => edit.field === 'evidence');
}
