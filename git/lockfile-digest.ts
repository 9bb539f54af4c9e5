import { createHash } from 'node:crypto';
import { nulFields, readableText } from './byte-text.ts';
import { repositoryCommands } from './repository-commands.ts';
import { runGit } from './git-process.ts';
import { inRepository } from './repository.ts';
import type { Repository } from './repository.ts';

/** Files that say which packages are installed, by what the package managers call them. */
const LOCKFILE =
  /^(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|go\.sum|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|requirements[^/]*\.txt|Gemfile\.lock|composer\.lock|mix\.lock)$/;

/**
 * sha256 (hex) over the names and objects of the lockfiles at the top of a tree: `prepare` is run
 * again in a lane when it differs from the last one. A tree without any has a digest too.
 */
export async function lockfileDigest(repository: Repository, tree: string): Promise<string> {
  const { stdout } = await runGit(inRepository(repository), repositoryCommands.listTop(tree));
  const entries = nulFields(stdout)
    .map((entry) => entry.split('\t'))
    .filter(([, name = '']) => LOCKFILE.test(readableText(name)));
  const text = entries.map(([facts = '', name = '']) => `${facts}\t${name}\n`).join('');
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
