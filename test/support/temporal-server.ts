import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { TestProject } from 'vitest/node';
import { type EmbeddedServer, startEmbeddedServer } from '../../client/server/embedded-server.ts';
import { ensureTemporalCli } from '../../client/server/temporal-cli.ts';
import { installRuntime } from '../../worker/runtime.ts';
import { writeWorkflowBundle } from './workflow-bundle.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `host:port` of gRPC of the one server of this test run. */
    temporalAddress: string;
    /** `host:port` of its HTTP API. */
    temporalHttpAddress: string;
    /** Path of the workflows' bundle, made once for this test run. */
    workflowBundlePath: string;
  }
}

let server: EmbeddedServer | undefined;
let folder: string | undefined;

/** Vitest's global set-up of the project `system`: one tuned server and one bundle for all tests. */
export async function setup(project: TestProject): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'sluice-test-server-'));
  const onProgress = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const cli = await ensureTemporalCli({ env: process.env, onProgress });
  const [started, bundlePath] = await Promise.all([
    startTestServer(folder, cli.path),
    writeWorkflowBundle(folder),
  ]);
  server = started;
  project.provide('temporalAddress', started.record.address);
  project.provide('temporalHttpAddress', started.record.httpAddress);
  project.provide('workflowBundlePath', bundlePath);
}

/** Ends the server and removes what it wrote. */
export async function teardown(): Promise<void> {
  await server?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/** A server on ports of its own: the customary ones are left to the person at this machine. */
export async function startTestServer(stateDir: string, cliPath: string): Promise<EmbeddedServer> {
  const ports = { grpc: 0, http: 0, ui: 0, metrics: 0 };
  const options = { stateDir, cliPath, ports, fast: true, webUi: false };
  const started = await startEmbeddedServer(options);
  if (started.status === 'already-running') {
    throw new Error(`A server already runs in ${stateDir}.`);
  }
  return started;
}

export interface TestConnection extends AsyncDisposable {
  /** Shares its connection with the worker, so that workflows start eagerly. */
  readonly client: Client;
  readonly connection: NativeConnection;
  readonly namespace: string;
}

/** A client and the connection for a worker beside it. Close it with `await using`. */
export async function connectTo(address: string): Promise<TestConnection> {
  installQuietRuntime();
  const connection = await NativeConnection.connect({ address });
  const namespace = 'default';
  return {
    client: new Client({ connection, namespace }),
    connection,
    namespace,
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

let isQuiet = false;

/** Only errors are shown beside the tests' own output. The SDK takes its settings once a process. */
export function installQuietRuntime(): void {
  if (!isQuiet) installRuntime({ logLevel: 'error', metricsPort: undefined });
  isQuiet = true;
}

/** A task queue that no other test uses. */
export function uniqueTaskQueue(name: string): string {
  return `${name}-${randomUUID().slice(0, 8)}`;
}
