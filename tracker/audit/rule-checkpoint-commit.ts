import {
  approvals,
  hasUnreadReview,
  isApproved,
  itemName,
  type AuditItem,
  type AuditRule,
  type Said,
} from './audit-model.ts';
import { readCommitClaim } from './commit-claim.ts';
import type { Observation } from './finding.ts';
import { observe } from './observation.ts';

/** A sentence that promises a hash elsewhere instead of giving one. */
const SEE_ELSEWHERE = /\b(?:see|below|above|elsewhere)\b/i;

/**
 * APPROVED_WITHOUT_COMMIT and COMMIT_PLACEHOLDER: an approved item records no hash of its checkpoint
 * commit, or words in its place. A document that records no commits for any item and has no rule
 * about them keeps its commits elsewhere, so nothing is said about it.
 */
export const checkpointCommit: AuditRule = (subject) => {
  const { items, stated } = subject;
  const asked = stated.some((rule) => /\b(?:commit|hash)/i.test(rule.text));
  const kept = items.some((item) => isApproved(item) && hasHash(item));
  return items
    .filter((item) => isApproved(item) && !hasHash(item))
    .filter(
      (item) => commitOf(item) !== null || ((asked || kept) && !hasUnreadReview(item, subject)),
    )
    .map((item) => observeMissing(item));
};

function commitOf(item: AuditItem): Said | null {
  return item.evidence?.commit ?? item.fields.commit;
}

function hasHash(item: AuditItem): boolean {
  return [item.evidence?.commit, item.fields.commit].some(
    (said) => said && readCommitClaim(said.text).kind === 'hashes',
  );
}

function observeMissing(item: AuditItem): Observation {
  const said = commitOf(item);
  const claim = readCommitClaim(said?.text ?? '');
  const name = itemName(item);
  const place = said ?? approvals(item)[0] ?? item;
  if (claim.kind !== 'placeholder') {
    const message = `${name} is approved, but no commit hash is recorded.`;
    return observe(place, 'APPROVED_WITHOUT_COMMIT', { item: name, message });
  }
  const quoted = `${name} is approved, but its commit reads "${claim.text}"`;
  return SEE_ELSEWHERE.test(claim.text)
    ? observe(place, 'APPROVED_WITHOUT_COMMIT', {
        item: name,
        message: `${quoted} and there is no hash.`,
      })
    : observe(place, 'COMMIT_PLACEHOLDER', { item: name, message: `${quoted}, which is no hash.` });
}
