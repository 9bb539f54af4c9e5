import { itemName, type AuditItem, type AuditRule } from './audit-model.ts';
import type { Observation } from './finding.ts';
import { observe } from './observation.ts';

/**
 * DUPLICATE_ID: two items have the same written id. Bare numbers may start anew in each phase.
 */
export const duplicateIds: AuditRule = ({ items }) => {
  const first = new Map<string, AuditItem>();
  const found: Observation[] = [];
  for (const item of items) {
    if (item.id === null) continue;
    const scope = /^\d+$/.test(item.id) ? (item.phase ?? '') : '';
    const key = JSON.stringify([scope, item.id.toLowerCase()]);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, item);
    else {
      const message = `The id ${item.id} is used twice: first on line ${earlier.line}.`;
      found.push(observe(item, 'DUPLICATE_ID', { item: itemName(item), message }));
    }
  }
  return found;
};
