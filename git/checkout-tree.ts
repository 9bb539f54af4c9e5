import { Fault } from '../domain/fault.ts';
import { readableText, nulFields } from './byte-text.ts';
import type { KnownCheckout } from './checkout.ts';
import { indexCommands } from './index-commands.ts';
import type { GitPlace } from './git-place.ts';
import { runGit } from './git-process.ts';
import { showHiddenChanges } from './index-flags.ts';
import { excluding, excludingPaths, including, mayMatch } from './pathspec.ts';
import { GITLINK_MODE, indexInfo, parseRawDiff } from './raw-diff.ts';
import type { RawChange } from './raw-diff.ts';
import { withTemporaryIndex } from './temporary-index.ts';

/** Sluice's own folder is in no tree, also where somebody made it a link. */
const OWN_FOLDER = '.sluice';
/** Paths that a fault names. */
const PATHS_NAMED_MAX = 5;

export interface TreeOptions {
  /** Commit whose version excluded paths keep. */
  readonly base: string;
  readonly exclude: readonly string[];
  /** Also look at files that the user told Git to take for unchanged. */
  readonly hiddenChanges: boolean;
}

/**
 * Writes the tree of what is in a checkout now and returns its id: what `git add --all` would
 * stage, with the excluded paths as they are in `base`. The checkout's index and files are only read.
 * @throws Fault REPOSITORY_UNSUPPORTED for unresolved conflicts and for repositories inside it.
 */
export async function writeCheckoutTree(
  checkout: KnownCheckout,
  options: TreeOptions,
): Promise<string> {
  return await withTemporaryIndex(checkout.indexFile, async (indexFile, seeded) => {
    const { gitDir, path: workTree } = checkout;
    const place: IndexPlace = { kind: 'index', gitDir, workTree, indexFile };
    if (!seeded) await runGit(place, indexCommands.readTree(options.base));
    await refuseConflicts(place);
    if (options.hiddenChanges) await showHiddenChanges(place);
    const exclude = [OWN_FOLDER, ...options.exclude];
    const pathspecs = [...excluding(exclude), ...excludingPaths(checkout.nested)];
    await runGit(place, indexCommands.addAll(pathspecs));
    let changes = await diffIndex(place, options.base, [':(top)']);
    if (changes.some(({ path }) => mayMatch(exclude, path))) {
      await keepBase(place, { ...options, exclude });
      changes = await diffIndex(place, options.base, [':(top)']);
    }
    refuseEmbedded(changes);
    return await writeTree(place);
  });
}

export type IndexPlace = GitPlace & { readonly kind: 'index' };

/** Writes the tree of a temporary index. */
export async function writeTree(place: IndexPlace): Promise<string> {
  const { stdout } = await runGit(place, indexCommands.writeTree());
  return stdout.trim();
}

/** How a temporary index differs from a tree, within the pathspecs. */
export async function diffIndex(
  place: IndexPlace,
  tree: string,
  pathspecs: readonly string[],
): Promise<RawChange[]> {
  const { stdout } = await runGit(place, indexCommands.diffFrom(tree, pathspecs));
  return parseRawDiff(stdout);
}

/** Sets the excluded paths of a temporary index to what they are in `base`. */
export async function keepBase(
  place: IndexPlace,
  { base, exclude }: Pick<TreeOptions, 'base' | 'exclude'>,
): Promise<void> {
  const changes = await diffIndex(place, base, including(exclude));
  if (changes.length === 0) return;
  await runGit(place, indexCommands.setEntries(indexInfo(changes, 'from')));
}

async function refuseConflicts(place: IndexPlace): Promise<void> {
  const { stdout } = await runGit(place, indexCommands.unmerged());
  if (stdout === '') return;
  const paths = nulFields(stdout).map((each) => each.slice(each.indexOf('\t') + 1));
  throw new Fault({
    code: 'REPOSITORY_UNSUPPORTED',
    facts: {
      reason: `there are unresolved merge conflicts in ${someOf([...new Set(paths)])}`,
      fix: 'Resolve them and `git add` the files, then submit again.',
    },
  });
}

/** A repository inside the checkout would become a link to a commit that nobody else has. */
function refuseEmbedded(changes: readonly RawChange[]): void {
  const links = changes.filter(({ to, status }) => status === 'A' && to.mode === GITLINK_MODE);
  if (links.length === 0 || changes.some(({ path }) => path === '.gitmodules')) return;
  throw new Fault({
    code: 'REPOSITORY_UNSUPPORTED',
    facts: {
      reason: `${someOf(links.map(({ path }) => path))} is a repository of its own`,
      fix: 'List it in .gitignore, or add it with `git submodule add`; then submit again.',
    },
  });
}

function someOf(paths: readonly string[]): string {
  const named = paths.slice(0, PATHS_NAMED_MAX).map(readableText).join(', ');
  return paths.length > PATHS_NAMED_MAX ? `${named} and others` : named;
}
