import type { GateRunRequest } from '../../domain/gate-run.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { moveLane, openLane, treeOfLane } from '../git/lane.ts';
import type { Repository } from '../git/repository.ts';
import { treeOfCheckout } from '../git/snapshot.ts';

/** A folder that holds exactly the tree of a snapshot, for one gate at a time. */
export interface GatePlace {
  readonly path: string;
  /** The tree that is there now: compared before and after a command. */
  tree(): Promise<string>;
  release(): Promise<void>;
}

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
  if (policy.isolation === 'in-place') return openCheckout(repository, policy, work);
  const lane = await openLane(repository, request.lane);
  try {
    await moveLane(repository, lane, snapshot.commit);
  } catch (error) {
    await lane.release();
    throw error;
  }
  return {
    path: lane.path,
    tree: () => treeOfLane(repository, lane),
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
    tree: () => treeOfCheckout(repository, options),
    release: () => Promise.resolve(),
  };
}
