import type { LookUpRequest, LookUpResult } from '../../domain/look-up.ts';
import { missingFromPlan } from '../../evidence/stored-plan.ts';
import { branchTip } from '../../git/refs.ts';
import { treeOf } from '../../git/tree.ts';
import type { ActivityDeps } from '../deps.ts';

/**
 * What a program's workflow has to know before it answers: ids that the plan does not have, and the
 * tip of the branch where one is named. Changes nothing. Throws what Git and the store throw.
 */
export async function lookUp(
  { blobs, repository }: ActivityDeps,
  { planDigest, items, branch }: LookUpRequest,
): Promise<LookUpResult> {
  const unknown = await missingFromPlan(blobs, planDigest, items);
  if (branch === null) return { unknown, tip: null };
  const commit = await branchTip(repository, branch);
  return { unknown, tip: { commit, tree: await treeOf(repository, commit) } };
}
