import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  chooseContainment,
  type ContainmentChoice,
  onlyContainment,
} from '../../../activities/runner/choose-containment.ts';
import { findNamespaceTools } from '../../../activities/runner/namespace-tools.ts';
import { omissionMarker } from '../../../activities/runner/kept-output.ts';
import { createPipeSource } from '../../../activities/runner/output-pipe.ts';
import { createPidNamespaces } from '../../../activities/runner/pid-namespace.ts';
import { createProcessGroups } from '../../../activities/runner/process-group.ts';
import { planRedaction } from '../../../activities/runner/redactor.ts';
import { runGate } from '../../../activities/runner/run-gate.ts';
import type { RunSpec } from '../../../activities/runner/run-spec.ts';
import type { RunOutcome, StreamFacts } from '../../../domain/run-outcome.ts';
import { type BlobStore, openBlobStore } from '../../../evidence/blob-store.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { processesOf, runSpec } from '../../support/gate-runs.ts';

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

function userNamespaces(): ContainmentChoice {
  const tools = findNamespaceTools();
  if (tools === null) throw new Error('util-linux is not installed');
  return onlyContainment(createPidNamespaces(tools, true), 'processes');
}

const CONTAINMENTS: readonly [string, () => ContainmentChoice | Promise<ContainmentChoice>][] = [
  ['in the strongest containment', chooseContainment],
  ['in a user namespace', userNamespaces],
  ['in a process group', () => onlyContainment(createProcessGroups(), 'none')],
];

describe.each(CONTAINMENTS)('a gate %s', (_name, makeContainment) => {
  let dir: string;
  let store: BlobStore;
  let containment: ContainmentChoice;
  let openPipe: ReturnType<typeof createPipeSource>;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sluice-gates-'));
    store = await openBlobStore(dir);
    containment = await makeContainment();
    openPipe = createPipeSource(dir);
  });
  afterAll(async () => {
    await containment.close();
    await rm(dir, { recursive: true, force: true });
  });

  function run(spec: RunSpec, cancelled = new AbortController().signal): Promise<RunOutcome> {
    const control = { cancelled, onProgress: () => undefined };
    return runGate(spec, { store, containment, openPipe, planRedaction }, control);
  }

  const text = async (stream: StreamFacts): Promise<string> =>
    (await store.read(stream.storedSha256)).toString();

  async function expectGone(spec: RunSpec): Promise<void> {
    expect(await processesOf(spec.runId)).toEqual([]);
  }

  test.each([0, 1, 3, 126, 127, 128, 137, 255])('exits with %i', async (exitCode) => {
    const { end, leftoverProcesses } = await run(runSpec(`exit ${exitCode}`));
    expect(end).toEqual({ kind: 'exited', exitCode });
    expect(leftoverProcesses).toBe(0);
  });

  test.each(['SIGKILL', 'SIGTERM', 'SIGSEGV', 'SIGINT'])(
    'is ended by its own %s',
    async (signal) => {
      const { end } = await run(runSpec(`kill -${signal.slice(3)} $$; sleep 1`));
      expect(end).toEqual({ kind: 'signalled', signal });
    },
  );

  test('has its two streams stored apart, with their digests', async () => {
    const { stdout, stderr } = await run(runSpec('echo out; echo err >&2'));
    expect(await text(stdout)).toBe('out\n');
    expect(await text(stderr)).toBe('err\n');
    expect(stdout).toEqual({
      storedSha256: sha256('out\n'),
      storedBytes: 4,
      totalSha256: sha256('out\n'),
      totalBytes: 4,
      truncated: false,
      endSeen: true,
      redactions: 0,
    });
  });

  test('may open its output by name, as it may anywhere else', async () => {
    const { end, stderr } = await run(runSpec('set -e; echo named > /dev/stderr'));
    expect(end).toEqual({ kind: 'exited', exitCode: 0 });
    expect(await text(stderr)).toBe('named\n');
  });

  test('sees its own /proc, its directory, its user and its session', async () => {
    const cwd = tempDir();
    const script =
      'test -d /proc/$$ && test "$(readlink /proc/self/cwd)" = "$(pwd -P)" && pwd && id -u && ' +
      'test "$(ps -o pgid= -p $$ | tr -d " ")" = $$';
    const { end, stdout } = await run(runSpec(script, { cwd }));
    expect(await text(stdout)).toBe(`${cwd}\n${process.getuid?.()}\n`);
    expect(end).toEqual({ kind: 'exited', exitCode: 0 });
  });

  test('sees the given environment and its mark, nothing else', async () => {
    const { PATH } = process.env;
    const spec = runSpec(['env'], { env: { PATH: PATH ?? '', A: '1' } });
    const { stdout } = await run(spec);
    expect((await text(stdout)).trim().split('\n').toSorted()).toEqual(
      [`PATH=${PATH}`, 'A=1', `SLUICE_RUN_ID=${spec.runId}`].toSorted(),
    );
  });

  test('gets no input', async () => {
    const { end } = await run(runSpec('read -r line; test $? -ne 0'));
    expect(end).toEqual({ kind: 'exited', exitCode: 0 });
  });

  test('that kills its own process group kills nothing else', async () => {
    const { end } = await run(runSpec('sleep 60 & kill -TERM 0'));
    expect(end).toEqual({ kind: 'signalled', signal: 'SIGTERM' });
    expect((await run(runSpec('exit 4'))).end).toEqual({ kind: 'exited', exitCode: 4 });
  });

  test('that does not end is ended at its timeout, with all its children', async () => {
    const spec = runSpec('sleep 60 & sleep 60', { timeoutMs: 300 });
    const { end, durationMs } = await run(spec);
    expect(end).toEqual({ kind: 'timed-out', afterMs: 300 });
    expect(durationMs).toBeLessThan(2_500);
    await expectGone(spec);
  });

  test('that ignores SIGTERM and leaves its session is killed at its timeout', async () => {
    const deaf = `trap "" TERM; setsid sh -c 'trap "" TERM; while :; do sleep 1; done' & `;
    const spec = runSpec(`${deaf} while :; do sleep 1; done`, { timeoutMs: 300 });
    const { end, durationMs, leftoverProcesses } = await run(spec);
    expect(end).toEqual({ kind: 'timed-out', afterMs: 300 });
    expect(durationMs).toBeLessThan(4_000);
    expect(leftoverProcesses).toBeGreaterThanOrEqual(2);
    await expectGone(spec);
  });

  test('keeps what it wrote until it was ended', async () => {
    const spec = runSpec('echo before; sleep 60', { timeoutMs: 300 });
    const { stdout } = await run(spec);
    expect(await text(stdout)).toBe('before\n');
    expect(stdout.endSeen).toBe(true);
  });

  test('that leaves a daemon holding its output is over soon, its end not seen', async () => {
    const spec = runSpec('echo done; setsid sleep 60 & exit 0');
    const { end, stdout, durationMs, leftoverProcesses } = await run(spec);
    expect(end).toEqual({ kind: 'exited', exitCode: 0 });
    expect(stdout.endSeen).toBe(false);
    expect(await text(stdout)).toBe('done\n');
    expect(durationMs).toBeLessThan(5_000);
    expect(leftoverProcesses).toBe(1);
    await expectGone(spec);
  });

  test('that leaves a quiet daemon has it killed and counted', async () => {
    const spec = runSpec('setsid sleep 60 > /dev/null 2>&1 & exit 0');
    const { stdout, leftoverProcesses } = await run(spec);
    expect(stdout.endSeen).toBe(true);
    expect(leftoverProcesses).toBe(1);
    await expectGone(spec);
  });

  test('cannot have a better result written by a process that it left behind', async () => {
    const forger = 'while :; do echo "ok 1 - all tests passed"; sleep 0.2; done';
    const spec = runSpec(`echo "not ok 1"; setsid sh -c '${forger}' & exit 1`);
    const { end, stdout } = await run(spec);
    expect(end).toEqual({ kind: 'exited', exitCode: 1 });
    expect(stdout.endSeen).toBe(false);
    await expectGone(spec);
    expect(await store.verify(stdout.storedSha256)).toBe('ok');
  });

  test('may have a helper flush the last output after it ended', async () => {
    const { stdout, leftoverProcesses } = await run(runSpec('(sleep 0.3; echo late) & exit 0'));
    expect(await text(stdout)).toBe('late\n');
    expect(stdout.endSeen).toBe(true);
    expect(leftoverProcesses).toBe(0);
  });

  test('is cancelled within two seconds', async () => {
    const cancel = new AbortController();
    const spec = runSpec('sleep 60 & sleep 60');
    const running = run(spec, cancel.signal);
    cancel.abort();
    const { end, durationMs } = await running;
    expect(end).toEqual({ kind: 'cancelled' });
    expect(durationMs).toBeLessThan(2_500);
    await expectGone(spec);
  });

  test('over its output limit keeps head and tail, and the digest of all', async () => {
    const all = Array.from({ length: 20_000 }, (_, index) => `${index + 1}\n`).join('');
    const { stdout } = await run(runSpec('seq 1 20000', { outputBytesMax: 1_000 }));
    const head = all.slice(0, 500);
    const stored = head + omissionMarker(all.length - 1_000) + all.slice(-500);
    expect(await text(stdout)).toBe(stored);
    expect(stdout).toMatchObject({
      storedSha256: sha256(stored),
      storedBytes: stored.length,
      totalSha256: sha256(all),
      totalBytes: all.length,
      truncated: true,
    });
  });

  test('exactly at its output limit keeps everything', async () => {
    const { stdout } = await run(runSpec('printf 0123456789', { outputBytesMax: 10 }));
    expect(await text(stdout)).toBe('0123456789');
    expect(stdout.truncated).toBe(false);
  });

  test('has its secrets replaced, on stderr and across writes', async () => {
    const raw = 'my hunter2! pw\n';
    const script = 'printf "my hun" >&2; sleep 0.1; printf "ter2! pw\\n" >&2';
    const { stderr } = await run(runSpec(script, { secrets: ['hunter2!'] }));
    expect(await text(stderr)).toBe('my [REDACTED] pw\n');
    expect(stderr).toMatchObject({
      redactions: 1,
      totalSha256: sha256(raw),
      totalBytes: raw.length,
      storedSha256: sha256('my [REDACTED] pw\n'),
    });
  });

  test('whose program does not exist is not found', async () => {
    const { end, stdout } = await run(runSpec(['sluice-no-such-program', 'x']));
    expect(end).toMatchObject({ kind: 'not-found' });
    expect(await store.verify(stdout.storedSha256)).toBe('ok');
  });

  test('whose program may not be executed is not executable', async () => {
    const cwd = tempDir();
    await writeFile(join(cwd, 'plain'), 'echo no');
    expect((await run(runSpec(['./plain'], { cwd }))).end).toMatchObject({
      kind: 'not-executable',
    });
  });

  test('whose program is no program is not started', async () => {
    const cwd = tempDir();
    const broken = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(60)]);
    await writeFile(join(cwd, 'broken'), broken);
    await chmod(join(cwd, 'broken'), 0o755);
    const ended = await run(runSpec(['./broken'], { cwd })).then(
      ({ end }) => (end.kind === 'exited' ? end.exitCode : end.kind),
      (fault: { code: string }) => fault.code,
    );
    expect([126, 127, 2, 'not-executable', 'SPAWN_FAILED']).toContain(ended);
  });

  test('whose directory does not exist was not run', async () => {
    const spec = runSpec(['true'], { cwd: join(dir, 'gone') });
    await expect(run(spec)).rejects.toMatchObject({ code: 'SPAWN_FAILED' });
  });

  test('runs beside another, each with its own output and end', async () => {
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map((each) => run(runSpec(`echo gate ${each}; sleep 0.2; exit ${each}`))),
    );
    for (const [index, { end, stdout }] of outcomes.entries()) {
      expect(end).toEqual({ kind: 'exited', exitCode: index + 1 });
      expect(await text(stdout)).toBe(`gate ${index + 1}\n`);
    }
  });
});
