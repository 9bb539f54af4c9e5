import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../domain/fault.ts';
import { identityOf, ownIdentity } from '../../evidence/process-identity.ts';
import { StoreLock } from '../../evidence/store-lock.ts';
import { freePorts } from './free-ports.ts';
import { serverArguments, type ServerPorts } from './server-flags.ts';
import { boundServerLog, serverLogPath, serverLogTail } from './server-log.ts';
import { endOrphan, type ServerProcess, spawnServer } from './server-process.ts';
import { waitUntilServing } from './server-ready.ts';
import {
  readServerRecord,
  removeServerRecord,
  type ServerRecord,
  serverStateOf,
  writeServerRecord,
} from './server-record.ts';

/** A start is tried again when somebody takes one of the free ports first. */
const START_ATTEMPTS_MAX = 3;
/** How long a start waits for another start in the same repository. */
const START_LOCK_MS_MAX = 60_000;

export interface EmbeddedServerOptions {
  /** The repository's `.sluice` folder; made where it is missing. */
  readonly stateDir: string;
  /** The path of Temporal's CLI, see `ensureTemporalCli`. */
  readonly cliPath: string;
  /** `synchronous=normal`: a power cut may lose the last moments. For demonstrations and tests. */
  readonly fast?: boolean;
  /** Whether to serve the Web UI; yes by default. */
  readonly webUi?: boolean;
  /** Ports to take where they are free, such as those of a server that crashed. */
  readonly ports?: ServerPorts;
}

/** A server of ours, or the one that another process already runs for this repository. */
export type StartedServer =
  | { readonly status: 'already-running'; readonly record: ServerRecord }
  | ({ readonly status: 'started' } & EmbeddedServer);

export interface EmbeddedServer {
  readonly record: ServerRecord;
  readonly ports: ServerPorts;
  /** Settles when the server has ended, with a sentence that says how. */
  readonly ended: Promise<string>;
  /** Ends the server and removes its record. */
  stop(): Promise<void>;
}

/**
 * Starts Temporal's own development server for one repository, with its database in `.sluice`.
 * Resolves when it serves. Throws the fault TEMPORAL_SERVER_FAILED.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<StartedServer> {
  const { stateDir } = options;
  const lockDir = join(stateDir, 'server-start');
  mkdirSync(lockDir, { recursive: true });
  const release = await new StoreLock(lockDir, START_LOCK_MS_MAX).acquire();
  try {
    const record = readServerRecord(stateDir);
    const state = record === undefined ? 'dead' : serverStateOf(record);
    if (record !== undefined && state === 'serving') return { status: 'already-running', record };
    if (record !== undefined && state === 'orphaned') await endOrphan(record.process);
    return { status: 'started', ...(await startWithRetries(options)) };
  } finally {
    release();
  }
}

async function startWithRetries(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  let reason = '';
  for (let attempt = 0; attempt < START_ATTEMPTS_MAX; attempt += 1) {
    const outcome = await startOnce(options);
    if (typeof outcome !== 'string') return outcome;
    reason = outcome;
  }
  throw new Fault({
    code: 'TEMPORAL_SERVER_FAILED',
    facts: { reason, log: serverLogPath(options.stateDir) },
  });
}

/** A serving server, or the reason why there is none. */
async function startOnce(options: EmbeddedServerOptions): Promise<EmbeddedServer | string> {
  const { stateDir, cliPath, fast = false, webUi = true } = options;
  const ports = await freePorts(options.ports);
  const databaseFile = join(stateDir, 'temporal.db');
  const server = await spawnServer({
    cliPath,
    args: serverArguments({ ports, databaseFile, fast, webUi }),
    stateDir,
  });
  const record = recordOf(server, ports, webUi);
  if (!(await waitUntilServing(record.httpAddress, server.ended))) {
    await server.stop();
    return `${await server.ended}; ${serverLogTail(stateDir)}`;
  }
  writeServerRecord(stateDir, record);
  return { record, ports, ended: server.ended, stop: stopper(server, record, stateDir) };
}

function recordOf(server: ServerProcess, ports: ServerPorts, webUi: boolean): ServerRecord {
  return {
    schemaVersion: 1,
    process: identityOf(server.pid),
    owner: ownIdentity(),
    address: `127.0.0.1:${ports.grpc}`,
    httpAddress: `127.0.0.1:${ports.http}`,
    uiUrl: webUi ? `http://127.0.0.1:${ports.ui}` : null,
    startedAt: new Date().toISOString(),
  };
}

function stopper(server: ServerProcess, record: ServerRecord, stateDir: string) {
  const unbind = boundServerLog(stateDir);
  return async (): Promise<void> => {
    unbind();
    await server.stop();
    removeServerRecord(stateDir, record.process);
  };
}
