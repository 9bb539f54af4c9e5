import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { createControlActivities, createGateActivities } from '../activities/create-activities.ts';
import { Fault } from '../domain/fault.ts';
import { sweepTempFolders } from '../evidence/temp-folder.ts';
import { openActivityDeps } from './activity-deps.ts';
import { readWorkerConfiguration, type WorkerConfiguration } from './configuration.ts';
import { createWorkers } from './create-workers.ts';
import { checkServer } from './preflight.ts';
import { runWorkers } from './run-workers.ts';
import { installRuntime } from './runtime.ts';
import { stopSignal } from './stop-signal.ts';

/** What the process that started this one is told when polling begins. */
const READY = 'ready';

/**
 * The worker process: takes its settings from the environment, checks repository and server, and
 * runs until it is told to stop. `sluice dev`, `sluice worker` and the container start it.
 */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const configuration = readWorkerConfiguration(env);
  installRuntime(configuration);
  const stop = stopSignal();
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const address = connectionOptions.address ?? 'localhost:7233';
  const connection = await connect(address, connectionOptions);
  try {
    const register = configuration.registersAttributes;
    await checkServer({ connection, namespace, address, register });
    await poll({ configuration, connection, namespace, stop, env });
  } finally {
    await connection.close();
  }
}

type ConnectOptions = Parameters<typeof NativeConnection.connect>[0];

/** How long a worker tries to reach its server before it says that it cannot. */
const CONNECT_MS_MAX = 15_000;

/** The SDK's own connection has no deadline: a server behind a silent firewall would hang it. */
async function connect(address: string, options: ConnectOptions): Promise<NativeConnection> {
  const late = AbortSignal.timeout(CONNECT_MS_MAX);
  try {
    return await Promise.race([
      NativeConnection.connect({ ...options, address }),
      new Promise<never>((_resolve, reject) => {
        late.addEventListener('abort', () => reject(late.reason as Error), { once: true });
      }),
    ]);
  } catch (cause) {
    throw new Fault({ code: 'TEMPORAL_UNREACHABLE', facts: { address }, cause });
  }
}

interface Polling {
  readonly configuration: WorkerConfiguration;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly stop: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
}

async function poll({ configuration, connection, namespace, stop, env }: Polling): Promise<void> {
  const { repository, fast } = configuration;
  await sweepTempFolders(Date.now());
  const deps = await openActivityDeps({ repository, fast, environment: env });
  try {
    const workers = await createWorkers({
      connection,
      namespace,
      workflowBundlePath: bundlePath(),
      controlActivities: createControlActivities(deps),
      gateActivities: createGateActivities(deps),
      configuration,
    });
    process.send?.(READY);
    await runWorkers(workers, stop);
  } finally {
    await deps.close();
  }
}

/** The bundle that the build made; it is beside the compiled sources. */
function bundlePath(): string {
  const path = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
  if (existsSync(path)) return path;
  const facts = { message: 'The workflow bundle is missing.', fix: 'Run `npm run setup`.' };
  throw new Fault({ code: 'USAGE', facts });
}

try {
  await main(process.env);
} catch (error) {
  const text = error instanceof Fault ? `${error.message} [${error.code}]\n${error.fix}` : error;
  console.error(text);
  process.exitCode = 1;
}
process.disconnect?.();
