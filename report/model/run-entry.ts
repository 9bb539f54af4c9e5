import type { SandboxLevel } from '../../domain/sandbox.ts';
import type { RunRecord } from '../../domain/evidence-record.ts';
import type { Measurement } from '../../domain/measurement.ts';
import { rejectionText } from '../../domain/rejection-text.ts';
import { type FailedRun, failureOf } from '../../domain/rules/same-failure.ts';
import type { RunEnd } from '../../domain/run-outcome.ts';
import type { GateReport } from './item-model.ts';
import type { ReportEntry } from './report-entry.ts';

/** The part of a gate run that a report needs; the whole record stays in the log. */
export interface RunEntry {
  readonly gate: string;
  readonly stage: RunRecord['stage'];
  readonly attempt: number;
  readonly tree: string;
  readonly result: RunRecord['result'];
  readonly code: RunRecord['code'];
  readonly reason: string | null;
  readonly end: string;
  readonly tests: GateReport['tests'];
  /** The level of its sandbox; null in records from before there were any. */
  readonly containment: SandboxLevel | null;
  readonly durationMs: number;
  readonly measurements: readonly Measurement[];
  readonly record: string;
  /** How it ended, for the comparison with another run. */
  readonly failure: FailedRun;
}

export function runEntry(entry: ReportEntry, run: RunRecord): RunEntry {
  const { gate, stage, attempt, snapshot, result, code, facts, outcome, report } = run;
  return {
    gate,
    stage,
    attempt,
    tree: snapshot.tree,
    result,
    code,
    reason: code === null ? null : rejectionText(code, facts).message,
    end: endText(outcome.end),
    tests: report.counts,
    containment: outcome.sandbox?.level ?? null,
    durationMs: outcome.durationMs,
    measurements: run.measurements ?? [],
    record: entry.sha256,
    failure: failureOf(run),
  };
}

/** How a command ended, in a few words. */
function endText(end: RunEnd): string {
  switch (end.kind) {
    case 'exited':
      return `exit ${end.exitCode}`;
    case 'signalled':
      return `signal ${end.signal}`;
    case 'timed-out':
      return `timed out after ${end.afterMs} ms`;
    case 'cancelled':
      return 'cancelled';
    case 'not-contained':
      return `not started: containment ${end.reached}, ${end.minimum} is demanded`;
    case 'not-found':
      return 'not found';
    case 'not-executable':
      return 'not executable';
  }
}
