import { rm } from 'node:fs/promises';

import { Fault } from '../../domain/fault.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { makeTempFolder } from '../../evidence/temp-folder.ts';
import { chooseContainment } from './choose-containment.ts';
import { createPipeSource } from './output-pipe.ts';
import { createRedactionPlanner } from './redactor.ts';
import { runGate, type RunGateDeps } from './run-gate.ts';
import type { RunnerReply, RunnerRequest } from './runner-messages.ts';

/**
 * The process that runs gates, forked by `gate-runner.ts` with the store's directory as argument.
 * It is small because forking costs by the size of the forking process. It lives as long as its
 * worker: when the channel closes, every gate is killed.
 */
async function main(storeDir: string): Promise<void> {
  const ready = prepare(storeDir);
  const cancels = new Map<number, AbortController>();
  process.on('message', (request: RunnerRequest) => {
    switch (request.type) {
      case 'cancel':
        return cancels.get(request.id)?.abort();
      case 'run': {
        const cancel = new AbortController();
        cancels.set(request.id, cancel);
        void answer(request, ready, cancel.signal).then(() => cancels.delete(request.id));
      }
    }
  });
  process.once('disconnect', () => void shutDown(ready));
  // The worker decides when gates end; a terminal's Ctrl-C reaches it as well.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  await ready;
}

interface Ready extends RunGateDeps {
  readonly pipeDirectory: string;
}

async function prepare(storeDir: string): Promise<Ready> {
  const pipeDirectory = await makeTempFolder('pipes');
  const store = await openBlobStore(storeDir);
  const containment = await chooseContainment();
  return {
    store,
    containment,
    pipeDirectory,
    openPipe: createPipeSource(pipeDirectory),
    planRedaction: createRedactionPlanner(),
  };
}

async function answer(
  { id, spec }: Extract<RunnerRequest, { type: 'run' }>,
  ready: Promise<Ready>,
  cancelled: AbortSignal,
): Promise<void> {
  try {
    const outcome = await runGate(spec, await ready, {
      cancelled,
      onProgress: (progress) => reply({ type: 'progress', id, progress }),
    });
    reply({ type: 'outcome', id, outcome });
  } catch (error) {
    const { code, facts } = error instanceof Fault ? error : unexpected(error);
    reply({ type: 'fault', id, code, facts });
  }
}

function unexpected(error: unknown): Fault {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Fault({ code: 'IMPOSSIBLE_STATE', facts: { what }, cause: error });
}

function reply(message: RunnerReply): void {
  if (process.connected) process.send?.(message);
}

async function shutDown(ready: Promise<Ready>): Promise<void> {
  try {
    const { containment, pipeDirectory } = await ready;
    await containment.close();
    await rm(pipeDirectory, { recursive: true, force: true });
  } finally {
    process.exit();
  }
}

const [storeDir] = process.argv.slice(2);
if (storeDir === undefined) throw new Error('The runner needs the directory of the store.');
await main(storeDir);
