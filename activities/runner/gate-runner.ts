import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Fault } from '../../domain/fault.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { RunProgress, RunSpec } from './run-spec.ts';
import type { RunnerReply, RunnerRequest } from './runner-messages.ts';

/** Runs gates in a small process beside this one. */
export interface GateRunner {
  /**
   * Runs one command to its end. Aborting `signal` ends it within about a second, as `cancelled`.
   * Throws `SPAWN_FAILED`, `DISK_FULL`, and `RUNNER_LOST` when the runner itself died; the next
   * run then starts a new one.
   */
  run(
    spec: RunSpec,
    control?: {
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((progress: RunProgress) => void) | undefined;
    },
  ): Promise<RunOutcome>;
  /** Process id of the runner, or null while none is needed. */
  readonly pid: number | null;
  /** Kills what still runs and ends the runner. */
  close(): Promise<void>;
}

interface PendingRun {
  resolve(outcome: RunOutcome): void;
  reject(fault: Fault): void;
  onProgress(progress: RunProgress): void;
}

/** The runner beside this module, compiled when this module is. */
function defaultEntry(): string {
  return fileURLToPath(new URL(`runner-main${extname(import.meta.url)}`, import.meta.url));
}

/** `storeDir` is the directory of the blob store; `entry` another place of the runner's program. */
export function startGateRunner(options: {
  readonly storeDir: string;
  readonly entry?: string;
}): GateRunner {
  const pending = new Map<number, PendingRun>();
  let runner: ChildProcess | null = null;
  let nextId = 1;

  function startRunner(): ChildProcess {
    const child = forkRunner(options.entry ?? defaultEntry(), options.storeDir);
    child.on('message', (reply: RunnerReply) => deliver(reply, pending));
    const lost = (): void => {
      if (runner !== child) return;
      runner = null;
      const runs = [...pending.values()];
      pending.clear();
      for (const run of runs) run.reject(new Fault({ code: 'RUNNER_LOST' }));
    };
    child.once('exit', lost);
    child.once('error', lost);
    return child;
  }

  function send(request: RunnerRequest): void {
    runner ??= startRunner();
    // When the runner is gone, `exit` tells every pending run.
    runner.send(request, () => undefined);
  }

  return {
    run(spec, control = {}) {
      const id = nextId++;
      const cancel = (): void => {
        if (pending.has(id)) send({ type: 'cancel', id });
      };
      const outcome = new Promise<RunOutcome>((resolve, reject) => {
        const onProgress = control.onProgress ?? (() => undefined);
        pending.set(id, { resolve, reject, onProgress });
        send({ type: 'run', id, spec });
        control.signal?.addEventListener('abort', cancel, { once: true });
        if (control.signal?.aborted === true) cancel();
      });
      return outcome.finally(() => control.signal?.removeEventListener('abort', cancel));
    },
    get pid() {
      return runner?.pid ?? null;
    },
    async close() {
      const child = runner;
      if (child === null) return;
      const exited = once(child, 'exit');
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** The runner gets no options of this process's Node: they may load code into it. */
function forkRunner(entry: string, storeDir: string): ChildProcess {
  const { PATH, TMPDIR } = process.env;
  return fork(entry, [storeDir], {
    cwd: '/',
    env: { ...(PATH === undefined ? {} : { PATH }), ...(TMPDIR === undefined ? {} : { TMPDIR }) },
    // Each spawn copies the page tables of all of the runner's memory: garbage must not pile up.
    execArgv: ['--max-semi-space-size=1'],
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

function deliver(reply: RunnerReply, pending: Map<number, PendingRun>): void {
  const run = pending.get(reply.id);
  if (run === undefined) return;
  switch (reply.type) {
    case 'progress':
      return run.onProgress(reply.progress);
    case 'outcome':
      pending.delete(reply.id);
      return run.resolve(reply.outcome);
    case 'fault':
      pending.delete(reply.id);
      return run.reject(new Fault({ code: reply.code, facts: reply.facts }));
    default:
      return unreachable(reply);
  }
}
