import type { GateRunRequest } from '../../domain/gate-run.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { emptyLane, type Lane, moveLane, openLane, treeOfLane } from '../../git/lane.ts';
import type { Repository } from '../../git/repository.ts';
import { treeOfCheckout } from '../../git/snapshot.ts';

/** A folder that holds exactly the tree of a snapshot, for one gate at a time. */
export interface GatePlace {
  readonly path: string;
  /** Sluice's own worktree, or null in the user's checkout. */
  readonly lane: Lane | null;
  /** The tree that a run must start from, when nothing has run here since the place was opened. */
  treeBefore(): Promise<string>;
  /** The tree that is there now, after a run. */
  tree(): Promise<string>;
  release(): Promise<void>;
}

/**
 * Lanes for runs without caches stand beside those of the program, which keep theirs. Programs have
 * at most 64 lanes, Git's folder of lanes has room for 1024.
 */
const CLEAN_LANES_FROM = 512;

/**
 * Prepares the place where a gate runs: Sluice's own worktree of the lane, moved to the snapshot, or
 * the checkout itself where the policy says `isolation: in-place`. Throws LANE_BUSY.
 */
export async function openGatePlace(
  repository: Repository,
  policy: Policy,
  work: { readonly request: GateRunRequest; readonly snapshot: Snapshot },
): Promise<GatePlace> {
  const { request, snapshot } = work;
  // The base tree is not what the user's checkout holds, so it always has a worktree of its own.
  const isClean = request.clean === true;
  const isInPlace = policy.isolation === 'in-place' && request.stage !== 'BASE' && !isClean;
  if (isInPlace) return openCheckout(repository, policy, work);
  const lane = await openLane(repository, request.lane + (isClean ? CLEAN_LANES_FROM : 0));
  let seen: string | null;
  try {
    seen = await moveLane(repository, lane, snapshot.commit);
    if (isClean) await emptyLane(repository, lane);
  } catch (error) {
    await lane.release();
    throw error;
  }
  const tree = (): Promise<string> => treeOfLane(repository, lane);
  return {
    path: lane.path,
    lane,
    // Files that Git itself rewrites on checkout, such as line endings, may differ from the snapshot.
    treeBefore: async () => seen ?? (await tree()),
    tree,
    release: () => lane.release(),
  };
}

function openCheckout(
  repository: Repository,
  policy: Policy,
  work: { readonly request: GateRunRequest; readonly snapshot: Snapshot },
): GatePlace {
  const { source } = work.request;
  const given = source.kind === 'checkout' || source.kind === 'replay' ? source.checkout : null;
  const path = given ?? repository.root;
  const options = { checkout: path, base: work.snapshot.base, exclude: policy.exclude };
  return {
    path,
    lane: null,
    // The user goes on working there: only what the snapshot holds may be judged.
    treeBefore: () => Promise.resolve(work.snapshot.tree),
    tree: () => treeOfCheckout(repository, options),
    release: () => Promise.resolve(),
  };
}
