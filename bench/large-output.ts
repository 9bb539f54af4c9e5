import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startGateRunner, type GateRunner } from '../activities/runner/gate-runner.ts';
import { openBlobStore } from '../evidence/blob-store.ts';
import type { Measured } from './figure.ts';
import { forgetPeakMemory, memoryMibOf } from './process-facts.ts';
import { interleaved, medianOf, ratioOf, timeMs } from './statistics.ts';
import { runShell } from './run-shell.ts';
import { tempFolder } from './temp-folder.ts';

const OUTPUT_BYTES = 1024 ** 3;
const TIMEOUT_MS = 120_000;
const ROUNDS = { warmUp: 1, counted: 4 };

/** A line such as builds print, again and again. */
const LINE = '[12:00:01] compile src/server/http/routes/admin.ts ok (1432 ms, 0 warnings)';
const PRINT = `yes '${LINE}' | head -c ${OUTPUT_BYTES}`;

/** A gate that prints 1 GiB against a shell that writes, hashes and syncs the same bytes. */
export async function measureLargeOutput(): Promise<Readonly<Record<string, Measured>>> {
  using folder = tempFolder();
  const storeDir = join(folder.path, 'store');
  await openBlobStore(storeDir);
  const runner = startGateRunner({ storeDir });
  try {
    await runGate(runner, ['true'], folder.path);
    for (const pid of processes(runner)) forgetPeakMemory(pid);
    const before = memoryOf(runner);
    const [gate, shell] = await interleaved(
      [() => timeGate(runner, folder.path), () => timeShell(folder.path)],
      ROUNDS,
    );
    return {
      'large-output-time-ratio': ratioOf(gate, shell),
      'large-output-time': medianOf(gate),
      'shell-output-time': medianOf(shell),
      // The highest that the two processes ever held, over what they held at rest.
      'large-output-memory': {
        value: memoryOf(runner).peak - before.now,
        samples: ROUNDS.warmUp + ROUNDS.counted,
      },
    };
  } finally {
    await runner.close();
  }
}

async function timeGate(runner: GateRunner, folder: string): Promise<number> {
  const ms = await timeMs(() => runGate(runner, ['sh', '-c', PRINT], folder));
  // The next run has to store its output as well, not to find it there.
  await rm(join(folder, 'store', 'blobs'), { recursive: true });
  await openBlobStore(join(folder, 'store'));
  return ms;
}

async function runGate(runner: GateRunner, argv: readonly string[], cwd: string): Promise<void> {
  const { end, stdout } = await runner.run({
    argv,
    cwd,
    env: { PATH: process.env['PATH'] ?? '' },
    timeoutMs: TIMEOUT_MS,
    outputBytesMax: OUTPUT_BYTES,
    secrets: [],
    runId: 'bench',
  });
  const isWhole = end.kind === 'exited' && end.exitCode === 0 && !stdout.truncated;
  if (!isWhole) throw new Error(`the gate ended otherwise: ${JSON.stringify({ end, stdout })}`);
}

async function timeShell(folder: string): Promise<number> {
  const file = join(folder, 'output');
  const script = `{ ${PRINT}; } > "$1"; sha256sum "$1"; sync -d "$1"`;
  const ms = await timeMs(() => runShell(script, file));
  await rm(file);
  return ms;
}

/** The runner, and this process in the place of the worker. */
function processes(runner: GateRunner): readonly number[] {
  return runner.pid === null ? [process.pid] : [runner.pid, process.pid];
}

function memoryOf(runner: GateRunner): { readonly now: number; readonly peak: number } {
  const each = processes(runner).map((pid) => memoryMibOf(pid));
  return {
    now: each.reduce((sum, { now }) => sum + now, 0),
    peak: each.reduce((sum, { peak }) => sum + peak, 0),
  };
}
