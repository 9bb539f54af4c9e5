import { rejected } from '../../domain/judgement.ts';
import type { CommandGate } from '../../domain/policy.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import { type MeasuredRun, readMeasures } from '../measurements/read-measures.ts';
import { parseReport } from '../test-reports/parse-report.ts';
import { executeCommand, type RunControl } from './execute-gate.ts';
import { type GatePlace, openGatePlace } from './gate-place.ts';
import type { ExecutedGate } from './gate-record.ts';
import type { GateWork } from './gate-work.ts';
import { isBudgeted } from './is-budgeted.ts';
import { judgeGate, storeCases } from './judge-gate.ts';
import { readPreparation } from './prepare-lane.ts';
import { createReportFile, readReport } from './report-file.ts';

/** The run was stopped from outside: it yields no record, and runs again when it is asked for again. */
export class GateCancelled extends Error {
  override readonly name = 'GateCancelled';
}

/** A gate that ran, with the numbers that it gave; null where it measures nothing or did not pass. */
export interface RanGate extends ExecutedGate {
  readonly measured: MeasuredRun | null;
}

/** Runs the gate's command once on the tree of `work.trees.snapshot`, and judges it by its rule. */
export async function executeOnTree(work: GateWork): Promise<RanGate> {
  const { deps, policy, request, trees } = work;
  const place = await openGatePlace(deps.repository, policy, { request, snapshot: trees.snapshot });
  try {
    return await executeIn(work, place);
  } finally {
    await place.release();
  }
}

async function executeIn(work: GateWork, place: GatePlace): Promise<RanGate> {
  const report = await createReportFile(work.request.gate.report);
  try {
    const prepared = await prepare(work, place, report.path);
    if (prepared.kind === 'failed') return prepared.executed;
    // What prepared the lane may have changed it: then look again.
    const treeBefore = await (prepared.kind === 'done' ? place.tree() : place.treeBefore());
    return await executeAndJudge(work, place, { reportPath: report.path, treeBefore });
  } finally {
    await report.remove();
  }
}

function command(work: GateWork, gate: CommandGate, at: { cwd: string; reportPath: string }) {
  const { deps, policy, request, control, trees } = work;
  const context = { policy, request, control };
  return executeCommand(deps, context, { gate, snapshot: trees.snapshot, ...at });
}

async function executeAndJudge(
  work: GateWork,
  place: GatePlace,
  { reportPath, treeBefore }: { readonly reportPath: string; readonly treeBefore: string },
): Promise<RanGate> {
  const { deps, request, control } = work;
  const { blobs } = deps;
  const { gate } = request;
  const ran = await command(work, gate, { cwd: place.path, reportPath });
  const { outcome } = ran;
  stopIfCancelled(outcome, control);
  const treeAfter = await place.tree();
  const format = gate.report;
  const bytes = await readReport(format, reportPath, { outcome, blobs });
  const report = parseReport({ format, bytes, root: place.path });
  const facts = { outcome, report, treeBefore, treeAfter };
  const judgement = await judgeGate(request, facts, blobs);
  const mayMeasure = gate.measure !== undefined && isBudgeted(request);
  const measures = mayMeasure && judgement.verdict === 'passed';
  return {
    ...ran,
    cases: report.kind === 'parsed' && format !== 'exit' ? report.report.cases : null,
    casesSha256: await storeCases(blobs, report),
    treeAfter,
    judgement,
    measured: measures ? await readMeasures({ gate, outcome, reportPath, blobs }) : null,
  };
}

type Prepared =
  | { readonly kind: 'needless' }
  | { readonly kind: 'done' }
  /** There is nothing to judge: what ran stands for the gate. */
  | { readonly kind: 'failed'; readonly executed: RanGate };

async function prepare(work: GateWork, place: GatePlace, reportPath: string): Promise<Prepared> {
  const { deps, policy, trees, control } = work;
  if (policy.prepare === null || place.lane === null) return { kind: 'needless' };
  const wanted = { tree: trees.snapshot.tree, gate: policy.prepare };
  const preparation = await readPreparation(deps.repository, place.lane, wanted);
  if (!preparation.isNeeded) return { kind: 'needless' };
  const ran = await command(work, policy.prepare, { cwd: place.path, reportPath });
  stopIfCancelled(ran.outcome, control);
  const { end } = ran.outcome;
  if (end.kind === 'exited' && end.exitCode === 0) {
    await preparation.markDone();
    return { kind: 'done' };
  }
  const detail = end.kind === 'exited' ? `exit code ${end.exitCode}` : end.kind;
  const judgement = rejected('PREPARE_FAILED', { detail });
  const nothing = { cases: null, casesSha256: null, measured: null };
  const executed = { ...ran, ...nothing, treeAfter: wanted.tree, judgement };
  return { kind: 'failed', executed };
}

function stopIfCancelled(outcome: RunOutcome, control: RunControl): void {
  if (outcome.end.kind === 'cancelled' && control.signal.aborted) throw new GateCancelled();
}
