import { type BlobStore, openBlobStore } from '../evidence/blob-store.ts';
import { storePolicy } from '../evidence/stored-policy.ts';
import { benchPolicy, type PolicyFields } from './bench-policy.ts';
import type { ItemWork } from './item-runs.ts';
import { startMeasuredWorkers } from './measured-workers.ts';
import { NO_OP_GATES, noOpControl } from './no-op-activities.ts';
import { People } from './people.ts';
import { cpuMsOf } from './process-facts.ts';
import { tempFolder } from './temp-folder.ts';
import type { BenchServer } from './temporal-server.ts';

export const BRANCH = 'main';

/** One item with one gate a stage, whose implementer submits RED. */
export const PLAIN_POLICY: PolicyFields = {
  program: 'bench',
  lanes: 1,
  trigger: 'submitted',
  items: 1,
  verifyGates: 1,
};

/** Server, workers whose activities do nothing, and the people who send messages. */
export interface NoOpWorld extends ItemWork {
  readonly server: BenchServer;
  /** Where plans and policies are stored. */
  readonly blobs: BlobStore;
}

/** CPU time so far of the server and of this process, which is worker and client, in ms. */
export function cpuMsOfWorld({ server }: NoOpWorld): number {
  return cpuMsOf(server.pid) + cpuMsOf(process.pid);
}

/** Measures in a world on a server of its own, which is gone afterwards with all that it wrote. */
export async function inNoOpWorld<T>(
  startServer: (stateDir: string) => Promise<BenchServer>,
  measure: (world: NoOpWorld) => Promise<T>,
): Promise<T> {
  using folder = tempFolder();
  const { policy, items } = benchPolicy(PLAIN_POLICY);
  const [item] = items;
  if (item === undefined) throw new Error('the policy of this bench has no item');
  const blobs = await openBlobStore(folder.path);
  const people = new People({ verifyGates: PLAIN_POLICY.verifyGates });
  await using server = await startServer(folder.path);
  await using workers = await startMeasuredWorkers({
    address: server.address,
    folder: folder.path,
    controlActivities: noOpControl(blobs),
    gateActivities: NO_OP_GATES,
    onStepEnd: people.onStepEnd,
  });
  people.client = workers.client;
  const policyDigest = await storePolicy(blobs, policy);
  const { client } = workers;
  const work = { client, people, policy, policyDigest, branch: BRANCH, item };
  return await measure({ ...work, server, blobs });
}
