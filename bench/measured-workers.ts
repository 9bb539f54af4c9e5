import { Client } from '@temporalio/client';
import { NativeConnection, type InjectedSinks, Worker } from '@temporalio/worker';
import type { ControlActivities, GateActivities } from '../activities/contract.ts';
import { gateTaskQueue } from '../domain/task-queue.ts';
import { installRuntime } from '../worker/runtime.ts';
import { bundleMeasured } from './bundle-measured.ts';
import { BARE_ACTIVITIES } from './no-op-activities.ts';
import type { StepEnds } from './step-ends.ts';

export const SLUICE_QUEUE = 'sluice';
export const BARE_QUEUE = 'bare';

/** Activities and gates that a worker runs at once: no bound that a bench could reach. */
const ACTIVITIES_MAX = 200;

export interface MeasuredWorkersOptions {
  readonly address: string;
  /** A folder for the workflows' bundle. */
  readonly folder: string;
  readonly controlActivities: ControlActivities;
  readonly gateActivities: GateActivities;
  /** Called when the workflow has taken in the result of a gate of this stage. */
  onStepEnd(workflowId: string, stage: string): void;
}

export interface MeasuredWorkers extends AsyncDisposable {
  readonly client: Client;
}

/**
 * Workers and a client in this process: Sluice's two as the worker process makes them, and one for
 * the bare workflow, as anybody would write it.
 */
export async function startMeasuredWorkers(
  options: MeasuredWorkersOptions,
): Promise<MeasuredWorkers> {
  installQuietRuntime();
  const connection = await NativeConnection.connect({ address: options.address });
  const workers = await createWorkers(connection, options);
  const runs = workers.map((worker) => worker.run());
  return {
    client: new Client({ connection }),
    [Symbol.asyncDispose]: async () => {
      for (const worker of workers) worker.shutdown();
      await Promise.all(runs);
      await connection.close();
    },
  };
}

async function createWorkers(
  connection: NativeConnection,
  options: MeasuredWorkersOptions,
): Promise<readonly Worker[]> {
  const workflowBundle = { codePath: await bundleMeasured(options.folder) };
  const sinks: InjectedSinks<StepEnds> = {
    bench: { stepEnded: { fn: ({ workflowId }, stage) => options.onStepEnd(workflowId, stage) } },
  };
  const shared = { connection, maxConcurrentActivityTaskExecutions: ACTIVITIES_MAX };
  const workflows = { ...shared, workflowBundle, sinks };
  return Promise.all([
    Worker.create({
      ...workflows,
      taskQueue: SLUICE_QUEUE,
      activities: options.controlActivities,
    }),
    Worker.create({
      ...shared,
      taskQueue: gateTaskQueue(SLUICE_QUEUE),
      activities: options.gateActivities,
    }),
    Worker.create({ ...workflows, taskQueue: BARE_QUEUE, activities: BARE_ACTIVITIES }),
  ]);
}

let isQuiet = false;

/** Only errors are shown. The SDK takes its settings once a process. */
function installQuietRuntime(): void {
  if (!isQuiet) installRuntime({ logLevel: 'error', metricsPort: undefined });
  isQuiet = true;
}
