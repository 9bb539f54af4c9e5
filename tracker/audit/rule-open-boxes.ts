import { isDone, itemName, type AuditBox, type AuditRule } from './audit-model.ts';

/** A remark in brackets, after a dash or as a label says that the box is not needed. */
const NOT_NEEDED =
  /(?:[([—–]|\s-)\s*(?:optional|n\/a|not applicable|not needed|won'?t do|skipped|deferred|dropped|waived)\b|^(?:optional|n\/a|skipped|deferred|dropped)\s*[:—–]/i;

/**
 * DONE_WITH_OPEN_BOX: an item is called done while one of its boxes is open. A box whose text says
 * that it is optional, dropped, deferred or waived is left alone; a box that says why its command
 * failed is not.
 */
export const openBoxes: AuditRule = ({ items }) =>
  items.filter(isDone).flatMap((item) =>
    item.boxes.filter(isOpen).map((box) => ({
      code: 'DONE_WITH_OPEN_BOX' as const,
      item: itemName(item),
      line: box.line,
      column: box.column,
      message: `${itemName(item)} is ${statusOf(item.fields.status?.text)}, but this box is open: ${box.text}`,
    })),
  );

function isOpen(box: AuditBox): boolean {
  return !box.checked && !NOT_NEEDED.test(box.text.replaceAll(/`[^`]*`/g, ''));
}

function statusOf(text: string | undefined): string {
  return text === undefined || text === '' ? 'done' : text;
}
