import { readableText } from './byte-text.ts';
import { ABSENT_MODE } from './raw-diff.ts';
import { including } from './pathspec.ts';
import type { Repository } from './repository.ts';
import { diffTrees } from './tree.ts';

/** The trees without any file, which every repository knows: of SHA-1 and of SHA-256. */
const EMPTY_TREES = [
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
];

/** The files of a tree with the ids of their contents, all of them or those that a glob matches. */
export async function treeFiles(
  repository: Repository,
  tree: string,
  patterns: readonly string[] | null,
): Promise<ReadonlyMap<string, string>> {
  if (patterns !== null && patterns.length === 0) return new Map();
  const from = EMPTY_TREES.find((each) => each.length === tree.length) ?? '';
  const pathspecs = patterns === null ? [] : including(patterns);
  const changes = await diffTrees(repository, { from, to: tree, pathspecs });
  return new Map(
    changes
      .filter(({ to }) => to.mode !== ABSENT_MODE)
      .map(({ path, to }) => [readableText(path), to.object]),
  );
}
