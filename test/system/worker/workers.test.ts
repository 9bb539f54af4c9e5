import { expect, inject, test } from 'vitest';
import type { ControlActivities, GateActivities } from '../../../activities/contract.ts';
import { gateTaskQueue } from '../../../domain/task-queue.ts';
import { readWorkerConfiguration } from '../../../worker/configuration.ts';
import { createWorkers } from '../../../worker/create-workers.ts';
import { runWorkers } from '../../../worker/run-workers.ts';
import { connectTo, type TestConnection, uniqueTaskQueue } from '../../support/temporal-server.ts';

const TASK_QUEUE_WORKFLOW = 1;
const TASK_QUEUE_ACTIVITY = 2;

/** No workflow runs in these tests, so that no activity is ever called. */
const neverCalled = (): never => {
  throw new Error('No workflow runs in this test.');
};
const controlActivities: ControlActivities = {
  checkpoint: neverCalled,
  record: neverCalled,
  loadPlanPage: neverCalled,
  certify: neverCalled,
};
const gateActivities: GateActivities = { runGate: neverCalled };

function workersOn(temporal: TestConnection, taskQueue: string) {
  return createWorkers({
    connection: temporal.connection,
    namespace: temporal.namespace,
    workflowBundlePath: inject('workflowBundlePath'),
    controlActivities,
    gateActivities,
    configuration: readWorkerConfiguration({ SLUICE_TASK_QUEUE: taskQueue }),
  });
}

async function hasPoller(temporal: TestConnection, name: string, type: number): Promise<boolean> {
  const { pollers } = await temporal.connection.workflowService.describeTaskQueue({
    namespace: temporal.namespace,
    taskQueue: { name },
    taskQueueType: type as never,
  });
  return (pollers?.length ?? 0) > 0;
}

test('workflows and gates are polled on two queues until the stop signal, then both workers end', async () => {
  await using temporal = await connectTo(inject('temporalAddress'));
  const taskQueue = uniqueTaskQueue('workers');
  const workers = await workersOn(temporal, taskQueue);
  const stop = new AbortController();
  const run = runWorkers(workers, stop.signal);
  const isPolled = (name: string, type: number) =>
    expect.poll(() => hasPoller(temporal, name, type), { timeout: 10_000 }).toBe(true);

  await isPolled(taskQueue, TASK_QUEUE_WORKFLOW);
  await isPolled(taskQueue, TASK_QUEUE_ACTIVITY);
  await isPolled(gateTaskQueue(taskQueue), TASK_QUEUE_ACTIVITY);
  expect(await hasPoller(temporal, gateTaskQueue(taskQueue), TASK_QUEUE_WORKFLOW)).toBe(false);

  stop.abort();
  await run;
  expect(workers.control.getState()).toBe('STOPPED');
  expect(workers.gates.getState()).toBe('STOPPED');
});

test('when one worker ends, the other is stopped too, so that a half-dead process never lingers', async () => {
  await using temporal = await connectTo(inject('temporalAddress'));
  const workers = await workersOn(temporal, uniqueTaskQueue('half'));
  const run = runWorkers(workers, new AbortController().signal);
  workers.gates.shutdown();
  await run;
  expect(workers.control.getState()).toBe('STOPPED');
});

test('a signal that came before the workers ran stops them at once', async () => {
  await using temporal = await connectTo(inject('temporalAddress'));
  const workers = await workersOn(temporal, uniqueTaskQueue('early'));
  await runWorkers(workers, AbortSignal.abort());
  expect(workers.control.getState()).toBe('STOPPED');
});
