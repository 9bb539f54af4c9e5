import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '../domain/fault.ts';

/** Where a verb works. */
export interface Place {
  /** The main work tree: it holds `sluice.yaml` and `.sluice/`. */
  readonly root: string;
  /** The linked work tree that the verb was called in, or null in the main one. */
  readonly checkout: string | null;
}

/**
 * Finds the repository by its `.git` alone, because quick verbs cannot wait for a Git process.
 * Throws NOT_A_REPOSITORY.
 */
export function findPlace(cwd: string): Place {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const git = join(folder, '.git');
    if (existsSync(git)) return placeOf(folder, git);
    if (folder === dirname(folder)) {
      throw new Fault({ code: 'NOT_A_REPOSITORY', facts: { path: resolve(cwd) } });
    }
  }
}

/** The repository that a folder is in, or null outside of any: a document can be looked at anywhere. */
export function findRoot(cwd: string): string | null {
  try {
    return findPlace(cwd).root;
  } catch (error) {
    if (error instanceof Fault && error.code === 'NOT_A_REPOSITORY') return null;
    throw error;
  }
}

/** The `.git` of a linked work tree is a file that points into `<main>/.git/worktrees/<name>`. */
function placeOf(folder: string, git: string): Place {
  if (statSync(git).isDirectory()) return { root: folder, checkout: null };
  const target = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1]?.trim() ?? '';
  const worktrees = dirname(resolve(folder, target));
  const common = dirname(worktrees);
  const isLinked = basename(worktrees) === 'worktrees' && basename(common) === '.git';
  return isLinked ? { root: dirname(common), checkout: folder } : { root: folder, checkout: null };
}

export function stateDirOf(root: string): string {
  return join(root, '.sluice');
}
