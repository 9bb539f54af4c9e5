import type { LookUpRequest, LookUpResult } from '../../domain/look-up.ts';
import { findPolicy } from './find-policy.ts';
import { placesInPlan } from '../../evidence/stored-plan.ts';
import { branchTip } from '../../git/refs.ts';
import { treeOf } from '../../git/tree.ts';
import type { ActivityDeps } from '../deps.ts';

/**
 * What a program's workflow has to know before it answers: ids that the plan does not have, and the
 * tip of the branch where one is named. Changes nothing. Throws what Git and the store throw.
 */
export async function lookUp(
  { blobs, repository }: ActivityDeps,
  { planDigest, items, branch, policy: asked }: LookUpRequest,
): Promise<LookUpResult> {
  const found = await placesInPlan(blobs, planDigest, items);
  const unknown = items.filter((item) => !found.has(item));
  const places = Object.fromEntries(found);
  const policy = asked === undefined ? {} : { policy: await findPolicy(blobs, asked) };
  if (branch === null) return { unknown, places, tip: null, ...policy };
  const commit = await branchTip(repository, branch);
  return { unknown, places, ...policy, tip: { commit, tree: await treeOf(repository, commit) } };
}
