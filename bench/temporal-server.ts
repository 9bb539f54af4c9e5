import { join } from 'node:path';
import { startEmbeddedServer } from '../client/server/embedded-server.ts';
import { freePorts } from '../client/server/free-ports.ts';
import { spawnServer } from '../client/server/server-process.ts';
import { waitUntilServing } from '../client/server/server-ready.ts';
import { ensureTemporalCli } from '../client/server/temporal-cli.ts';
import { SEARCH_ATTRIBUTES } from '../domain/search-attribute.ts';

/** A server that only a bench uses. */
export interface BenchServer extends AsyncDisposable {
  /** `host:port` of gRPC. */
  readonly address: string;
  readonly pid: number;
}

/** Ports of its own: the customary ones are left to the person at this machine. */
const ANY_PORTS = { grpc: 0, http: 0, ui: 0, metrics: 0 };

async function cliPath(): Promise<string> {
  const onProgress = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  return (await ensureTemporalCli({ env: process.env, onProgress })).path;
}

/** The embedded server as `sluice dev` starts it: every acknowledged step is on disk. */
export async function startTunedServer(stateDir: string): Promise<BenchServer> {
  const options = { stateDir, cliPath: await cliPath(), webUi: false, ports: ANY_PORTS };
  const server = await startEmbeddedServer(options);
  if (server.status === 'already-running') throw new Error(`a server already runs in ${stateDir}`);
  const { address, process: own } = server.record;
  return { address, pid: own.pid, [Symbol.asyncDispose]: () => server.stop() };
}

/** The same program with the settings that it has by itself, on a file as well. */
export async function startStockServer(stateDir: string): Promise<BenchServer> {
  const ports = await freePorts(ANY_PORTS);
  const named = {
    '--ip': '127.0.0.1',
    '--port': ports.grpc,
    '--http-port': ports.http,
    '--metrics-port': ports.metrics,
    '--log-level': 'error',
    '--db-filename': join(stateDir, 'temporal.db'),
  };
  const flags = Object.entries(named).flatMap(([name, value]) => [name, `${value}`]);
  const attributes = SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]);
  const args = ['server', 'start-dev', '--headless', ...flags, ...attributes];
  const server = await spawnServer({ cliPath: await cliPath(), args, stateDir });
  if (!(await waitUntilServing(`127.0.0.1:${ports.http}`, server.ended))) {
    await server.stop();
    throw new Error(`the stock server did not start: ${await server.ended}`);
  }
  return {
    address: `127.0.0.1:${ports.grpc}`,
    pid: server.pid,
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
