/** Commits remembered: those of a few hundred items that are under way. */
const COMMITS_MAX = 4_096;

const trees = new Map<string, string>();

/**
 * Remembers the tree of a commit as Git told it. The hash of a commit covers its tree, so it holds
 * for ever and in every repository.
 */
export function rememberTree(commit: string, tree: string): void {
  trees.set(commit, tree);
  const [oldest] = trees.keys();
  if (trees.size > COMMITS_MAX && oldest !== undefined) trees.delete(oldest);
}

export function knownTree(commit: string): string | undefined {
  return trees.get(commit);
}
