import { Fault } from '../domain/fault.ts';
import { readableText } from './byte-text.ts';
import { repositoryCommands } from './repository-commands.ts';
import { runGit } from './git-process.ts';
import { rememberTree } from './known-trees.ts';
import { branchRef } from './ref-name.ts';
import { inRepository } from './repository.ts';
import type { Repository } from './repository.ts';

/** A ref that exists, and the commit that it points to. */
export interface RefState {
  readonly ref: string;
  readonly commit: string;
  readonly tree: string;
  readonly parents: readonly string[];
}

/** Those of the refs that exist. Full names; a ref that points to no commit counts as missing. */
export async function readRefs(
  repository: Repository,
  refs: readonly string[],
): Promise<ReadonlyMap<string, RefState>> {
  const command = repositoryCommands.readRefs(...refs);
  const { stdout } = await runGit(inRepository(repository), command);
  const states = stdout
    .split('\0\n')
    .map((record) => readableText(record).split('\0'))
    .filter(([ref = '', , tree]) => refs.includes(ref) && tree !== '')
    .map(([ref = '', commit = '', tree = '', parents = '']) => ({
      ref,
      commit,
      tree,
      parents: parents.split(' ').filter((parent) => parent !== ''),
    }));
  for (const { commit, tree } of states) rememberTree(commit, tree);
  return new Map(states.map((state) => [state.ref, state]));
}

/**
 * The commit that a branch points to.
 * @throws Fault REPOSITORY_UNSUPPORTED when the branch has no commit.
 */
export async function branchTip(repository: Repository, branch: string): Promise<string> {
  const ref = branchRef(branch);
  const tip = (await readRefs(repository, [ref])).get(ref);
  return (tip ?? noSuchBranch(branch)).commit;
}

/** @throws Fault REPOSITORY_UNSUPPORTED always: the branch has no commit to build on. */
export function noSuchBranch(branch: string): never {
  throw new Fault({
    code: 'REPOSITORY_UNSUPPORTED',
    facts: {
      reason: `the branch ${branch} has no commit`,
      fix: 'Make a first commit on it, or name another one with `branch:` in sluice.yaml.',
    },
  });
}
