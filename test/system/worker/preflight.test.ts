import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import type { Fault } from '../../../domain/fault.ts';
import { SEARCH_ATTRIBUTES } from '../../../domain/search-attribute.ts';
import { checkServer } from '../../../worker/preflight.ts';
import { connectTo, type TestConnection } from '../../support/temporal-server.ts';

const KEYWORD = 2;
const DAY_SECONDS = 86_400;

async function registerNamespace(temporal: TestConnection): Promise<string> {
  const namespace = `preflight-${randomUUID().slice(0, 8)}`;
  await temporal.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: DAY_SECONDS as never },
  });
  const describe = () => temporal.connection.workflowService.describeNamespace({ namespace });
  await expect.poll(describe, { timeout: 20_000 }).toBeDefined();
  return namespace;
}

function check(temporal: TestConnection, namespace: string, register: boolean): Promise<void> {
  const { connection } = temporal;
  return checkServer({ connection, namespace, address: inject('temporalAddress'), register });
}

test('the embedded server passes as it is', async () => {
  await using temporal = await connectTo(inject('temporalAddress'));
  await expect(check(temporal, 'default', false)).resolves.toBeUndefined();
});

test('a namespace that the server does not know is refused with the command that makes it', async () => {
  await using temporal = await connectTo(inject('temporalAddress'));
  await expect(check(temporal, 'nowhere', true)).rejects.toMatchObject({
    code: 'SERVER_NOT_PREPARED',
    fix: expect.stringContaining('temporal operator namespace create'),
  } satisfies Partial<Record<keyof Fault, unknown>>);
});

test('a namespace without the search attributes is refused with the exact command that adds them', async () => {
  await using temporal = await connectTo(inject('temporalAddress'));
  const namespace = await registerNamespace(temporal);
  await expect(check(temporal, namespace, false)).rejects.toMatchObject({
    code: 'SERVER_NOT_PREPARED',
    message: expect.stringContaining('SluiceWaitingOn'),
    fix: expect.stringContaining(
      `--namespace ${namespace} --name SluiceProgram --type Keyword --name SluiceItem --type Keyword`,
    ),
  });
});

test('where Sluice may, it registers what is missing and finds it there', async () => {
  await using temporal = await connectTo(inject('temporalAddress'));
  const namespace = await registerNamespace(temporal);
  await check(temporal, namespace, true);
  const { operatorService } = temporal.connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const registered = SEARCH_ATTRIBUTES.map((name) => customAttributes?.[name]);
  expect(registered).toEqual(SEARCH_ATTRIBUTES.map(() => KEYWORD));
});

test('a server that is gone is told apart from one that is not prepared', async () => {
  const temporal = await connectTo(inject('temporalAddress'));
  await temporal.connection.close();
  await expect(check(temporal, 'default', false)).rejects.toMatchObject({
    code: 'TEMPORAL_UNREACHABLE',
  });
});
