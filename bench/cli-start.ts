import { once } from 'node:events';
import { benchPolicy } from './bench-policy.ts';
import { initRepository } from './bench-repository.ts';
import type { Measured } from './figure.ts';
import { runEmptyNode, runSluice, spawnSluice } from './sluice-cli.ts';
import { interleaved, medianOf, ratioOf, timeMs } from './statistics.ts';
import { tempFolder } from './temp-folder.ts';

const ROUNDS = { warmUp: 3, counted: 20 };
const ITEMS = 20;
/** What `sluice dev` says when its worker polls. */
const WORKER_READY = /Worker\s+ready/;

/** How long people wait for verbs that only show something, against Node's own start. */
export async function measureCliStart(): Promise<Readonly<Record<string, Measured>>> {
  using folder = tempFolder();
  const { text } = benchPolicy({
    program: 'bench',
    lanes: 4,
    trigger: 'submitted',
    items: ITEMS,
    verifyGates: 1,
  });
  initRepository(folder.path, { 'sluice.yaml': text, '.gitignore': '.sluice/\n' });
  await using _running = await startDev(folder.path);
  await runSluice(folder.path, ['start']);
  const verb = (...args: readonly string[]) => timeMs(() => runSluice(folder.path, args));
  const node = () => timeMs(runEmptyNode);
  const [help, besideHelp] = await interleaved([() => verb('--help'), node], ROUNDS);
  const [board, besideBoard] = await interleaved([() => verb('board'), node], ROUNDS);
  return {
    'help-time-ratio': ratioOf(help, besideHelp),
    'board-time-ratio': ratioOf(board, besideBoard),
    'board-time': medianOf(board),
    'node-time': medianOf([...besideHelp, ...besideBoard]),
  };
}

/** `sluice dev` as in another terminal: server and worker of the repository. */
async function startDev(repository: string): Promise<AsyncDisposable> {
  const dev = spawnSluice(repository, ['dev'], 'pipe');
  const exited = once(dev, 'exit');
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    dev.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      if (WORKER_READY.test(said)) resolve();
    });
    void exited.then(() => reject(new Error(`sluice dev ended early:\n${said}`)));
  });
  await ready;
  return {
    [Symbol.asyncDispose]: async () => {
      dev.kill('SIGINT');
      await exited;
    },
  };
}
