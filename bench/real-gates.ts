import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createGateActivities } from '../activities/create-activities.ts';
import { storePolicy } from '../evidence/stored-policy.ts';
import { branchTip } from '../git/refs.ts';
import { treeOf } from '../git/tree.ts';
import { type OpenedActivityDeps, openActivityDeps } from '../worker/activity-deps.ts';
import { benchPolicy, type PolicyFields } from './bench-policy.ts';
import { initRepository } from './bench-repository.ts';
import type { Measured } from './figure.ts';
import { type ItemWork, runCrowd, runSluiceItem } from './item-runs.ts';
import { type MeasuredWorkers, startMeasuredWorkers } from './measured-workers.ts';
import { noOpControl } from './no-op-activities.ts';
import { BRANCH } from './no-op-world.ts';
import { People } from './people.ts';
import { runPlainItems } from './plain-node.ts';
import { cpuMsOf } from './process-facts.ts';
import { tempFolder } from './temp-folder.ts';
import { type BenchServer, startTunedServer } from './temporal-server.ts';

const CROWD = { total: 200, atOnce: 50 };
const WARM_UP = { total: 2, atOnce: 1 };
/** Four gates an item: RED, TARGETED and these. */
const VERIFY_GATES = 2;
const POLICY: PolicyFields = {
  program: 'bench',
  lanes: CROWD.atOnce,
  trigger: 'submitted',
  items: 1,
  verifyGates: VERIFY_GATES,
};

/**
 * CPU time of items whose gates are real: snapshot, worktree, runner, evidence. Beside it the same
 * commands spawned by plain Node. Checkpoints do nothing: side by side they would only collide.
 */
export async function measureRealGates(): Promise<Readonly<Record<string, Measured>>> {
  using folder = tempFolder();
  const { text, policy, items } = benchPolicy(POLICY);
  const [item] = items;
  if (item === undefined) throw new Error('the policy of this bench has no item');
  const root = join(folder.path, 'repository');
  mkdirSync(root);
  initRepository(root, { 'sluice.yaml': text });
  const plain = await cpuPerItem([process.pid], () => runPlainItems(CROWD, folder.path));
  const deps = await openActivityDeps({
    repository: root,
    fast: false,
    environment: process.env,
  });
  try {
    const policyDigest = await storePolicy(deps.blobs, policy);
    const tree = await treeOf(deps.repository, await branchTip(deps.repository, BRANCH));
    const people = new People({ verifyGates: VERIFY_GATES, treeOf: () => tree });
    await using server = await startTunedServer(folder.path);
    await using workers = await startWorkers({ server, deps, people, folder: folder.path });
    people.client = workers.client;
    const { client } = workers;
    const work = { client, people, policy, policyDigest, branch: BRANCH, item };
    return { 'real-gates-cpu': await runItems(work, server, deps), 'plain-node-cpu': plain };
  } finally {
    await deps.close();
  }
}

function startWorkers(parts: {
  readonly server: BenchServer;
  readonly deps: OpenedActivityDeps;
  readonly people: People;
  readonly folder: string;
}): Promise<MeasuredWorkers> {
  const { server, deps, people, folder } = parts;
  return startMeasuredWorkers({
    address: server.address,
    folder,
    controlActivities: noOpControl(deps.blobs),
    gateActivities: createGateActivities(deps),
    onStepEnd: people.onStepEnd,
  });
}

async function runItems(
  work: ItemWork,
  server: BenchServer,
  deps: OpenedActivityDeps,
): Promise<Measured> {
  const crowd = (name: string, size: typeof CROWD) => () =>
    runCrowd(size, (place, lane) => runSluiceItem(work, `${name}-${place}`, lane));
  // Starts the runner and loads the code; lanes are made by the items that are counted.
  await crowd('warm-up', WARM_UP)();
  const measured = await cpuPerItem(
    [process.pid, server.pid, ...helpersOf(deps)],
    crowd('item', CROWD),
  );
  await work.people.allAccepted();
  return measured;
}

/** The small processes beside the worker, which start gates and Git; both run after the warm-up. */
function helpersOf({ runner, gitHelper }: OpenedActivityDeps): readonly number[] {
  const pids = [runner.pid, gitHelper.pid];
  if (pids.includes(null)) throw new Error('a helper of the worker is not running');
  return pids.filter((pid) => pid !== null);
}

/** CPU time of these processes and of those that they waited for, in ms an item. */
async function cpuPerItem(
  pids: readonly number[],
  work: () => Promise<unknown>,
): Promise<Measured> {
  const total = (): number => pids.reduce((sum, pid) => sum + cpuMsOf(pid), 0);
  const before = total();
  await work();
  return { value: (total() - before) / CROWD.total, samples: CROWD.total };
}
