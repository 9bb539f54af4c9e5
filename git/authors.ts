import { realpath } from 'node:fs/promises';
import { Fault } from '../domain/fault.ts';
import { readableText } from './byte-text.ts';
import { repositoryCommands } from './repository-commands.ts';
import { runGit } from './git-process.ts';
import { inRepository, listWorktrees } from './repository.ts';
import type { Repository } from './repository.ts';

/** Commits of one piece of work that are looked at. */
const COMMITS_MAX = 10_000;
/** Authors that are answered; the answer goes into a workflow's history. */
const AUTHORS_MAX = 200;

/**
 * Who wrote the commits that a checkout has on top of `base`: authors and, by the trailer
 * `Co-authored-by`, co-authors, as `Name <mail>`, each once. Work that is not committed has none.
 * A mailmap is not asked, because the work itself could change it.
 * @throws Fault CHECKOUT_NOT_IN_REPOSITORY, GIT_FAILED.
 */
export async function authorsOfWork(
  repository: Repository,
  { checkout, base }: { readonly checkout: string; readonly base: string },
): Promise<readonly string[]> {
  const path = await realpath(checkout).catch(() => checkout);
  const known = (await listWorktrees(repository)).find((each) => each.path === path);
  if (known === undefined) {
    throw new Fault({ code: 'CHECKOUT_NOT_IN_REPOSITORY', facts: { checkout } });
  }
  const { head } = known;
  if (head === null || head === base) return [];
  const command = repositoryCommands.authors({ base, head, commitsMax: COMMITS_MAX });
  const { stdout } = await runGit(inRepository(repository), command);
  const named = readableText(stdout)
    .split(/[\n\0]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return [...new Set(named)].slice(0, AUTHORS_MAX);
}
