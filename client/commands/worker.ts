import type { CommandInput, CommandOutput } from '../command.ts';
import { findPlace, stateDirOf } from '../find-root.ts';
import { locateServer } from '../server/server-location.ts';
import { taskQueueOf } from '../task-queue.ts';
import { startWorkerProcess } from '../worker-process.ts';
import { runUntilStopped } from './dev.ts';

/** `sluice worker`: only a worker, against the server that the environment or `sluice dev` names. */
export async function worker(input: CommandInput): Promise<CommandOutput> {
  const { root } = findPlace(input.global.cwd);
  const { env, terminal } = input;
  const location = await locateServer(env, stateDirOf(root));
  const embedded = location.source === 'embedded';
  const taskQueue = taskQueueOf(root, env);
  const address = embedded ? location.address : undefined;
  const running = await startWorkerProcess({
    root,
    taskQueue,
    fast: false,
    embedded,
    address,
    env,
  });
  terminal.err(
    `Worker ready on ${taskQueue} at ${location.address}. Ctrl-C stops it; nothing is lost.\n`,
  );
  return runUntilStopped(input, running);
}
