import type { RunEnd, RunOutcome } from '../../domain/run-outcome.ts';
import type { BlobStore } from '../../evidence/blob-store.ts';
import { reachesLevel, type SandboxFacts } from '../../domain/sandbox.ts';
import type { ContainmentChoice } from './choose-containment.ts';
import type { ContainedProcess, LeaderEnd } from './containment.ts';
import { findProgram } from './find-program.ts';
import type { OutputPipe, PipeDrain } from './output-pipe.ts';
import type { RedactionPlan } from './redactor.ts';
import { RUN_ID_VARIABLE, type RunProgress, type RunSpec } from './run-spec.ts';
import { createStoredStream, type StoredStream } from './stored-stream.ts';
import { withinMs } from './within-ms.ts';
import { wrapperFailure } from './wrapper-failure.ts';

/** From SIGTERM to SIGKILL. */
const TERMINATE_GRACE_MS = 1_000;

/** After the command has ended, how long its pipes may stay open in other hands. */
const DRAIN_MS = 2_000;

/** How often progress is told. */
const PROGRESS_INTERVAL_MS = 1_000;

export interface RunGateDeps {
  readonly store: BlobStore;
  readonly containment: ContainmentChoice;
  openPipe(): Promise<OutputPipe>;
  planRedaction(secrets: readonly string[]): RedactionPlan;
}

export interface RunControl {
  readonly cancelled: AbortSignal;
  onProgress(progress: RunProgress): void;
}

interface Streams {
  readonly stdout: StoredStream;
  readonly stderr: StoredStream;
}

/** A gate that was started, with all that is needed to end it. */
interface StartedGate extends Streams {
  readonly process: ContainedProcess;
  readonly drains: readonly [PipeDrain, PipeDrain];
  /** Resolves when both pipes ended; rejects when their output could not be stored. */
  readonly drained: Promise<void>;
}

/**
 * Runs one command to its end, whatever end that is, and stores its output. Resolves within the
 * timeout, the grace and the drain limit, with nothing of the command left alive. Throws
 * `SPAWN_FAILED` and `DISK_FULL`; an end of the command is never thrown.
 */
export async function runGate(
  spec: RunSpec,
  deps: RunGateDeps,
  control: RunControl,
): Promise<RunOutcome> {
  const plan = deps.planRedaction(spec.secrets);
  const bytesMax = spec.outputBytesMax;
  const streams: Streams = {
    stdout: createStoredStream({ store: deps.store, plan, bytesMax }),
    stderr: createStoredStream({ store: deps.store, plan, bytesMax }),
  };
  const startedAtMs = Date.now();
  const startedAt = performance.now();
  try {
    const ran = await execute(spec, deps, { ...control, streams });
    const { end, endSeen, leftoverProcesses, sandbox } = ran;
    const durationMs = Math.round(performance.now() - startedAt);
    const [stdout, stderr] = await Promise.all([
      streams.stdout.finish(endSeen.stdout),
      streams.stderr.finish(endSeen.stderr),
    ]);
    const isolation = isolationOf(sandbox);
    const facts = { isolation, leftoverProcesses, ...(sandbox === null ? {} : { sandbox }) };
    return { end, startedAtMs, durationMs, stdout, stderr, ...facts };
  } catch (error) {
    await Promise.all([streams.stdout.discard(), streams.stderr.discard()]);
    throw error;
  }
}

interface Execution {
  readonly end: RunEnd;
  readonly endSeen: { readonly stdout: boolean; readonly stderr: boolean };
  readonly leftoverProcesses: number;
  /** Null where nothing was started. */
  readonly sandbox: SandboxFacts | null;
}

/** The coarser word that evidence has had from the beginning. */
function isolationOf(sandbox: SandboxFacts | null): RunOutcome['isolation'] {
  return sandbox !== null && sandbox.means === 'process-group' ? 'process-group' : 'pid-namespace';
}

async function execute(
  spec: RunSpec,
  deps: RunGateDeps,
  control: RunControl & { readonly streams: Streams },
): Promise<Execution> {
  const nothing = {
    endSeen: { stdout: true, stderr: true },
    leftoverProcesses: 0,
    sandbox: null,
  };
  const refused = tooWeak(spec, deps);
  if (refused !== null) return { end: refused, ...nothing };
  const program = await findProgram(spec.argv[0] ?? '', {
    cwd: spec.cwd,
    pathVariable: spec.env['PATH'],
  });
  if (program.kind !== 'found') return { end: program, ...nothing };
  if (control.cancelled.aborted) return { end: { kind: 'cancelled' }, ...nothing };
  const gate = await start(spec, deps, control.streams);
  const progress = setInterval(() => control.onProgress(progressOf(gate)), PROGRESS_INTERVAL_MS);
  try {
    const end = await runToEnd(gate, spec.timeoutMs, control.cancelled);
    const stopped = end.kind === 'timed-out' || end.kind === 'cancelled';
    const leftoverProcesses = await (stopped ? killThenDrain(gate) : clearAway(gate));
    const [stdout, stderr] = gate.drains;
    return {
      end: wrapperFailure(end, gate) ?? end,
      endSeen: { stdout: stdout.endSeen, stderr: stderr.endSeen },
      leftoverProcesses,
      sandbox: gate.process.sandbox,
    };
  } catch (error) {
    await gate.process.kill();
    throw error;
  } finally {
    clearInterval(progress);
    for (const drain of gate.drains) drain.stop();
  }
}

/** A command never runs with less containment than the policy demands. */
function tooWeak({ sandbox }: RunSpec, deps: RunGateDeps): RunEnd | null {
  if (sandbox === undefined) return null;
  const { level, why } = deps.containment.reach(sandbox);
  if (reachesLevel(level, sandbox.minimum)) return null;
  return { kind: 'not-contained', reached: level, minimum: sandbox.minimum, reason: why };
}

async function start(spec: RunSpec, deps: RunGateDeps, streams: Streams): Promise<StartedGate> {
  const stdoutPipe = await deps.openPipe();
  const stderrPipe = await deps.openPipe();
  const drains = [
    stdoutPipe.drainInto(streams.stdout),
    stderrPipe.drainInto(streams.stderr),
  ] as const;
  const drained = Promise.all(drains.map(({ ended }) => ended)).then(() => undefined);
  // A failure to store is thrown where the run waits for it, also if that is later.
  drained.catch(() => undefined);
  try {
    const process = await deps.containment.start({
      argv: spec.argv,
      cwd: spec.cwd,
      env: { ...spec.env, [RUN_ID_VARIABLE]: spec.runId },
      runId: spec.runId,
      stdoutFd: stdoutPipe.writeFd,
      stderrFd: stderrPipe.writeFd,
      sandbox: spec.sandbox,
    });
    return { ...streams, process, drains, drained };
  } catch (error) {
    for (const drain of drains) drain.stop();
    throw error;
  } finally {
    stdoutPipe.closeWriteEnd();
    stderrPipe.closeWriteEnd();
  }
}

/** Waits for the command to end, or ends it. */
async function runToEnd(
  gate: StartedGate,
  timeoutMs: number,
  cancelled: AbortSignal,
): Promise<RunEnd> {
  const end: Promise<LeaderEnd> = gate.process.end;
  const stop = stopReason(timeoutMs, cancelled);
  const storing = gate.drained.then(() => end);
  try {
    const first = await Promise.race([end, storing, stop.reason]);
    if (first.kind === 'exited' || first.kind === 'signalled') return first;
    gate.process.terminate();
    await withinMs(end, TERMINATE_GRACE_MS);
    return first;
  } finally {
    stop.forget();
  }
}

function stopReason(
  timeoutMs: number,
  cancelled: AbortSignal,
): { readonly reason: Promise<RunEnd>; forget(): void } {
  const watching = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const reason = new Promise<RunEnd>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'timed-out', afterMs: timeoutMs }), timeoutMs);
    const cancel = (): void => resolve({ kind: 'cancelled' });
    cancelled.addEventListener('abort', cancel, { once: true, signal: watching.signal });
    if (cancelled.aborted) cancel();
  });
  return {
    reason,
    forget() {
      clearTimeout(timer);
      watching.abort();
    },
  };
}

/**
 * Lets the pipes of a command that ended run dry, and kills what it left. Where others held a pipe
 * beyond the limit, its end counts as not seen: they were cut off, so what was stored may lack what
 * they would have said.
 */
async function clearAway(gate: StartedGate): Promise<number> {
  const dry = await withinMs(gate.drained, DRAIN_MS);
  if (!dry) for (const drain of gate.drains) drain.stop();
  return killRest(gate);
}

/** Kills a command that was stopped, then reads what it had written until then. */
async function killThenDrain(gate: StartedGate): Promise<number> {
  const killed = await killRest(gate);
  await withinMs(gate.drained, DRAIN_MS);
  return killed;
}

async function killRest(gate: StartedGate): Promise<number> {
  const alive = await gate.process.countAlive();
  if (alive > 0) await gate.process.kill();
  else gate.process.release();
  return alive;
}

function progressOf(streams: Streams): RunProgress {
  return { stdoutBytes: streams.stdout.totalBytes, stderrBytes: streams.stderr.totalBytes };
}
