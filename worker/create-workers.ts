import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import type { ControlActivities, GateActivities } from '../activities/contract.ts';
import { gateTaskQueue } from '../domain/task-queue.ts';
import type { WorkerConfiguration } from './configuration.ts';

/** Cancellation reaches an activity with its next heartbeat, so this bounds how late it comes. */
const HEARTBEAT_THROTTLE_MS = 2_000;
/** Time that cancelled activities have to end after the drain, before the worker gives up on them. */
const CANCEL_MS_MAX = 20_000;
/** How long the workflows that a dead worker had in memory wait before another worker takes them over. */
const TAKE_OVER_MS = 3_000;

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Path of the bundle that `bundleWorkflows` made with this same version of the SDK. */
  readonly workflowBundlePath: string;
  readonly controlActivities: ControlActivities;
  readonly gateActivities: GateActivities;
  readonly configuration: Pick<
    WorkerConfiguration,
    'taskQueue' | 'gatesMax' | 'controlActivitiesMax' | 'cachedWorkflowsMax' | 'drainMs'
  >;
}

/** The workers of one process, ready to run. */
export interface SluiceWorkers {
  /** Workflows and short activities. */
  readonly control: Worker;
  /** Gate commands. */
  readonly gates: Worker;
}

/**
 * Makes both workers: a gate that takes all its worker's slots never delays a signal, because
 * workflows have another worker and another queue. Throws what `Worker.create` throws.
 */
export async function createWorkers(options: WorkersOptions): Promise<SluiceWorkers> {
  const { configuration } = options;
  const shared = sharedOptions(options);
  const control = await Worker.create({
    ...shared,
    taskQueue: configuration.taskQueue,
    workflowBundle: { codePath: options.workflowBundlePath },
    activities: options.controlActivities,
    maxConcurrentActivityTaskExecutions: configuration.controlActivitiesMax,
    stickyQueueScheduleToStartTimeout: TAKE_OVER_MS,
    ...(configuration.cachedWorkflowsMax === undefined
      ? {}
      : { maxCachedWorkflows: configuration.cachedWorkflowsMax }),
  });
  const gates = await Worker.create({
    ...shared,
    taskQueue: gateTaskQueue(configuration.taskQueue),
    activities: options.gateActivities,
    maxConcurrentActivityTaskExecutions: configuration.gatesMax,
  });
  return { control, gates };
}

function sharedOptions({ connection, namespace, configuration }: WorkersOptions) {
  return {
    connection,
    namespace,
    maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE_MS,
    defaultHeartbeatThrottleInterval: HEARTBEAT_THROTTLE_MS,
    shutdownGraceTime: configuration.drainMs,
    shutdownForceTime: configuration.drainMs + CANCEL_MS_MAX,
  } satisfies Partial<WorkerOptions>;
}
