import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { type GateRunner, startGateRunner } from '../../../activities/runner/gate-runner.ts';
import type { RunProgress } from '../../../activities/runner/run-spec.ts';
import type { Fault } from '../../../domain/fault.ts';
import { openBlobStore } from '../../../evidence/blob-store.ts';
import { processesOf, runSpec } from '../../support/gate-runs.ts';
import type { GateWorkerOrder } from '../../support/gate-worker-process.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { buildRunnerEntry } from '../../support/helper-entries.ts';
import { buildProgram, startProgram } from '../../support/typescript-process.ts';

const MIB = 1024 * 1024;
const MEMORY_GROWTH_MAX_MIB = 64;

let storeDir: string;
let entry: string;
let runner: GateRunner;

beforeAll(async () => {
  storeDir = await mkdtemp(join(tmpdir(), 'sluice-store-'));
  entry = buildRunnerEntry();
});

function start(): GateRunner {
  runner = startGateRunner({ storeDir, entry });
  return runner;
}

afterEach(() => runner.close());
afterAll(() => rm(storeDir, { recursive: true, force: true }));

/** A gate that appends to a file for ever, also from a session of its own, deaf to SIGTERM. */
function writer(file: string): string {
  const loop = `trap "" TERM; while :; do echo x >> ${file}; sleep 0.01; done`;
  return `setsid sh -c '${loop}' & ${loop}`;
}

/** Waits until no process of the run lives; then how much the file still grows while another runs. */
async function growthAfterDeath(runId: string, file: string): Promise<number> {
  await pollUntil('no process of the gate lives', async () => {
    return (await processesOf(runId)).length === 0;
  });
  const { size } = await stat(file);
  await runner.run(runSpec('sleep 0.1'));
  return (await stat(file)).size - size;
}

async function memoryMib(pid: number | null, key: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
}

describe('the runner', () => {
  test('runs gates one after another and says how they ended', async () => {
    start();
    expect((await runner.run(runSpec('exit 0'))).end).toEqual({ kind: 'exited', exitCode: 0 });
    expect((await runner.run(runSpec('exit 9'))).end).toEqual({ kind: 'exited', exitCode: 9 });
  });

  test('tells progress while a gate runs', async () => {
    start();
    const seen: RunProgress[] = [];
    const cancel = new AbortController();
    const running = runner.run(runSpec('printf 12345; sleep 60'), {
      signal: cancel.signal,
      onProgress: (progress) => {
        seen.push(progress);
        cancel.abort();
      },
    });
    expect((await running).end).toEqual({ kind: 'cancelled' });
    expect(seen[0]).toEqual({ stdoutBytes: 5, stderrBytes: 0 });
  });

  test('starts no gate that was cancelled before', async () => {
    start();
    const { end } = await runner.run(runSpec('exit 0'), { signal: AbortSignal.abort() });
    expect(end).toEqual({ kind: 'cancelled' });
  });

  test('stores 200 MiB without holding them', async () => {
    start();
    await runner.run(runSpec('exit 0'));
    const before = await memoryMib(runner.pid, 'VmRSS');
    const script = `yes 'a line with https://user@host/ and more' | head -c ${200 * MIB}`;
    const { stdout } = await runner.run(runSpec(script, { outputBytesMax: 1024 * MIB }));
    expect(stdout).toMatchObject({
      totalBytes: 200 * MIB,
      storedBytes: 200 * MIB,
      truncated: false,
    });
    const growth = (await memoryMib(runner.pid, 'VmHWM')) - before;
    expect(growth).toBeLessThan(MEMORY_GROWTH_MAX_MIB);
    expect(await (await openBlobStore(storeDir)).verify(stdout.storedSha256)).toBe('ok');
  });

  test('leaves no process, no pipe and no temp file', async () => {
    start();
    await runner.run(runSpec('exit 0'));
    const { pid } = runner;
    await runner.close();
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    expect(await readdir(join(storeDir, 'tmp'))).toEqual([]);
  });
});

describe('when the runner is killed', () => {
  test('the run fails as lost, its gate dies, and the next run has a new runner', async () => {
    start();
    const file = join(storeDir, 'written-under-a-killed-runner');
    const spec = runSpec(writer(file));
    const lost = runner.run(spec).then(
      () => null,
      (fault: Fault) => fault.code,
    );
    await pollUntil('the gate writes', () => existsSync(file));
    process.kill(runner.pid ?? 0, 'SIGKILL');
    expect(await lost).toBe('RUNNER_LOST');
    expect(await growthAfterDeath(spec.runId, file)).toBe(0);
    expect((await runner.run(runSpec('exit 5'))).end).toEqual({ kind: 'exited', exitCode: 5 });
  });
});

describe('when the worker is killed', () => {
  let program: string;
  beforeAll(() => {
    program = buildProgram('test/support/gate-worker-process.ts');
  });

  test.each([
    ['through the runner', (): string | null => entry],
    ['as a process group without a runner', (): string | null => null],
  ])('its gate, run %s, dies with all that it started', async (name, entryOf) => {
    start();
    const file = join(storeDir, `written-${name.replaceAll(' ', '-')}`);
    const spec = runSpec(writer(file));
    const order: GateWorkerOrder = { storeDir, entry: entryOf(), spec };
    const worker = startProgram(program, order);
    await pollUntil('the gate writes', () => existsSync(file));
    worker.kill('SIGKILL');
    expect(await growthAfterDeath(spec.runId, file)).toBe(0);
  });
});
