import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../domain/fault.ts';
import { GIT_TIMEOUT_MS } from './git-invocation.ts';
import type { GitEnd, GitInvocation, RunInvocation } from './git-invocation.ts';
import { helperProcess } from './helper-process.ts';

/** To the helper; each is answered once. */
export interface GitHelperRequest {
  readonly id: number;
  readonly invocation: GitInvocation;
}

export interface GitHelperReply {
  readonly id: number;
  readonly answer: GitEnd;
}

/** The helper bounds each command itself; one that is silent for longer than this hangs. */
const SILENT_MS_MAX = GIT_TIMEOUT_MS + 30_000;

/** Starts Git from a small process: a fork of a worker of 300 MB costs ten times as much. */
export interface GitHelper {
  /** As `spawnGit`. Throws GIT_HELPER_LOST when the helper died; the next run starts a new one. */
  readonly run: RunInvocation;
  /** Process id of the helper, or null while none is needed. */
  readonly pid: number | null;
  /** Stops what still runs and ends the helper. */
  close(): Promise<void>;
}

interface PendingRun {
  resolve(end: GitEnd): void;
  reject(fault: Fault): void;
}

/** The helper beside this module, compiled when this module is. */
function defaultEntry(): string {
  return fileURLToPath(new URL(`git-helper-main${extname(import.meta.url)}`, import.meta.url));
}

/** `entry` is another place of the helper's program. */
export function startGitHelper(options: { readonly entry?: string | undefined } = {}): GitHelper {
  const pending = new Map<number, PendingRun>();
  const helper = helperProcess<GitHelperRequest, GitHelperReply>({
    entry: options.entry ?? defaultEntry(),
    serialization: 'advanced',
    onReply: ({ id, answer }) => pending.get(id)?.resolve(answer),
    onLost: () => {
      for (const run of pending.values()) run.reject(new Fault({ code: 'GIT_HELPER_LOST' }));
    },
  });
  let nextId = 1;
  return {
    run(invocation) {
      const id = nextId++;
      const silent = setTimeout(() => helper.kill(), SILENT_MS_MAX);
      const end = new Promise<GitEnd>((resolve, reject) => {
        pending.set(id, { resolve, reject });
        helper.send({ id, invocation });
      });
      return end.finally(() => {
        clearTimeout(silent);
        pending.delete(id);
      });
    },
    get pid() {
      return helper.pid;
    },
    close: () => helper.close(),
  };
}
