import { chmod, rm, stat } from 'node:fs/promises';
import { Fault } from '../domain/fault.ts';
import { diffIndex } from './checkout-tree.ts';
import type { IndexPlace } from './checkout-tree.ts';
import { indexCommands } from './index-commands.ts';
import { runGit } from './git-process.ts';
import { readFlags, setFlag } from './index-flags.ts';
import { indexExists, lockIndex } from './index-lock.ts';
import type { IndexLock } from './index-lock.ts';
import { indexInfo } from './raw-diff.ts';
import { listWorktrees, readLayout } from './repository.ts';
import type { Checkout, Repository } from './repository.ts';
import { copyIndex } from './temporary-index.ts';
import { diffTrees } from './tree.ts';

export interface BranchMove {
  /** Commit before and after. */
  readonly from: string;
  readonly to: string;
}

/**
 * The indexes of the checkouts that have the branch checked out, locked while the branch moves:
 * nobody can commit from an index that does not know the new commit yet, which would undo it.
 */
export interface LockedIndexes {
  /**
   * Brings the indexes from one commit to the next; files are not touched. False when one could not
   * be locked or could not take the new entries: the branch has moved all the same.
   */
  refresh(move: BranchMove): Promise<boolean>;
  release(): Promise<void>;
}

/** Locks the indexes of a branch; one that somebody else keeps locked is left alone. */
export async function lockIndexes(repository: Repository, ref: string): Promise<LockedIndexes> {
  const checkouts = await checkoutsOf(repository, ref);
  const tried = await Promise.all(
    checkouts.map(async (checkout) => ({ checkout, lock: await lockIndex(checkout.indexFile) })),
  );
  const locked = tried.filter((each): each is LockedCheckout => each.lock !== undefined);
  return {
    refresh: async (move) => {
      const done = await Promise.all(locked.map((each) => refreshed(repository, each, move)));
      return locked.length === checkouts.length && !done.includes(false);
    },
    release: async () => {
      await Promise.all(locked.map(({ lock }) => lock.release()));
    },
  };
}

interface LockedCheckout {
  readonly checkout: Checkout;
  readonly lock: IndexLock;
}

async function checkoutsOf(repository: Repository, ref: string): Promise<Checkout[]> {
  const worktrees = (await listWorktrees(repository)).filter((each) => each.branch === ref);
  const layouts = await Promise.all(
    worktrees.map(({ path }) => readLayout(path).catch(() => undefined)),
  );
  const checkouts = layouts.flatMap((each) => (each === undefined ? [] : [each.checkout]));
  const there = await Promise.all(checkouts.map(({ indexFile }) => indexExists(indexFile)));
  return checkouts.filter((_, at) => there[at]);
}

async function refreshed(
  repository: Repository,
  checkout: LockedCheckout,
  move: BranchMove,
): Promise<boolean> {
  try {
    await refreshIndex(repository, checkout, move);
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === 'GIT_FAILED') return false;
    throw error;
  }
}

/**
 * Entries that equal the old commit's get the new commit's version; staged ones stay as they are.
 * The new index is made beside the old one and takes its place in one step.
 */
async function refreshIndex(
  repository: Repository,
  { checkout, lock }: LockedCheckout,
  { from, to }: BranchMove,
): Promise<void> {
  const indexFile = `${checkout.indexFile}.sluice`;
  const { gitDir, path: workTree } = checkout;
  const place: IndexPlace = { kind: 'index', gitDir, workTree, indexFile };
  await rm(`${indexFile}.lock`, { force: true });
  try {
    await copyIndex(checkout.indexFile, indexFile);
    const staged = new Set((await diffIndex(place, from, [':(top)'])).map(({ path }) => path));
    const changes = await diffTrees(repository, { from, to, pathspecs: [] });
    const following = changes.filter(({ path }) => !staged.has(path));
    if (following.length === 0) return;
    const flags = await readFlags(place);
    await runGit(place, indexCommands.setEntries(indexInfo(following, 'to')));
    const moved = new Set(following.filter(({ status }) => status !== 'D').map(({ path }) => path));
    const again = (paths: readonly string[]) => paths.filter((path) => moved.has(path));
    await setFlag(place, 'skip-worktree', again(flags.skipped));
    await setFlag(place, 'assume-unchanged', again(flags.assumedUnchanged));
    await runGit(place, indexCommands.refresh());
    await chmod(indexFile, (await stat(checkout.indexFile)).mode);
    await lock.replaceBy(indexFile);
  } finally {
    await rm(indexFile, { force: true });
  }
}
