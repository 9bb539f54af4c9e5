import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How long a worker may take to check everything and begin to poll. */
const READY_MS_MAX = 60_000;

export interface WorkerProcess {
  /** Settles when the worker has ended, with its exit code. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

export interface WorkerSettings {
  readonly root: string;
  readonly taskQueue: string;
  readonly fast: boolean;
  /** Whether the server is Sluice's own, on which the worker may register search attributes. */
  readonly embedded: boolean;
  /** Where Temporal is; undefined leaves it to Temporal's own environment configuration. */
  readonly address: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts the worker as a process of its own and answers when it polls. */
export async function startWorkerProcess(settings: WorkerSettings): Promise<WorkerProcess> {
  const entry = fileURLToPath(new URL('../worker/main.js', import.meta.url));
  const { root, taskQueue, fast, embedded, address, env } = settings;
  const child = fork(entry, [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C goes to the whole group of the terminal: this process decides when the worker stops.
    detached: true,
    env: {
      // People read this terminal: what goes as it should needs no line.
      SLUICE_LOG_LEVEL: 'warn',
      ...env,
      SLUICE_REPOSITORY: root,
      SLUICE_TASK_QUEUE: taskQueue,
      SLUICE_FAST: fast ? '1' : '0',
      SLUICE_REGISTER_ATTRIBUTES: embedded ? '1' : '0',
      ...(address === undefined ? {} : { TEMPORAL_ADDRESS: address }),
    },
  });
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
  });
  await isReady(child, ended);
  return {
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function isReady(child: ChildProcess, ended: Promise<number>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The worker was not ready within ${READY_MS_MAX} ms.`)),
      READY_MS_MAX,
    );
  });
  const ready = new Promise<void>((resolve) => {
    child.once('message', () => resolve());
  });
  const failed = ended.then((code) => {
    throw new Error(`The worker ended with exit code ${code}; its message is above.`);
  });
  try {
    await Promise.race([ready, failed, late]);
  } finally {
    clearTimeout(timer);
  }
  // A worker that ends later is reported by `ended`.
  failed.catch(() => undefined);
}
