import { itemName, type AuditRule } from './audit-model.ts';
import { leadingCount } from './count.ts';
import { observe } from './observation.ts';

/** PASSING_ABOVE_WRITTEN: a row counts more passing tests than were written. */
export const passingCount: AuditRule = ({ items }) =>
  items.flatMap((item) => {
    const { written, passing } = item.fields;
    const total = leadingCount(written?.text);
    const passed = leadingCount(passing?.text);
    if (passing === null || total === null || passed === null || passed <= total) return [];
    return observe(passing, 'PASSING_ABOVE_WRITTEN', {
      item: itemName(item),
      message: `${itemName(item)} counts ${passed} passing tests of ${total} written.`,
    });
  });
