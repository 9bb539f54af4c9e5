import {
  approvals,
  hasUnreadReview,
  itemName,
  type AuditItem,
  type AuditRule,
} from './audit-model.ts';
import { observe } from './observation.ts';
import { personNamed } from './person.ts';

/**
 * VERDICT_WITHOUT_REVIEW: an item is approved while the document names nobody as its reviewer, or
 * has no section about its review although it records those of other approved items.
 */
export const verdict: AuditRule = (subject) => {
  const approved = subject.items.filter((item) => approvals(item).length > 0);
  const kept = approved.some(hasReview);
  const mayHave = (item: AuditItem): boolean => {
    return !kept || hasReview(item) || hasUnreadReview(item, subject);
  };
  return approved.flatMap((item) => {
    const missing = whatIsMissing(item, mayHave(item));
    const place = approvals(item)[0] ?? item;
    if (missing === null) return [];
    const message = `${itemName(item)} is approved, but ${missing}.`;
    return [observe(place, 'VERDICT_WITHOUT_REVIEW', { item: itemName(item), message })];
  });
};

function whatIsMissing({ fields }: AuditItem, reviewed: boolean): string | null {
  const { reviewer } = fields;
  if (reviewer !== null && personNamed(reviewer.text) === null) {
    return 'nobody is named as its reviewer';
  }
  return reviewed ? null : 'no review evidence is recorded for it';
}

function hasReview({ evidence }: AuditItem): boolean {
  return evidence !== null && evidence.commands.length + evidence.gates.length > 0;
}
