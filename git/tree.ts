import type { Snapshot } from '../domain/snapshot.ts';
import { readableText } from './byte-text.ts';
import { writeTree } from './checkout-tree.ts';
import { indexCommands } from './index-commands.ts';
import { repositoryCommands, type TreeDiff } from './repository-commands.ts';
import { runGit } from './git-process.ts';
import { knownTree, rememberTree } from './known-trees.ts';
import { excluding, including } from './pathspec.ts';
import { indexInfo, parseRawDiff } from './raw-diff.ts';
import type { RawChange } from './raw-diff.ts';
import { inRepository } from './repository.ts';
import type { Repository } from './repository.ts';
import { keepSnapshot, readSnapshot } from './snapshot.ts';
import { withTemporaryIndex } from './temporary-index.ts';

/** The tree of a commit. */
export async function treeOf(repository: Repository, commit: string): Promise<string> {
  const known = knownTree(commit);
  if (known !== undefined) return known;
  const { stdout } = await runGit(inRepository(repository), repositoryCommands.treeOf(commit));
  const tree = stdout.trim();
  rememberTree(commit, tree);
  return tree;
}

export interface ChangedFilesOptions {
  /** Trees or commits. */
  readonly from: string;
  readonly to: string;
  /** Globs of the paths to look at. */
  readonly patterns: readonly string[];
}

/** Paths that were added, changed or removed between two trees, among those that a glob matches. */
export async function changedFiles(
  repository: Repository,
  { from, to, patterns }: ChangedFilesOptions,
): Promise<string[]> {
  if (from === to || patterns.length === 0) return [];
  const changes = await diffTrees(repository, { from, to, pathspecs: including(patterns) });
  return changes.map(({ path }) => readableText(path));
}

/** Whether two trees (or the trees of two commits) hold the same, apart from excluded paths. */
export async function sameTree(
  repository: Repository,
  {
    a,
    b,
    exclude,
  }: { readonly a: string; readonly b: string; readonly exclude: readonly string[] },
): Promise<boolean> {
  if (a === b) return true;
  const pathspecs = excluding(exclude);
  return (await diffTrees(repository, { from: a, to: b, pathspecs })).length === 0;
}

export interface OverlayOptions {
  /** Commit that is laid under. */
  readonly base: string;
  /** Tree or commit that the files are taken from. */
  readonly from: string;
  /** Globs of the paths to take; a path that `from` has not is removed. */
  readonly patterns: readonly string[];
  readonly ref: string;
}

/**
 * A snapshot of `base` with only the files that the globs match taken from elsewhere: RED replayed
 * is the base with the new tests. When `ref` exists, that snapshot is returned.
 */
export async function overlayTree(
  repository: Repository,
  { base, from, patterns, ref }: OverlayOptions,
): Promise<Snapshot> {
  const earlier = await readSnapshot(repository, ref);
  if (earlier !== undefined) return earlier;
  const pathspecs = including(patterns);
  const changes =
    patterns.length === 0 ? [] : await diffTrees(repository, { from: base, to: from, pathspecs });
  const tree = await writeChangedTree(repository, { base, changes });
  return await keepSnapshot(repository, { tree, base, ref });
}

/** Writes the tree of `base` with each path set to the `to` side of its change. */
export async function writeChangedTree(
  repository: Repository,
  { base, changes }: { readonly base: string; readonly changes: readonly RawChange[] },
): Promise<string> {
  if (changes.length === 0) return await treeOf(repository, base);
  return await withTemporaryIndex(null, async (indexFile) => {
    const place = { ...inRepository(repository), kind: 'index', indexFile } as const;
    await runGit(place, indexCommands.readTree(base));
    await runGit(place, indexCommands.setEntries(indexInfo(changes, 'to')));
    return await writeTree(place);
  });
}

/** How two trees differ within the pathspecs. */
export async function diffTrees(repository: Repository, diff: TreeDiff): Promise<RawChange[]> {
  const { stdout } = await runGit(inRepository(repository), repositoryCommands.diffTrees(diff));
  return parseRawDiff(stdout);
}
