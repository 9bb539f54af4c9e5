import { isApproved, isDone, itemName, type AuditRule } from './audit-model.ts';
import { observe } from './observation.ts';
import { personNamed } from './person.ts';

/** REVIEWER_IS_IMPLEMENTER: a done or approved item names one person as implementer and reviewer. */
export const ownReview: AuditRule = ({ items }) =>
  items
    .filter((item) => isDone(item) || isApproved(item))
    .flatMap((item) => {
      const { implementer, reviewer } = item.fields;
      const name = personNamed(reviewer?.text);
      if (reviewer === null || name === null || name !== personNamed(implementer?.text)) return [];
      return observe(reviewer, 'REVIEWER_IS_IMPLEMENTER', {
        item: itemName(item),
        message: `${itemName(item)} was implemented and reviewed by ${reviewer.text}.`,
      });
    });
