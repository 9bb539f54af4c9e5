import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../domain/fault.ts';
import { StoreLock } from '../../evidence/store-lock.ts';
import { cacheDirectory } from './cache-directory.ts';
import { findOnPath, isExecutable } from './executable.ts';
import { buildTemporalCli } from './temporal-cli-build.ts';
import { downloadTemporalCli } from './temporal-cli-download.ts';
import {
  type Attempt,
  type Progress,
  TEMPORAL_CLI_VERSION,
  UNFINISHED_PREFIX,
} from './temporal-cli-source.ts';

/** How often a caller looks whether another process has finished installing. */
const INSTALL_POLL_MS = 1_000;
/** How long a caller waits for another process that installs: longer than download and build may take. */
const INSTALL_WAIT_MS_MAX = 45 * 60_000;

export interface TemporalCli {
  readonly path: string;
  readonly source: 'SLUICE_TEMPORAL_CLI' | 'PATH' | 'cache' | 'download' | 'go';
}

export interface TemporalCliOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Hears one sentence every few seconds while something takes long. */
  readonly onProgress: Progress;
}

/**
 * Temporal's CLI, which contains the development server: from `SLUICE_TEMPORAL_CLI`, PATH or Sluice's
 * cache; else installed into the cache by the SDK's download or, without network to it, by Go.
 * Throws the fault TEMPORAL_CLI_NOT_FOUND.
 */
export async function ensureTemporalCli(options: TemporalCliOptions): Promise<TemporalCli> {
  return findTemporalCli(options.env) ?? installOnce(options);
}

/** What `ensureTemporalCli` finds without installing anything. */
export function findTemporalCli(env: NodeJS.ProcessEnv): TemporalCli | undefined {
  const named = env['SLUICE_TEMPORAL_CLI'];
  if (named) {
    if (isExecutable(named)) return { path: named, source: 'SLUICE_TEMPORAL_CLI' };
    throw notFound(`SLUICE_TEMPORAL_CLI names ${named}, which is not an executable file`);
  }
  const onPath = findOnPath('temporal', env);
  if (onPath !== undefined) return { path: onPath, source: 'PATH' };
  const cached = cachedPath(env);
  return isExecutable(cached) ? { path: cached, source: 'cache' } : undefined;
}

/** Where the cached copy is or will be; the version is part of the path, so an upgrade never mixes. */
function cachedPath(env: NodeJS.ProcessEnv): string {
  return join(cacheDirectory(env), 'temporal-cli', TEMPORAL_CLI_VERSION, 'temporal');
}

/** Installs while holding the lock of the cache; a caller that had to wait takes what it finds then. */
async function installOnce(options: TemporalCliOptions): Promise<TemporalCli> {
  const target = cachedPath(options.env);
  mkdirSync(dirname(target), { recursive: true });
  const release = await lockCache(dirname(target), options.onProgress);
  try {
    if (isExecutable(target)) return { path: target, source: 'cache' };
    removeUnfinished(dirname(target));
    return await install(target, options);
  } finally {
    release();
  }
}

/** What an interrupted installation left; nobody else installs while the lock is held. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(UNFINISHED_PREFIX))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

async function install(
  target: string,
  { env, onProgress }: TemporalCliOptions,
): Promise<TemporalCli> {
  const download = await downloadTemporalCli(target, { env, onProgress });
  if (download.installed) return { path: target, source: 'download' };
  onProgress(`${download.reason}; building it with Go instead`);
  const build = await buildTemporalCli(target, { env, onProgress });
  if (build.installed) return { path: target, source: 'go' };
  throw notFound(reasonsOf(download, build));
}

/** Waits by looking once a second: a build takes minutes, and the store's own wait is for milliseconds. */
async function lockCache(dir: string, onProgress: Progress): Promise<() => void> {
  const lock = new StoreLock(dir, 0);
  const deadline = performance.now() + INSTALL_WAIT_MS_MAX;
  for (;;) {
    try {
      return await lock.acquire();
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'STORE_LOCKED')) throw error;
      if (performance.now() > deadline)
        throw notFound('another process did not finish installing it');
      onProgress("waiting for another process that installs Temporal's CLI");
      await sleep(INSTALL_POLL_MS);
    }
  }
}

function reasonsOf(...attempts: readonly Attempt[]): string {
  return attempts.flatMap((attempt) => (attempt.installed ? [] : [attempt.reason])).join('; ');
}

function notFound(reason: string): Fault {
  return new Fault({ code: 'TEMPORAL_CLI_NOT_FOUND', facts: { reason } });
}
