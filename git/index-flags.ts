import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { nulFields, readableText } from './byte-text.ts';
import { indexCommands, type IndexFlag } from './index-commands.ts';
import type { GitPlace } from './git-place.ts';
import { runGit } from './git-process.ts';

type IndexPlace = GitPlace & { readonly kind: 'index' };

/** Byte texts of the paths that Git was told not to look at. */
export interface FlaggedPaths {
  /** Taken for unchanged, whatever is in the file. */
  readonly assumedUnchanged: readonly string[];
  /** Not in the checkout on purpose (sparse checkout), or treated so. */
  readonly skipped: readonly string[];
}

/** Reads the flags that hide changes: a letter before each path, see `-v` in git-ls-files(1). */
export async function readFlags(place: IndexPlace): Promise<FlaggedPaths> {
  const { stdout } = await runGit(place, indexCommands.flags());
  const entries = nulFields(stdout).map((each) => ({ tag: each[0] ?? '', path: each.slice(2) }));
  return {
    assumedUnchanged: entries.filter(({ tag }) => /[a-z]/.test(tag)).map(({ path }) => path),
    skipped: entries.filter(({ tag }) => /s/i.test(tag)).map(({ path }) => path),
  };
}

/** Sets one flag on paths of a temporary index. */
export async function setFlag(
  place: IndexPlace,
  flag: IndexFlag,
  paths: readonly string[],
): Promise<void> {
  if (paths.length > 0) await runGit(place, indexCommands.setFlag(flag, paths));
}

/**
 * Lifts the flags that hide a file which is there, so that what a gate would see in the checkout
 * is what the tree holds. A skipped path without a file stays skipped: it was never checked out.
 */
export async function showHiddenChanges(place: IndexPlace): Promise<void> {
  const { assumedUnchanged, skipped } = await readFlags(place);
  await setFlag(place, 'no-assume-unchanged', assumedUnchanged);
  const checked = await Promise.all(
    skipped.map(async (path) => ({
      path,
      there: await exists(join(place.workTree, readableText(path))),
    })),
  );
  await setFlag(
    place,
    'no-skip-worktree',
    checked.filter(({ there }) => there).map(({ path }) => path),
  );
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
