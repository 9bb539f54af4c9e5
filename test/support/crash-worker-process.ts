// A worker as a process of its own, which kills itself at one point of its work, as a power cut would.
import { NativeConnection } from '@temporalio/worker';
import {
  createControlActivities,
  createGateActivities,
} from '../../activities/create-activities.ts';
import { openActivityDeps } from '../../worker/activity-deps.ts';
import { createWorkers } from '../../worker/create-workers.ts';
import { runWorkers } from '../../worker/run-workers.ts';
import { installRuntime } from '../../worker/runtime.ts';
import { stopSignal } from '../../worker/stop-signal.ts';
import { type CrashPlan, crashingDeps, stepper } from './crash-points.ts';
import type { HelperEntries } from './helper-entries.ts';

export interface CrashWorkerOrder {
  readonly address: string;
  readonly taskQueue: string;
  readonly repository: string;
  readonly bundlePath: string;
  readonly entries: HelperEntries;
  /** Workflows that stay in memory; with 0 each task replays the history from its start. */
  readonly cachedWorkflowsMax: number | undefined;
  readonly plan: CrashPlan | null;
}

const order = JSON.parse(process.argv[2] ?? '') as CrashWorkerOrder;
installRuntime({ logLevel: 'error', metricsPort: undefined });
const stop = stopSignal();
const connection = await NativeConnection.connect({ address: order.address });
const step = stepper(order.plan, () => process.kill(process.pid, 'SIGKILL'));
const deps = await openActivityDeps({
  repository: order.repository,
  fast: true,
  environment: process.env,
  entries: order.entries,
  checkpoint: { onStep: (name) => step(name) },
});
const watched = crashingDeps(deps, step);
const workers = await createWorkers({
  connection,
  namespace: 'default',
  workflowBundlePath: order.bundlePath,
  controlActivities: createControlActivities(watched),
  gateActivities: createGateActivities(watched),
  configuration: {
    taskQueue: order.taskQueue,
    gatesMax: 4,
    controlActivitiesMax: 10,
    cachedWorkflowsMax: order.cachedWorkflowsMax,
    drainMs: 1_000,
  },
});
process.send?.('ready');
await runWorkers(workers, stop);
await deps.close();
await connection.close();
process.disconnect?.();
