import { bytesOf } from './byte-text.ts';
import { repositoryCommands } from './repository-commands.ts';
import { runGit } from './git-process.ts';
import { inRepository } from './repository.ts';
import type { Repository } from './repository.ts';

/** Commits that are read at a time; a commit of Sluice has about a kilobyte. */
const COMMITS_AT_ONCE = 500;
const ENTRY = /^([0-9a-f]+) (\w+) (\d+)$/;

/**
 * The commit objects with these hashes, to the byte; those that the repository lacks, and objects that
 * are no commits, are left out.
 * @throws Fault GIT_FAILED.
 */
export async function readCommits(
  repository: Repository,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (let at = 0; at < hashes.length; at += COMMITS_AT_ONCE) {
    const command = repositoryCommands.readCommits(hashes.slice(at, at + COMMITS_AT_ONCE));
    const { stdout } = await runGit(inRepository(repository), command);
    readBatch(stdout, found);
  }
  return found;
}

function readBatch(text: string, found: Map<string, Uint8Array>): void {
  let at = 0;
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at);
    const [, hash, type, size] = ENTRY.exec(text.slice(at, lineEnd)) ?? [];
    at = lineEnd + 1;
    if (hash === undefined) continue;
    const end = at + Number(size);
    if (type === 'commit') found.set(hash, bytesOf(text.slice(at, end)));
    at = end + 1;
  }
}
