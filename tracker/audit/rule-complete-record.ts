import { isApproved, itemName, type AuditItem, type AuditRule, type Said } from './audit-model.ts';
import { readCommitClaim } from './commit-claim.ts';
import type { Observation } from './finding.ts';
import { observe } from './observation.ts';
import { statedRuleFor } from './stated-rule.ts';

/** A dash or an empty cell records nothing; `0` and `N/A` are answers. */
const NOTHING = /^(?:[-–—?]*|tbd|tba|todo|pending)$/i;

/**
 * COMPLETE_WITHOUT_COUNTS and COMPLETE_WITHOUT_COMMIT: a complete row leaves its count cells empty, or
 * has no hash in its commit cell. Only where the document's own rules ask for counts or commits of
 * complete tasks. Approved items are judged by `checkpointCommit` instead.
 */
export const completeRecord: AuditRule = ({ items, stated }) => {
  const counts = statedRuleFor('COMPLETE_WITHOUT_COUNTS', stated) !== null;
  const commits = statedRuleFor('COMPLETE_WITHOUT_COMMIT', stated) !== null;
  return items.flatMap((item) => {
    if (item.state !== 'done' || isApproved(item)) return [];
    return [...(counts ? countsOf(item) : []), ...(commits ? commitOf(item) : [])];
  });
};

function countsOf(item: AuditItem): Observation[] {
  const { written, passing } = item.fields;
  const empty = [written, passing].filter(
    (said): said is Said => said !== null && NOTHING.test(said.text),
  );
  const place = empty[0];
  if (place === undefined) return [];
  const both =
    empty.length === 2 ? 'no test counts are recorded' : 'one of its test counts is missing';
  return [
    observe(place, 'COMPLETE_WITHOUT_COUNTS', {
      item: itemName(item),
      message: `${itemName(item)} is ${item.fields.status?.text ?? 'complete'}, but ${both}.`,
    }),
  ];
}

function commitOf(item: AuditItem): Observation[] {
  const { commit, status } = item.fields;
  if (commit === null) return [];
  const claim = readCommitClaim(commit.text);
  if (claim.kind === 'hashes') return [];
  const name = itemName(item);
  const reads =
    claim.kind === 'absent' ? 'no commit is recorded' : `its commit reads "${claim.text}"`;
  const message = `${name} is ${status?.text ?? 'complete'}, but ${reads}.`;
  return [observe(commit, 'COMPLETE_WITHOUT_COMMIT', { item: name, message })];
}
