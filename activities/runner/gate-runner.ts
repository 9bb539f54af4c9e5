import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Fault } from '../../domain/fault.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { helperProcess } from '../../git/helper-process.ts';
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
  readonly entry?: string | undefined;
}): GateRunner {
  const pending = new Map<number, PendingRun>();
  const runner = helperProcess<RunnerRequest, RunnerReply>({
    entry: options.entry ?? defaultEntry(),
    args: [options.storeDir],
    onReply: (reply) => deliver(reply, pending),
    onLost: () => {
      const runs = [...pending.values()];
      pending.clear();
      for (const run of runs) run.reject(new Fault({ code: 'RUNNER_LOST' }));
    },
  });
  let nextId = 1;

  return {
    run(spec, control = {}) {
      const id = nextId++;
      const cancel = (): void => {
        if (pending.has(id)) runner.send({ type: 'cancel', id });
      };
      const outcome = new Promise<RunOutcome>((resolve, reject) => {
        const onProgress = control.onProgress ?? (() => undefined);
        pending.set(id, { resolve, reject, onProgress });
        runner.send({ type: 'run', id, spec });
        control.signal?.addEventListener('abort', cancel, { once: true });
        if (control.signal?.aborted === true) cancel();
      });
      return outcome.finally(() => control.signal?.removeEventListener('abort', cancel));
    },
    get pid() {
      return runner.pid;
    },
    close: () => runner.close(),
  };
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
