import { repositoryCommands } from './repository-commands.ts';
import { runGit } from './git-process.ts';
import { inRepository, type Repository } from './repository.ts';

/**
 * The commits that lead from `base`, which is left out, to `tip`; none when the repository does not
 * have one of the two.
 */
export async function commitsSince(
  repository: Repository,
  range: { readonly tip: string; readonly base: string },
): Promise<ReadonlySet<string>> {
  const { stdout } = await runGit(inRepository(repository), repositoryCommands.commitsSince(range));
  return new Set(stdout.split('\n').filter((line) => line !== ''));
}
