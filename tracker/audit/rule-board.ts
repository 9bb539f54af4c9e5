import { itemName, type AuditItem, type AuditRule, type Said } from './audit-model.ts';
import { observe } from './observation.ts';

/**
 * BOARD_DISAGREES: the board says that an item is still to do while all its boxes are ticked, or
 * shows another verdict than the item's own section. (A board that says DONE over an open box is
 * reported by `openBoxes`.)
 */
export const board: AuditRule = ({ items }) =>
  items.flatMap((item) => {
    const problem = statusProblem(item) ?? verdictProblem(item);
    if (problem === null) return [];
    const message = `${itemName(item)}: ${problem.message}`;
    return [observe(problem.place, 'BOARD_DISAGREES', { item: itemName(item), message })];
  });

interface Problem {
  readonly place: Said;
  readonly message: string;
}

function statusProblem({ state, fields, boxes }: AuditItem): Problem | null {
  const { status } = fields;
  if (state !== 'todo' || status === null || boxes.length === 0) return null;
  if (boxes.some((box) => !box.checked)) return null;
  const message = `the board says ${status.text}, but all of its ${boxes.length} boxes are ticked.`;
  return { place: status, message };
}

function verdictProblem({ fields, evidence }: AuditItem): Problem | null {
  const { reviewState } = fields;
  const verdict = evidence?.verdict ?? null;
  if (reviewState === null || verdict === null) return null;
  const onBoard = verdictWord(reviewState.text);
  const inSection = verdictWord(verdict.text);
  if (onBoard === null || inSection === null || onBoard === inSection) return null;
  const message = `the board says ${reviewState.text}, but line ${verdict.line} says ${verdict.text}.`;
  return { place: reviewState, message };
}

/** The verdict that a text clearly states. */
function verdictWord(text: string): 'approved' | 'changes requested' | 'pending' | null {
  if (/^\W*approved\b/i.test(text)) return 'approved';
  if (/^\W*(?:changes[ _-]requested|rejected)\b/i.test(text)) return 'changes requested';
  return /^\W*(?:pending|not (?:started|reviewed))\b/i.test(text) ? 'pending' : null;
}
