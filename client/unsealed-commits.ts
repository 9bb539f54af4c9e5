import type { EvidenceProblem } from '../evidence/problem.ts';
import type { SealCheck } from '../git/sealed-checkpoints.ts';
import { repositoryOrNull } from './evidence-anchors.ts';

export interface SealOutcome {
  readonly problems: readonly EvidenceProblem[];
  /** Commits that the policy wants signed. */
  readonly demanded: number;
  /** False outside of a repository: there is nothing to look at. */
  readonly isChecked: boolean;
}

/** Holds the commits of checkpoints against the policy, where there is a repository to read them from. */
export async function unsealedCommits(folder: string, seals: SealCheck): Promise<SealOutcome> {
  const demanded = await seals.demanded();
  if (demanded === 0) return { problems: [], demanded, isChecked: true };
  const repository = await repositoryOrNull(folder);
  if (repository === null) return { problems: [], demanded, isChecked: false };
  return { problems: await seals.problems(repository), demanded, isChecked: true };
}
