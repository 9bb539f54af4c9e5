import { startEmbeddedServer } from '../server/embedded-server.ts';
import { locateConfiguredServer } from '../server/server-location.ts';
import { ensureTemporalCli } from '../server/temporal-cli.ts';
import { ensureSluiceDir } from '../../git/repository.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { findPlace } from '../find-root.ts';
import { taskQueueOf } from '../task-queue.ts';
import { startWorkerProcess, type WorkerProcess } from '../worker-process.ts';

/** `sluice dev`: server, Web UI and worker in the foreground, until Ctrl-C. */
export async function dev(input: CommandInput): Promise<CommandOutput> {
  const { root } = findPlace(input.global.cwd);
  const { env, terminal } = input;
  const configured = await locateConfiguredServer(env);
  const fast = input.options['fast'] === true;
  const taskQueue = taskQueueOf(root, env);
  if (configured !== undefined) {
    terminal.err(`Using the Temporal server at ${configured.address}; starting a worker only.\n`);
    const settings = { root, taskQueue, fast, embedded: false, address: undefined, env };
    return runUntilStopped(input, await startWorkerProcess(settings));
  }
  const stateDir = await ensureSluiceDir(root);
  const onProgress = (sentence: string): void => terminal.err(`${sentence}\n`);
  const cli = await ensureTemporalCli({ env, onProgress });
  const server = await startEmbeddedServer({ stateDir, cliPath: cli.path, fast });
  const { record } = server;
  if (server.status === 'already-running') {
    terminal.err(`Temporal runs already for this repository; starting a worker beside it.\n`);
  }
  const { address } = record;
  terminal.err(`Temporal   ${address}\nWeb UI     ${record.uiUrl ?? 'off'}\n`);
  try {
    const settings = { root, taskQueue, fast, embedded: true, address, env };
    const worker = await startWorkerProcess(settings);
    terminal.err(
      `Worker     ready on ${taskQueue}\nNow run \`sluice start\` in another terminal. Ctrl-C stops; nothing is lost.\n`,
    );
    const ended = server.status === 'started' ? server.ended : undefined;
    return await runUntilStopped(input, worker, ended);
  } finally {
    if (server.status === 'started') await server.stop();
  }
}

/** Waits for Ctrl-C, or for the worker or the server to end by itself, which is a failure. */
export async function runUntilStopped(
  input: CommandInput,
  worker: WorkerProcess,
  serverEnded?: Promise<string>,
): Promise<CommandOutput> {
  const stopped = new Promise<'stopped'>((resolve) => {
    if (input.signal.aborted) resolve('stopped');
    input.signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
  const reason = await Promise.race([
    stopped,
    worker.ended.then((code) => `The worker ended with exit code ${code}.`),
    ...(serverEnded === undefined ? [] : [serverEnded]),
  ]);
  await worker.stop();
  const ok = reason === 'stopped';
  const text = ok ? '' : reason;
  return { kind: 'stopped', data: { reason }, text, exitCode: ok ? EXIT.ok : EXIT.internal };
}
