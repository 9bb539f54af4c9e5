import { repositoryCommands } from './repository-commands.ts';
import { runGit } from './git-process.ts';
import { inRepository } from './repository.ts';
import type { Repository } from './repository.ts';

/** Of some hashes, short or whole, in lower case, those that name a commit of the repository. */
export async function knownCommits(
  repository: Repository,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const { stdout } = await runGit(inRepository(repository), repositoryCommands.lookUp(hashes));
  const answers = stdout.split('\n');
  // A short hash that fits several objects may well be one of them: there is no reason to doubt it.
  return new Set(hashes.filter((_, place) => !(answers[place] ?? '').endsWith(' missing')));
}
