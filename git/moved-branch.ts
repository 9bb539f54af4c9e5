import type { Snapshot } from '../domain/snapshot.ts';
import { nulFields, readableText } from './byte-text.ts';
import { repositoryCommands } from './repository-commands.ts';
import { runGit } from './git-process.ts';
import { including } from './pathspec.ts';
import { refPart } from './ref-name.ts';
import { inRepository } from './repository.ts';
import type { Repository } from './repository.ts';
import { keepSnapshot } from './snapshot.ts';
import { diffTrees, sameTree, treeOf, writeChangedTree } from './tree.ts';

/** What the approved change looks like on the branch's tip. */
export type OnTip =
  /** The approved tree itself, or, when `carried`, but for the excluded paths of the tip. */
  | { readonly kind: 'commit'; readonly tree: string; readonly carried: boolean }
  /** Merged with what came in between: a new tree that nobody has verified yet. */
  | { readonly kind: 'moved'; readonly tip: string; readonly candidate: Snapshot }
  | { readonly kind: 'conflict'; readonly tip: string; readonly files: readonly string[] };

export interface OnTipOptions {
  readonly approved: Snapshot;
  readonly tip: string;
  readonly exclude: readonly string[];
  /** The ref that a candidate is kept under, to which the tip's hash is added. */
  readonly candidateRef: string;
}

/** Places an approved snapshot on the tip of its branch, which may have moved since. */
export async function placeOnTip(repository: Repository, options: OnTipOptions): Promise<OnTip> {
  const { approved, tip, exclude } = options;
  if (tip === approved.base) return { kind: 'commit', tree: approved.tree, carried: false };
  if (!(await sameTree(repository, { a: approved.base, b: tip, exclude }))) {
    return await mergeOntoTip(repository, options);
  }
  const changes =
    exclude.length === 0
      ? []
      : await diffTrees(repository, {
          from: approved.tree,
          to: tip,
          pathspecs: including(exclude),
        });
  const tree = await writeChangedTree(repository, { base: approved.tree, changes });
  return { kind: 'commit', tree, carried: true };
}

/** Conflicts that an answer names: it goes into the workflow's history. */
const CONFLICTS_NAMED_MAX = 100;

async function mergeOntoTip(
  repository: Repository,
  { approved, tip, candidateRef }: OnTipOptions,
): Promise<OnTip> {
  const place = inRepository(repository);
  const sides = await asSiblings(repository, { approved, tip });
  const merged = await runGit(place, repositoryCommands.mergeTrees(sides.tip, sides.approved));
  const [tree = '', ...files] = nulFields(merged.stdout);
  if (merged.exitCode !== 0) {
    const named = [...new Set(files)].slice(0, CONFLICTS_NAMED_MAX).map(readableText);
    return { kind: 'conflict', tip, files: named };
  }
  const ref = `${candidateRef}-${refPart(tip)}`;
  return {
    kind: 'moved',
    tip,
    candidate: await keepSnapshot(repository, { tree, base: tip, ref }),
  };
}

/**
 * `merge-tree` takes commits and finds their common ancestor in history. The right one here is the
 * snapshot's base, also when the branch was rewritten and does not contain it any more: else a
 * commit that somebody removed would come back. So the three trees become commits of their own.
 */
async function asSiblings(
  repository: Repository,
  { approved, tip }: { readonly approved: Snapshot; readonly tip: string },
): Promise<{ tip: string; approved: string }> {
  const [baseTree, tipTree] = [
    await treeOf(repository, approved.base),
    await treeOf(repository, tip),
  ];
  const root = await commitOf(repository, { tree: baseTree, parents: [] });
  return {
    tip: await commitOf(repository, { tree: tipTree, parents: [root] }),
    approved: await commitOf(repository, { tree: approved.tree, parents: [root] }),
  };
}

async function commitOf(
  repository: Repository,
  { tree, parents }: { readonly tree: string; readonly parents: readonly string[] },
): Promise<string> {
  const author = { name: 'Sluice', email: 'sluice@localhost' };
  const message = 'One side of a merge\n';
  const command = repositoryCommands.commitTree({
    tree,
    parents,
    message,
    author,
    committer: author,
    atSeconds: 0,
  });
  return (await runGit(inRepository(repository), command)).stdout.trim();
}
