import { expect, inject, test } from 'vitest';
import type { ControlActivities, GateActivities } from '../../../activities/contract.ts';
import { gateTaskQueue } from '../../../domain/task-queue.ts';
import { readWorkerConfiguration } from '../../../worker/configuration.ts';
import { createWorkers } from '../../../worker/create-workers.ts';
import { runWorkers } from '../../../worker/run-workers.ts';
import { connectTo, type TestConnection, uniqueTaskQueue } from '../../support/temporal-server.ts';

/** No workflow runs in these tests, so that no activity is ever called. */
const neverCalled = (): never => {
  throw new Error('No workflow runs in this test.');
};
const controlActivities: ControlActivities = {
  checkpoint: neverCalled,
  checkWord: neverCalled,
  record: neverCalled,
  notify: neverCalled,
  loadPlanPage: neverCalled,
  updateTracker: neverCalled,
  lookUp: neverCalled,
  certify: neverCalled,
};
const gateActivities: GateActivities = { runGate: neverCalled, proveWaiver: neverCalled };

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

/** Asks over the server's HTTP API whether somebody polls a queue for tasks of one type. */
async function hasPoller(taskQueue: string, type: 'WORKFLOW' | 'ACTIVITY'): Promise<boolean> {
  const url = `http://${inject('temporalHttpAddress')}/api/v1/namespaces/default/task-queues/${taskQueue}`;
  const response = await fetch(`${url}?taskQueueType=TASK_QUEUE_TYPE_${type}`);
  const { pollers } = (await response.json()) as { pollers?: readonly unknown[] };
  return (pollers?.length ?? 0) > 0;
}

test('workflows and gates are polled on two queues until the stop signal, then both workers end', async () => {
  await using temporal = await connectTo(inject('temporalAddress'));
  const taskQueue = uniqueTaskQueue('workers');
  const workers = await workersOn(temporal, taskQueue);
  const stop = new AbortController();
  const run = runWorkers(workers, stop.signal);
  const isPolled = (name: string, type: 'WORKFLOW' | 'ACTIVITY') =>
    expect.poll(() => hasPoller(name, type), { timeout: 10_000 }).toBe(true);

  await isPolled(taskQueue, 'WORKFLOW');
  await isPolled(taskQueue, 'ACTIVITY');
  await isPolled(gateTaskQueue(taskQueue), 'ACTIVITY');
  expect(await hasPoller(gateTaskQueue(taskQueue), 'WORKFLOW')).toBe(false);

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
