import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { Client } from '@temporalio/client';
import { connectClient } from '../../../client/server/connection.ts';
import {
  type EmbeddedServer,
  startEmbeddedServer,
} from '../../../client/server/embedded-server.ts';
import { freePorts } from '../../../client/server/free-ports.ts';
import { locateServer } from '../../../client/server/server-location.ts';
import {
  readServerRecord,
  type ServerRecord,
  serverStateOf,
  writeServerRecord,
} from '../../../client/server/server-record.ts';
import { ensureTemporalCli } from '../../../client/server/temporal-cli.ts';
import { livenessOf, ownIdentity } from '../../../evidence/process-identity.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startTestServer } from '../../support/temporal-server.ts';
import { buildProgram, startProgram } from '../../support/typescript-process.ts';

const INSTALL_MS_MAX = 20 * 60_000;

let cliPath: string;
beforeAll(async () => {
  cliPath = (await ensureTemporalCli({ env: process.env, onProgress: () => undefined })).path;
}, INSTALL_MS_MAX);

async function startIn(stateDir: string): Promise<EmbeddedServer> {
  const server = await startTestServer(stateDir, cliPath);
  onTestFinished(() => server.stop());
  return server;
}

/** An environment that names no server. */
const environment = (home: string) => ({ HOME: home, XDG_CONFIG_HOME: home });

test('a server serves, is found by its record, and is gone without a trace once it is stopped', async () => {
  const stateDir = tempDir();
  const server = await startIn(stateDir);
  expect(readServerRecord(stateDir)).toEqual(server.record);

  const location = await locateServer(environment(stateDir), stateDir);
  expect(location.source).toBe('embedded');
  const connection = await connectClient(location);
  const { customAttributes } = await connection.operatorService.listSearchAttributes({
    namespace: 'default',
  });
  expect(Object.keys(customAttributes ?? {})).toContain('SluiceWaitingOn');
  await connection.close();

  await server.stop();
  expect(serverStateOf(server.record)).toBe('dead');
  expect(readServerRecord(stateDir)).toBeUndefined();
});

test('a second start in the same repository finds the first server and leaves it alone', async () => {
  const stateDir = tempDir();
  const first = await startIn(stateDir);
  const second = await startEmbeddedServer({ stateDir, cliPath });
  expect(second).toEqual({ status: 'already-running', record: first.record });
});

test('two starts at once make one server', async () => {
  const stateDir = tempDir();
  const options = { stateDir, cliPath, webUi: false };
  const both = await Promise.all([startEmbeddedServer(options), startEmbeddedServer(options)]);
  for (const each of both) if (each.status === 'started') await each.stop();
  expect(both.map(({ status }) => status).sort()).toEqual(['already-running', 'started']);
});

test('a record that a crash left behind does not keep a new server from starting', async () => {
  const stateDir = tempDir();
  const gone = { ...ownIdentity(), start: '1' };
  const stale: ServerRecord = {
    schemaVersion: 1,
    process: gone,
    owner: gone,
    address: '127.0.0.1:1',
    httpAddress: '127.0.0.1:2',
    uiUrl: null,
    startedAt: '2026-11-21T00:00:00.000Z',
  };
  writeServerRecord(stateDir, stale);
  const server = await startIn(stateDir);
  expect(readServerRecord(stateDir)).toEqual(server.record);
});

test('a workflow that was acknowledged is still there after the server was killed', async () => {
  const stateDir = tempDir();
  const first = await startIn(stateDir);
  const workflowId = `kept-${randomUUID()}`;
  await withClient(first.record, (client) =>
    client.workflow.start('anyWorkflow', { workflowId, taskQueue: 'nobody' }),
  );
  process.kill(first.record.process.pid, 'SIGKILL');
  expect(await first.ended).toBe('it was ended by SIGKILL');

  const second = await startIn(stateDir);
  const found = await withClient(second.record, (client) =>
    client.workflow.getHandle(workflowId).describe(),
  );
  expect(found.status.name).toBe('RUNNING');
});

test('a server ends when its owner is killed, and a new one can start at once', async () => {
  const stateDir = tempDir();
  const owner = startProgram(buildProgram('test/support/server-process.ts'), { stateDir, cliPath });
  const [record] = (await once(owner, 'message')) as [ServerRecord];
  expect(serverStateOf(record)).toBe('serving');
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  expect(serverStateOf(record)).not.toBe('serving');

  const next = await startIn(stateDir);
  expect(serverStateOf(record)).toBe('dead');
  expect(next.record.process).not.toEqual(record.process);
});

test('a server ends when its owner is killed, also when nobody starts another', async () => {
  const stateDir = tempDir();
  const owner = startProgram(buildProgram('test/support/server-process.ts'), { stateDir, cliPath });
  const [record] = (await once(owner, 'message')) as [ServerRecord];
  owner.kill('SIGKILL');
  await pollUntil('the server has ended', () => serverStateOf(record) === 'dead');
  await expect(locateServer(environment(stateDir), stateDir)).rejects.toMatchObject({
    code: 'TEMPORAL_UNREACHABLE',
  });
});

test('a process that has ended counts as dead, also while its parent has not asked how', async () => {
  // The child outlives the shell: what the shell becomes never asks how the child ended.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60']);
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const zombie = `/proc/${line.toString().trim()}/stat`;
  await pollUntil('the child is a zombie', () => readFileSync(zombie, 'utf8').includes(') Z '));
  const start = readFileSync(zombie, 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
  const own = ownIdentity();
  expect(livenessOf({ ...own, pid: Number(line), start }, own)).toBe('dead');
});

test('a customary port that somebody has is not fought over', async () => {
  const somebody = createServer().listen(0, '127.0.0.1');
  await once(somebody, 'listening');
  onTestFinished(() => void somebody.close());
  const address = somebody.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  const ports = await freePorts({ grpc: taken, http: 0, ui: 0, metrics: 0 });
  expect(ports.grpc).not.toBe(taken);
  expect(new Set(Object.values(ports)).size).toBe(4);
});

test('a CLI that fails is a fault with the end of its log', async () => {
  const stateDir = tempDir();
  const starting = startEmbeddedServer({ stateDir, cliPath: '/bin/ls' });
  await expect(starting).rejects.toMatchObject({ code: 'TEMPORAL_SERVER_FAILED' });
  expect(readFileSync(join(stateDir, 'server.log'), 'utf8')).not.toBe('');
  expect(readServerRecord(stateDir)).toBeUndefined();
});

test('a server that does not answer is a fault within seconds', async () => {
  const location = {
    source: 'environment',
    address: '127.0.0.1:1',
    namespace: 'default',
    connectionOptions: { address: '127.0.0.1:1' },
    httpAddress: null,
    uiUrl: null,
  } as const;
  await expect(connectClient(location)).rejects.toMatchObject({ code: 'TEMPORAL_UNREACHABLE' });
});

async function withClient<T>(record: ServerRecord, work: (client: Client) => Promise<T>) {
  const connection = await connectClient({
    source: 'embedded',
    address: record.address,
    namespace: 'default',
    connectionOptions: { address: record.address },
    uiUrl: record.uiUrl,
  });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}
