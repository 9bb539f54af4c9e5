import type { CheckpointResult } from '../domain/checkpoint.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { advanceBranch, isAncestor, writeCommit } from './checkpoint-commit.ts';
import type { CommitText } from './checkpoint-commit.ts';
import type { CommitSigner } from './commit-signature.ts';
import type { Identity } from './git-command.ts';
import { gitFailed } from './git-process.ts';
import { lockIndexes } from './index-refresh.ts';
import { placeOnTip } from './moved-branch.ts';
import { branchRef, sluiceRef } from './ref-name.ts';
import type { RefScope } from './ref-name.ts';
import { noSuchBranch, readRefs } from './refs.ts';
import type { RefState } from './refs.ts';
import type { Repository } from './repository.ts';

export interface CheckpointOptions extends CommitText {
  /** Whose checkpoint it is. */
  readonly scope: RefScope;
  readonly branch: string;
  /** Exactly this tree is committed. */
  readonly approved: Snapshot;
  readonly author: Identity;
  readonly committer: Identity;
  /** Milliseconds since the epoch, the commit's two dates. */
  readonly atMs: number;
  /** Patterns of paths that are no part of the tree's identity. */
  readonly exclude: readonly string[];
}

/** The checkpoint was made, once. */
export interface CheckpointCommitted {
  readonly kind: 'committed';
  readonly commit: string;
  readonly tree: string;
  readonly parent: string;
  readonly carried: boolean;
  /** False when an index was locked by somebody else and shows the change as staged the other way. */
  readonly indexRefreshed: boolean;
}

export type CheckpointAnswer =
  | CheckpointCommitted
  | Exclude<CheckpointResult, { readonly kind: 'committed' }>;

/** Where the work stands; crash tests stop the process here. */
export type CheckpointStep =
  | 'before-write-tree'
  | 'after-commit-tree'
  | 'after-update-ref'
  | 'after-index-refresh';

export interface CheckpointDeps {
  /** Signs the commit; the same bytes must always give the same signature. Absent: it is not signed. */
  readonly sign?: CommitSigner;
  readonly onStep?: (step: CheckpointStep) => void | Promise<void>;
}

/** How often the branch may move between looking at it and moving it, before the step is tried later. */
const ROUNDS_MAX = 5;

/**
 * Commits an approved snapshot to its branch exactly once, however often this is called and
 * wherever an earlier call was killed. The commit is first written down under `refs/sluice/`, then
 * the branch is moved by compare and swap: a later call finds the commit in the branch, or moves
 * the branch itself. When somebody else's commit came in between, nothing is committed, unless that
 * commit touches excluded paths alone: the answer is a merged candidate to verify, or the conflicts.
 * @throws Fault GIT_FAILED, REPOSITORY_UNSUPPORTED.
 */
export async function commitCheckpoint(
  repository: Repository,
  options: CheckpointOptions,
  deps: CheckpointDeps = {},
): Promise<CheckpointAnswer> {
  let stderr = '';
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const { tip, made } = await look(repository, options);
    const earlier = await findCommitted(repository, { options, tip, made });
    if (earlier !== undefined) return earlier;
    await deps.onStep?.('before-write-tree');
    const placed = await placeOnTip(repository, {
      ...options,
      tip,
      candidateRef: ref(options, 'candidate'),
    });
    if (placed.kind !== 'commit') return placed;
    const commit = await writeCommit(
      repository,
      { ...options, tree: placed.tree, parent: tip },
      deps.sign,
    );
    await writeDown(repository, options, { known: made?.commit ?? null, commit });
    await deps.onStep?.('after-commit-tree');
    const landed = await land(repository, { options, deps, from: tip, to: commit });
    if (landed.moved) {
      const { tree, carried } = placed;
      const { indexRefreshed } = landed;
      return { kind: 'committed', commit, tree, parent: tip, carried, indexRefreshed };
    }
    ({ stderr } = landed);
  }
  throw gitFailed('update-ref', 128, stderr);
}

/** One approval makes one commit: the refs are named after the approved snapshot. */
function ref({ scope, approved }: CheckpointOptions, what: 'checkpoint' | 'candidate'): string {
  return sluiceRef(scope, `${what}-${approved.commit}`);
}

interface Look {
  readonly tip: string;
  /** What an earlier call wrote down. */
  readonly made: RefState | undefined;
}

async function look(repository: Repository, options: CheckpointOptions): Promise<Look> {
  const [branch, own] = [branchRef(options.branch), ref(options, 'checkpoint')];
  const refs = await readRefs(repository, [branch, own]);
  return { tip: (refs.get(branch) ?? noSuchBranch(options.branch)).commit, made: refs.get(own) };
}

/** Keeps the hash of the commit that is about to land, in place of one that did not. */
async function writeDown(
  repository: Repository,
  options: CheckpointOptions,
  { known, commit }: { readonly known: string | null; readonly commit: string },
): Promise<void> {
  if (known === commit) return;
  const reason = 'sluice: checkpoint';
  const move = { ref: ref(options, 'checkpoint'), from: known, to: commit, reason };
  const done = await advanceBranch(repository, move);
  if (!done.moved) throw gitFailed('update-ref', 128, done.stderr);
}

/** The commit that an earlier call made, when the branch has it; its index refresh is made up for. */
async function findCommitted(
  repository: Repository,
  { options, tip, made }: Look & { readonly options: CheckpointOptions },
): Promise<CheckpointCommitted | undefined> {
  if (made === undefined) return undefined;
  const { commit, tree, parents } = made;
  const [parent = ''] = parents;
  if (!(await isAncestor(repository, { ancestor: commit, of: tip }))) return undefined;
  const indexRefreshed =
    commit === tip && (await refreshLater(repository, options, { from: parent, to: commit }));
  const carried = parent !== options.approved.base;
  return { kind: 'committed', commit, tree, parent, carried, indexRefreshed };
}

async function refreshLater(
  repository: Repository,
  { branch }: CheckpointOptions,
  move: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const indexes = await lockIndexes(repository, branchRef(branch));
  try {
    return await indexes.refresh(move);
  } finally {
    await indexes.release();
  }
}

interface Landing {
  readonly options: CheckpointOptions;
  readonly deps: CheckpointDeps;
  readonly from: string;
  readonly to: string;
}

type Landed =
  | { readonly moved: true; readonly indexRefreshed: boolean }
  | { readonly moved: false; readonly stderr: string };

async function land(repository: Repository, { options, deps, from, to }: Landing): Promise<Landed> {
  const branch = branchRef(options.branch);
  const indexes = await lockIndexes(repository, branch);
  try {
    const reason = `sluice: checkpoint ${options.scope.item}`;
    const advanced = await advanceBranch(repository, { ref: branch, from, to, reason });
    if (!advanced.moved) return advanced;
    await deps.onStep?.('after-update-ref');
    const indexRefreshed = await indexes.refresh({ from, to });
    await deps.onStep?.('after-index-refresh');
    return { moved: true, indexRefreshed };
  } finally {
    await indexes.release();
  }
}
