import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type GateRunner, startGateRunner } from '../activities/runner/gate-runner.ts';
import { cacheFolders, hiddenPaths } from '../activities/runner/hidden-paths.ts';
import type { SandboxSpec } from '../activities/runner/sandbox-spec.ts';
import { SANDBOX_LIMITS } from '../domain/sandbox.ts';
import type { Measured } from './figure.ts';
import { interleaved, medianOf, timeMs } from './statistics.ts';
import { tempFolder } from './temp-folder.ts';

const ROUNDS = { warmUp: 3, counted: 30 };
const TIMEOUT_MS = 60_000;
const OUTPUT_BYTES_MAX = 1024;

/** How much longer the same small command takes in a full sandbox than as a contained process. */
export async function measureSandboxOverhead(): Promise<Readonly<Record<string, Measured>>> {
  using folder = tempFolder();
  const storeDir = join(folder.path, 'store');
  const cwd = join(folder.path, 'work');
  mkdirSync(storeDir);
  mkdirSync(cwd);
  const runner = startGateRunner({ storeDir });
  const sandbox: SandboxSpec = {
    use: 'best',
    network: 'deny',
    minimum: 'full',
    view: {
      writable: [cwd],
      readable: [],
      hidden: hiddenPaths(),
      temporary: ['/tmp', '/var/tmp'],
      scratch: cacheFolders(),
    },
    limits: SANDBOX_LIMITS,
  };
  try {
    const [inside, plain] = await interleaved(
      [() => timeGate(runner, cwd, sandbox), () => timeGate(runner, cwd, undefined)],
      ROUNDS,
    );
    const sandboxed = medianOf(inside);
    const contained = medianOf(plain);
    return {
      'sandbox-overhead': { ...sandboxed, value: sandboxed.value - contained.value },
      'contained-gate': contained,
    };
  } finally {
    await runner.close();
  }
}

async function timeGate(
  runner: GateRunner,
  cwd: string,
  sandbox: SandboxSpec | undefined,
): Promise<number> {
  return timeMs(async () => {
    const { end } = await runner.run({
      argv: ['true'],
      cwd,
      env: { PATH: process.env['PATH'] ?? '' },
      timeoutMs: TIMEOUT_MS,
      outputBytesMax: OUTPUT_BYTES_MAX,
      secrets: [],
      runId: `bench-${Math.random()}`,
      sandbox,
    });
    if (end.kind !== 'exited' || end.exitCode !== 0) throw new Error(JSON.stringify(end));
  });
}
