import type { RunEntry } from './run-entry.ts';
import type { GateReport, GateStanding, StandingCounts } from './item-model.ts';
import { GATE_STANDINGS } from './item-model.ts';

/** A gate of the policy, by the name under which its runs are recorded. */
export interface PlannedGate {
  readonly gate: string;
  readonly stage: GateReport['stage'];
}

/** What is known of the runs of a gate. */
export interface GateRuns {
  /** The newest one. */
  readonly last: RunEntry | undefined;
  readonly runs: number;
  /** Why its result does not count any more; null while it does. */
  readonly stale: string | null;
}

/** A gate as it stands now; one without a run is NOT_RUN, and never a pass. */
export function gateReport(
  { gate, stage }: PlannedGate,
  { last, runs, stale }: GateRuns,
): GateReport {
  if (last === undefined) return { ...unrun(gate, stage), runs };
  const { result, code, reason, attempt, tree, end, tests, containment, durationMs, record } = last;
  const { measurements } = last;
  return {
    gate,
    stage,
    standing: stale === null ? result : 'STALE',
    code,
    reason: stale ?? reason,
    attempt,
    tree,
    end,
    tests,
    containment,
    durationMs,
    measurements,
    runs,
    record,
  };
}

/** A gate without a run. */
export function unrun(gate: string, stage: GateReport['stage']): GateReport {
  return {
    gate,
    stage,
    standing: 'NOT_RUN',
    code: null,
    reason: null,
    attempt: null,
    tree: null,
    end: null,
    tests: null,
    containment: null,
    durationMs: null,
    measurements: [],
    runs: 0,
    record: null,
  };
}

/** How many gates stand in each way, each counted apart. */
export function countStandings(gates: Iterable<Pick<GateReport, 'standing'>>): StandingCounts {
  const counts = Object.fromEntries(GATE_STANDINGS.map((each) => [each, 0])) as Record<
    GateStanding,
    number
  >;
  for (const { standing } of gates) counts[standing] += 1;
  return counts;
}
