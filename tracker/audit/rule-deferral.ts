import { itemName, type AuditItem, type AuditRule } from './audit-model.ts';
import { observe } from './observation.ts';

const SAYS_SOMETHING = /[\p{L}\p{N}]{2,}/u;
/** Words of a remark in the title that give a reason, as in "(lower priority)". */
const REASON_WORDS =
  /\b(?:priorit\w+|later|until|wait\w*|needs?|because|since|depends?|blocked|out[ -]of[ -]scope|existing|future|next|post-?\w+|not (?:needed|required)|v\d)\b/i;
const NOTHING = /^(?:[-–—?]*|n\/?a|none|tbd|tba|todo|pending)$/i;

/**
 * DEFERRED_WITHOUT_REASON: an item is deferred and nothing says why: no reason or notes, nothing
 * besides the status word, no remark in its title that gives one.
 */
export const deferral: AuditRule = ({ items }) =>
  items
    .filter((item) => item.state === 'deferred' && !hasReason(item))
    .map((item) =>
      observe(item.fields.status ?? item, 'DEFERRED_WITHOUT_REASON', {
        item: itemName(item),
        message: `${itemName(item)} is ${item.fields.status?.text ?? 'deferred'}, and no reason is recorded.`,
      }),
    );

function hasReason({ fields, title }: AuditItem): boolean {
  const given = [fields.deferredReason?.text, fields.notes?.text];
  if (given.some((text) => text !== undefined && !NOTHING.test(text.trim()))) return true;
  const besides = (fields.status?.text ?? '').replace(/\b(?:deferred|postponed|on hold)\b/i, '');
  if (SAYS_SOMETHING.test(besides)) return true;
  return [...title.matchAll(/\(([^()]*)\)/g)].some((match) => REASON_WORDS.test(match[1] ?? ''));
}
