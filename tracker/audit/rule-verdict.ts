import { approvals, itemName, type AuditItem, type AuditRule } from './audit-model.ts';
import { observe } from './observation.ts';
import { personNamed } from './person.ts';

/**
 * VERDICT_WITHOUT_REVIEW: an item is approved while the document names nobody as its reviewer, or
 * records neither commands nor gates for it although it does for other approved items.
 */
export const verdict: AuditRule = ({ items }) => {
  const approved = items.filter((item) => approvals(item).length > 0);
  const reviewed = approved.some(hasReview);
  return approved.flatMap((item) => {
    const missing = whatIsMissing(item, reviewed);
    const place = approvals(item)[0] ?? item;
    if (missing === null) return [];
    const message = `${itemName(item)} is approved, but ${missing}.`;
    return [observe(place, 'VERDICT_WITHOUT_REVIEW', { item: itemName(item), message })];
  });
};

function whatIsMissing(item: AuditItem, reviewed: boolean): string | null {
  const { reviewer } = item.fields;
  if (reviewer !== null && personNamed(reviewer.text) === null)
    return 'nobody is named as its reviewer';
  return reviewed && !hasReview(item) ? 'no review evidence is recorded for it' : null;
}

function hasReview({ evidence }: AuditItem): boolean {
  return evidence !== null && evidence.commands.length + evidence.gates.length > 0;
}
