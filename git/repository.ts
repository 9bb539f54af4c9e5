import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { readableText } from './byte-text.ts';
import { folderCommands } from './folder-commands.ts';
import { repositoryCommands } from './repository-commands.ts';
import type { GitPlace } from './git-place.ts';
import { runGit } from './git-process.ts';
import { parseWorktrees } from './worktree-list.ts';

/** A repository that Sluice works with. All paths are absolute and real. */
export interface Repository {
  /** Where `.sluice/` and `sluice.yaml` are: the main work tree, unless the repository is bare. */
  readonly root: string;
  /** The Git folder of `root`. */
  readonly gitDir: string;
  /** The Git folder that all work trees share: objects and refs. */
  readonly commonDir: string;
}

/** One work tree of a repository. */
export interface Checkout {
  readonly path: string;
  readonly gitDir: string;
  readonly indexFile: string;
}

/** `merge-tree --write-tree` came with this version. */
const GIT_VERSION_MIN = [2, 38] as const;

/**
 * Finds the repository that a folder belongs to, from any folder of any of its work trees.
 * @throws Fault GIT_TOO_OLD, NOT_A_REPOSITORY, or GIT_FAILED when there is no Git at all.
 */
export async function openRepository(folder: string): Promise<Repository> {
  await requireGitVersion(folder);
  const found = await readLayout(folder);
  if (found === undefined) throw new Fault({ code: 'NOT_A_REPOSITORY', facts: { path: folder } });
  const { checkout, commonDir } = found;
  const here = { root: checkout.path, gitDir: checkout.gitDir, commonDir };
  if (checkout.gitDir === commonDir) return here;
  const [main] = await listWorktrees(here);
  if (main === undefined || main.bare) return here;
  return { root: await realpath(main.path), gitDir: commonDir, commonDir };
}

/**
 * The work tree that a folder lies in.
 * @throws Fault NOT_A_REPOSITORY.
 */
export async function findCheckout(folder: string): Promise<Checkout> {
  const found = await readLayout(folder);
  if (found === undefined) throw new Fault({ code: 'NOT_A_REPOSITORY', facts: { path: folder } });
  return found.checkout;
}

export interface Layout {
  readonly checkout: Checkout;
  readonly commonDir: string;
}

/** What Git says about a folder, or undefined when it is in no work tree. */
export async function readLayout(folder: string): Promise<Layout | undefined> {
  const place: GitPlace = { kind: 'folder', path: folder };
  const { exitCode, stdout } = await runGit(place, folderCommands.layout());
  if (exitCode !== 0) return undefined;
  const lines = readableText(stdout).split('\n');
  const [gitDir = '', commonDir = '', indexFile = ''] = lines;
  // The top level comes last, because it is the one that a stray line break may be part of.
  const top = lines.slice(3).join('\n').replace(/\n$/, '');
  return {
    checkout: { path: await realpath(top), gitDir: await realpath(gitDir), indexFile },
    commonDir: await realpath(commonDir),
  };
}

/** Where commands on objects and refs run. */
export function inRepository(repository: Repository): GitPlace & { kind: 'repository' } {
  return { kind: 'repository', gitDir: repository.commonDir, workTree: repository.root };
}

/** Every work tree of the repository, the main one first. */
export async function listWorktrees(repository: Repository) {
  const { stdout } = await runGit(inRepository(repository), repositoryCommands.worktreeList());
  return parseWorktrees(stdout);
}

/**
 * The branch that is checked out at the root, such as `main`.
 * @throws Fault REPOSITORY_UNSUPPORTED when a commit is checked out instead.
 */
export async function currentBranch(repository: Repository): Promise<string> {
  const place = { ...inRepository(repository), gitDir: repository.gitDir };
  const { exitCode, stdout } = await runGit(place, repositoryCommands.headBranch());
  if (exitCode === 0)
    return readableText(stdout)
      .trimEnd()
      .replace(/^refs\/heads\//, '');
  throw new Fault({
    code: 'REPOSITORY_UNSUPPORTED',
    facts: {
      reason: 'no branch is checked out',
      fix: 'Check out a branch with `git switch`, or name one with `branch:` in sluice.yaml.',
    },
  });
}

/**
 * Makes `.sluice/` with a `.gitignore` that hides all of it, and returns its real path.
 * A `.gitignore` that exists is left as it is.
 */
export async function ensureSluiceDir(root: string): Promise<string> {
  const folder = join(root, '.sluice');
  await mkdir(join(folder, 'lanes'), { recursive: true });
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return await realpath(folder);
}

async function requireGitVersion(folder: string): Promise<void> {
  const { stdout } = await runGit({ kind: 'folder', path: folder }, folderCommands.version());
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  const [majorMin, minorMin] = GIT_VERSION_MIN;
  if (Number(major) > majorMin) return;
  if (Number(major) === majorMin && Number(minor) >= minorMin) return;
  throw new Fault({
    code: 'GIT_TOO_OLD',
    facts: { found: stdout.trim(), needed: GIT_VERSION_MIN.join('.') },
  });
}
