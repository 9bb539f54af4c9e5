import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { livenessOf, ownIdentity, type ProcessIdentity } from '../../evidence/process-identity.ts';
import { openServerLog } from './server-log.ts';

/** Time that a server has to close its database after SIGTERM. */
const STOP_MS_MAX = 5_000;
const STOP_POLL_MS = 20;

/**
 * Ends the server when this process is gone, however it ended: the pipe on standard input closes
 * then, and `read` returns. Works wherever there is a POSIX shell, also after SIGKILL.
 */
const WATCHDOG_SCRIPT = 'read -r _; kill -TERM "$1"; sleep 3; kill -KILL "$1"';

export interface ServerCommand {
  readonly cliPath: string;
  readonly args: readonly string[];
  readonly stateDir: string;
}

export interface ServerProcess {
  readonly pid: number;
  /** Settles when the server has ended, with a sentence that says how. */
  readonly ended: Promise<string>;
  /** Ends the server with SIGTERM, then SIGKILL. Ending it twice does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts the server in a session of its own: Ctrl-C at the terminal reaches `sluice` only, which
 * then stops its worker before its server. Throws what `spawn` throws.
 */
export async function spawnServer(command: ServerCommand): Promise<ServerProcess> {
  const log = openServerLog(command.stateDir);
  const server = spawn(command.cliPath, command.args, {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = endOf(server);
  if (server.pid === undefined) throw new Error(await ended);
  const watchdog = watch(server.pid);
  void ended.then(() => watchdog.kill('SIGKILL'));
  return { pid: server.pid, ended, stop: () => stopChild(server, ended) };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`),
    );
  });
}

function watch(pid: number): ChildProcess {
  const watchdog = spawn('/bin/sh', ['-c', WATCHDOG_SCRIPT, 'sluice-watchdog', `${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // A watchdog that cannot start leaves the server to `stop` and to the next start.
  watchdog.once('error', () => undefined);
  watchdog.stdin?.once('error', () => undefined);
  watchdog.unref();
  return watchdog;
}

async function stopChild(server: ChildProcess, ended: Promise<string>): Promise<void> {
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), STOP_MS_MAX);
  await ended;
  clearTimeout(timer);
}

/** Ends a server that another process left behind; known by its identity, not only its number. */
export async function endOrphan(server: ProcessIdentity): Promise<void> {
  const own = ownIdentity();
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const deadline = performance.now() + STOP_MS_MAX;
    if (livenessOf(server, own) === 'alive') process.kill(server.pid, signal);
    while (livenessOf(server, own) === 'alive' && performance.now() < deadline) {
      await sleep(STOP_POLL_MS);
    }
  }
}
