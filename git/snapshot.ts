import { Fault } from '../domain/fault.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { resolveCheckout } from './checkout.ts';
import type { KnownCheckout } from './checkout.ts';
import { writeCheckoutTree } from './checkout-tree.ts';
import { repositoryCommands } from './repository-commands.ts';
import { gitFailed, runGit } from './git-process.ts';
import { rememberTree } from './known-trees.ts';
import { branchRef } from './ref-name.ts';
import { noSuchBranch, readRefs } from './refs.ts';
import type { RefState } from './refs.ts';
import { inRepository } from './repository.ts';
import type { Repository } from './repository.ts';

/** Snapshots are no work of anybody: the same tree on the same base is the same commit for ever. */
const SLUICE = { name: 'Sluice', email: 'sluice@localhost' };

export interface SnapshotOptions {
  /** A work tree of the repository. */
  readonly checkout: string;
  /** The branch that the work is for. */
  readonly branch: string;
  /** Under what full name (`sluiceRef`) the snapshot is kept alive. */
  readonly ref: string;
  /** Patterns of paths left out of the tree's identity: they stay as they are in the base. */
  readonly exclude: readonly string[];
}

/**
 * Takes a snapshot of a checkout: a commit of what `git add --all` would stage, on top of the
 * branch. Nothing of the checkout is changed. When `ref` exists, an earlier attempt of the same
 * activity took the snapshot, and that one is returned.
 *
 * The base is the branch's tip, or, where the checkout has not got the tip yet, the last commit
 * that both have: the difference between base and tree is then the work of this checkout alone.
 * @throws Fault CHECKOUT_NOT_IN_REPOSITORY, REPOSITORY_UNSUPPORTED, GIT_FAILED.
 */
export async function takeSnapshot(
  repository: Repository,
  options: SnapshotOptions,
): Promise<Snapshot> {
  const branch = branchRef(options.branch);
  const refs = await readRefs(repository, [options.ref, branch]);
  const earlier = refs.get(options.ref);
  if (earlier !== undefined) return asSnapshot(earlier);
  const tip = refs.get(branch) ?? noSuchBranch(options.branch);
  const checkout = await resolveCheckout(repository, options.checkout);
  const base = await baseOf(repository, { checkout, tip: tip.commit });
  const tree = await writeCheckoutTree(checkout, { ...options, base, hiddenChanges: false });
  return await keepSnapshot(repository, { tree, base, ref: options.ref });
}

/**
 * The tree of what is in a checkout now, for gates that run in place: compare it with the
 * snapshot's before the gate and again after it. Unlike a snapshot it also sees files that the
 * user told Git to take for unchanged, because the gate sees them too.
 */
export async function treeOfCheckout(
  repository: Repository,
  options: {
    readonly checkout: string;
    readonly base: string;
    readonly exclude: readonly string[];
  },
): Promise<string> {
  const checkout = await resolveCheckout(repository, options.checkout);
  return await writeCheckoutTree(checkout, { ...options, hiddenChanges: true });
}

/** Commits a tree on its base and keeps it alive under `ref`; whoever is first, decides. */
export async function keepSnapshot(
  repository: Repository,
  { tree, base, ref }: { readonly tree: string; readonly base: string; readonly ref: string },
): Promise<Snapshot> {
  const place = inRepository(repository);
  const made = await runGit(
    place,
    repositoryCommands.commitTree({
      tree,
      parents: [base],
      message: 'Snapshot of a checkout\n',
      author: SLUICE,
      committer: SLUICE,
      atSeconds: 0,
    }),
  );
  const commit = made.stdout.trim();
  const move = { ref, commit, expected: null, reason: 'sluice: snapshot' };
  const { exitCode, stderr } = await runGit(place, repositoryCommands.moveRef(move));
  rememberTree(commit, tree);
  if (exitCode === 0) return { commit, tree, base };
  const other = await readSnapshot(repository, ref);
  if (other === undefined) throw gitFailed('update-ref', exitCode, stderr);
  return other;
}

/** The snapshot that is kept under a ref, if any. */
export async function readSnapshot(
  repository: Repository,
  ref: string,
): Promise<Snapshot | undefined> {
  const state = (await readRefs(repository, [ref])).get(ref);
  return state && asSnapshot(state);
}

function asSnapshot({ ref, commit, tree, parents }: RefState): Snapshot {
  const [base] = parents;
  if (base !== undefined) return { commit, tree, base };
  throw new Fault({ code: 'IMPOSSIBLE_STATE', facts: { what: `${ref} is no snapshot` } });
}

async function baseOf(
  repository: Repository,
  { checkout, tip }: { readonly checkout: KnownCheckout; readonly tip: string },
): Promise<string> {
  const { head } = checkout;
  if (head === tip) return tip;
  const place = inRepository(repository);
  const shared =
    head === null
      ? ''
      : (await runGit(place, repositoryCommands.mergeBase(head, tip))).stdout.trim();
  if (shared !== '') return shared;
  throw new Fault({
    code: 'REPOSITORY_UNSUPPORTED',
    facts: {
      reason: `${checkout.path} shares no commit with the program's branch`,
      fix: 'Check out a branch that starts from it, then submit again.',
    },
  });
}
