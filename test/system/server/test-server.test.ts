import { expect, inject, test } from 'vitest';
import { statSync } from 'node:fs';
import { connectTo, uniqueTaskQueue } from '../../support/temporal-server.ts';

test('the server of the test run answers a client that shares the connection of a worker', async () => {
  await using temporal = await connectTo(inject('temporalAddress'));
  const { capabilities } = await temporal.connection.workflowService.getSystemInfo({});
  expect(capabilities?.supportsSchedules).toBe(true);
});

test('the bundle of the workflows is there and small enough to load at every start', () => {
  expect(statSync(inject('workflowBundlePath')).size).toBeGreaterThan(100_000);
});

test('two task queues of one name are never the same', () => {
  expect(uniqueTaskQueue('red')).not.toBe(uniqueTaskQueue('red'));
});
