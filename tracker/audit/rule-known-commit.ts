import { itemName, type AuditItem, type AuditRule } from './audit-model.ts';
import { readCommitClaim } from './commit-claim.ts';
import type { Place } from './finding.ts';
import { observe } from './observation.ts';

/**
 * COMMIT_UNKNOWN: an item records a hash that the repository does not contain. Only where the caller
 * looked: without `knownCommits` nothing is said.
 */
export const knownCommit: AuditRule = ({ items, facts: { knownCommits } }) => {
  if (knownCommits === undefined) return [];
  return items.flatMap((item) =>
    recorded(item)
      .filter(({ hash }) => !knownCommits.has(hash))
      .map(({ hash, place }) =>
        observe(place, 'COMMIT_UNKNOWN', {
          item: itemName(item),
          message: `${itemName(item)} records the commit ${hash}, which the repository does not contain.`,
        }),
      ),
  );
};

/** The hashes that items record, for the caller to look up: lower case, each once. */
export function commitHashesOf(items: readonly AuditItem[]): readonly string[] {
  return [...new Set(items.flatMap((item) => recorded(item).map(({ hash }) => hash)))];
}

function recorded(item: AuditItem): readonly { readonly hash: string; readonly place: Place }[] {
  const { evidence, fields } = item;
  const inEvidence = evidence?.commit ?? null;
  const onBoard = fields.commit?.line === inEvidence?.line ? null : fields.commit;
  return [inEvidence, onBoard]
    .filter((said) => said !== null)
    .flatMap((place) => {
      const claim = readCommitClaim(place.text);
      return claim.kind === 'hashes' ? claim.hashes.map((hash) => ({ hash, place })) : [];
    });
}
