import type { GateRunRequest } from '../../domain/gate-run.ts';
import type { Policy } from '../../domain/policy.ts';
import { PROTECTED_LISTED_MAX, protectedPatterns } from '../../domain/protected-set.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { commandsOfGates, gateScripts } from '../../policy/gate-scripts.ts';
import { authorsOfWork } from '../../git/authors.ts';
import { type RefScope, sluiceRef } from '../../git/ref-name.ts';
import { branchTip } from '../../git/refs.ts';
import type { Repository } from '../../git/repository.ts';
import { takeSnapshot } from '../../git/snapshot.ts';
import { changedFiles, overlayTree, treeOf } from '../../git/tree.ts';

/** The trees of one gate run. */
export interface GateTrees {
  /** What the gate runs on. */
  readonly snapshot: Snapshot;
  /** The snapshot of the checkout that was taken for this run, or null. */
  readonly submitted: Snapshot | null;
  /** Test files that differ from those frozen at RED. */
  readonly changedTests: readonly string[];
  /** Files of the protected set that the submitted work changes; absent where nothing is protected. */
  readonly changedProtected?: readonly string[];
  /** Authors and co-authors of the commits in the submitted work. */
  readonly authors: readonly string[];
}

/** Paths listed at most; the rest is a number. */
const CHANGED_TESTS_MAX = 50;

/** Item id under which a program keeps its own objects. */
const PROGRAM_ITEM = '-';

/**
 * Finds or makes the trees of a gate run. Snapshots are kept under refs named for item, stage and
 * attempt, so a retried activity gets the very tree of its first try.
 */
export async function resolveTrees(
  repository: Repository,
  policy: Policy,
  request: GateRunRequest,
): Promise<GateTrees> {
  const { snapshot, submitted } = await resolveSource(repository, policy, request);
  return {
    snapshot,
    submitted,
    changedTests: await changedTests(repository, request, submitted),
    ...(await changedProtected(repository, policy, { request, submitted })),
    authors: await authorsOf(repository, request, submitted),
  };
}

async function changedProtected(
  repository: Repository,
  policy: Policy,
  { request, submitted }: { request: GateRunRequest; submitted: Snapshot | null },
): Promise<Pick<GateTrees, 'changedProtected'>> {
  if (policy.protect === undefined || submitted === null) return {};
  const { base: from, tree: to } = submitted;
  const patterns = protectedPatterns([
    ...policy.protect,
    ...gateScripts([...commandsOfGates(policy), request.gate.command]),
  ]);
  const changed = await changedFiles(repository, { from, to, patterns });
  return { changedProtected: listed(changed, PROTECTED_LISTED_MAX) };
}

type Source = Pick<GateTrees, 'snapshot' | 'submitted'>;

async function resolveSource(
  repository: Repository,
  policy: Policy,
  request: GateRunRequest,
): Promise<Source> {
  const { source, branch } = request;
  switch (source.kind) {
    case 'branch-tip': {
      const base = await branchTip(repository, branch);
      const tree = await treeOf(repository, base);
      return { snapshot: { commit: base, tree, base }, submitted: null };
    }
    case 'commit': {
      const { commit } = source;
      const tree = await treeOf(repository, commit);
      return { snapshot: { commit, tree, base: commit }, submitted: null };
    }
    case 'snapshot':
      return { snapshot: source.snapshot, submitted: null };
    case 'checkout': {
      const snapshot = await snapshotOf(repository, policy, { request, checkout: source.checkout });
      return { snapshot, submitted: snapshot };
    }
    case 'replay': {
      const { red, patterns, from, onBase = false, checkout } = source;
      const taken = from ?? (await snapshotOf(repository, policy, { request, checkout }));
      const ref = refOf(request, 'replay');
      const options = { base: onBase ? red.base : red.commit, from: taken.commit, patterns, ref };
      const snapshot = await overlayTree(repository, options);
      return { snapshot, submitted: from === null ? taken : null };
    }
  }
}

function snapshotOf(
  repository: Repository,
  policy: Policy,
  taking: { readonly request: GateRunRequest; readonly checkout: string | null },
): Promise<Snapshot> {
  const { request, checkout } = taking;
  return takeSnapshot(repository, {
    checkout: checkout ?? repository.root,
    branch: request.branch,
    ref: refOf(request, request.stage === 'RED' ? 'red' : 'green'),
    exclude: policy.exclude,
  });
}

/**
 * The run id is part of the name: after a workflow reset the same attempt is about another tree.
 */
export function refOf(request: GateRunRequest, what: string): string {
  const { runId, attempt } = request.key;
  return sluiceRef(scopeOf(request), `${what}-${attempt}-${runId}`);
}

export function scopeOf(request: {
  readonly program: string;
  readonly item: { readonly id: string } | null;
}): RefScope {
  return { program: request.program, item: request.item?.id ?? PROGRAM_ITEM };
}

/** Whoever wrote what was submitted is one of its implementers, besides who submitted it. */
async function authorsOf(
  repository: Repository,
  { source }: GateRunRequest,
  submitted: Snapshot | null,
): Promise<readonly string[]> {
  if (submitted === null || (source.kind !== 'checkout' && source.kind !== 'replay')) return [];
  const checkout = source.checkout ?? repository.root;
  return authorsOfWork(repository, { checkout, base: submitted.base });
}

async function changedTests(
  repository: Repository,
  request: GateRunRequest,
  submitted: Snapshot | null,
): Promise<readonly string[]> {
  const { frozen } = request;
  if (frozen === null || submitted === null) return [];
  const { red, patterns } = frozen;
  const changed = await changedFiles(repository, { from: red.tree, to: submitted.tree, patterns });
  return listed(changed, CHANGED_TESTS_MAX);
}

function listed(paths: readonly string[], max: number): readonly string[] {
  return paths.length > max ? [...paths.slice(0, max), `and ${paths.length - max} more`] : paths;
}
