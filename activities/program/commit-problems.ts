import { Fault } from '../../domain/fault.ts';
import type { Policy } from '../../domain/policy.ts';
import type { ItemProof } from '../../domain/rules/item-proof.ts';
import { commitsSince } from '../../git/commits-since.ts';
import type { Repository } from '../../git/repository.ts';
import { sameTree, treeOf } from '../../git/tree.ts';

interface Against {
  readonly tip: string;
  readonly policyOf: (digest: string) => Promise<Policy>;
}

/**
 * What Git says against recorded checkpoints, in words: a commit that is not on the branch, or one
 * that is not the approved tree but for the paths that the policy leaves out of a tree's identity.
 */
export async function commitProblems(
  repository: Repository,
  proofs: readonly ItemProof[],
  { tip, policyOf }: Against,
): Promise<readonly string[]> {
  const [first] = proofs;
  if (first === undefined) return [];
  const onBranch = await commitsSince(repository, { tip, base: first.parent });
  const stray = proofs
    .filter(({ commit }) => !onBranch.has(commit))
    .map(({ item, commit }) => `the checkpoint ${commit} of ${item} is not on the branch`);
  const carried = proofs.filter((each) => onBranch.has(each.commit) && !isAsApproved(each));
  const foreign: string[] = [];
  for (const proof of carried) {
    const { exclude } = await policyOf(proof.policyDigest);
    if (await isWithin(repository, proof, exclude)) continue;
    foreign.push(`the checkpoint ${proof.commit} of ${proof.item} is not the approved tree`);
  }
  return [...stray, ...foreign];
}

function isAsApproved({ tree, approvedTree }: ItemProof): boolean {
  return tree === approvedTree;
}

/** False also for a tree that the repository does not have: what cannot be compared is not proven. */
async function isWithin(
  repository: Repository,
  { commit, approvedTree }: ItemProof,
  exclude: readonly string[],
): Promise<boolean> {
  try {
    const committed = await treeOf(repository, commit);
    return await sameTree(repository, { a: approvedTree, b: committed, exclude });
  } catch (error) {
    if (error instanceof Fault && error.code === 'GIT_FAILED') return false;
    throw error;
  }
}
