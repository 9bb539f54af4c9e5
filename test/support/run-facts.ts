import type { ReportReading } from '../../domain/rules/report-reading.ts';
import type { RunEnd, RunOutcome, StreamFacts } from '../../domain/run-outcome.ts';
import type { FailureKind, TestCase } from '../../domain/test-report.ts';

const STREAM: StreamFacts = {
  storedSha256: '0'.repeat(64),
  storedBytes: 10,
  totalSha256: '0'.repeat(64),
  totalBytes: 10,
  truncated: false,
  endSeen: true,
  redactions: 0,
};

/** A run that ended in this way, with all of its output seen. */
export function runThatEnded(end: RunEnd, streams: RunStreams = {}): RunOutcome {
  return {
    end,
    startedAtMs: 0,
    durationMs: 5,
    stdout: { ...STREAM, ...streams.stdout },
    stderr: { ...STREAM, ...streams.stderr },
    isolation: 'process-group',
    leftoverProcesses: 0,
  };
}

interface RunStreams {
  readonly stdout?: Partial<StreamFacts>;
  readonly stderr?: Partial<StreamFacts>;
}

export function exited(exitCode: number): RunOutcome {
  return runThatEnded({ kind: 'exited', exitCode });
}

/** Every way to end in which a run says nothing, with the code that refuses it. */
export const INADMISSIBLE_ENDS: readonly (readonly [code: string, end: RunEnd])[] = [
  ['TIMED_OUT', { kind: 'timed-out', afterMs: 1_000 }],
  ['KILLED_BY_SIGNAL', { kind: 'signalled', signal: 'SIGKILL' }],
  ['KILLED_BY_SIGNAL', { kind: 'exited', exitCode: 137 }],
  ['KILLED_BY_SIGNAL', { kind: 'exited', exitCode: 129 }],
  ['KILLED_BY_SIGNAL', { kind: 'exited', exitCode: 192 }],
  ['COMMAND_CANCELLED', { kind: 'cancelled' }],
  [
    'SANDBOX_TOO_WEAK',
    { kind: 'not-contained', reached: 'none', minimum: 'full', reason: 'unshare is not installed' },
  ],
  ['COMMAND_NOT_FOUND', { kind: 'not-found', message: 'no such file' }],
  ['COMMAND_NOT_FOUND', { kind: 'exited', exitCode: 127 }],
  ['COMMAND_NOT_EXECUTABLE', { kind: 'not-executable', message: 'permission denied' }],
  ['COMMAND_NOT_EXECUTABLE', { kind: 'exited', exitCode: 126 }],
];

export function passedCase(id: string, file: string | null = null): TestCase {
  return { id, file, status: 'passed', failure: null };
}

export function skippedCase(id: string, file: string | null = null): TestCase {
  return { id, file, status: 'skipped', failure: null };
}

export function failedCase(
  id: string,
  kind: FailureKind = 'assertion',
  file: string | null = null,
): TestCase {
  return { id, file, status: 'failed', failure: { kind, message: 'because' } };
}

export function reportOf(...cases: readonly TestCase[]): ReportReading {
  return { kind: 'parsed', report: { format: 'junit', cases } };
}

export const EXIT_ONLY: ReportReading = { kind: 'parsed', report: { format: 'exit', cases: [] } };
export const NO_REPORT: ReportReading = { kind: 'missing' };
export const BROKEN_REPORT: ReportReading = { kind: 'unreadable', reason: 'it is cut', line: 7 };
