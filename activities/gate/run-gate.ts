import type { GateRunRequest, GateRunResult } from '../../domain/gate-run.ts';
import { type Judgement, rejected } from '../../domain/judgement.ts';
import type { CommandGate, Policy } from '../../domain/policy.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import type { EvidenceRecord } from '../../domain/evidence-record.ts';
import type { ActivityDeps } from '../deps.ts';
import { parseReport } from '../test-reports/parse-report.ts';
import { executeCommand, type RunControl } from './execute-gate.ts';
import { type GatePlace, openGatePlace } from './gate-place.ts';
import {
  type ExecutedGate,
  recordOfRefusedRun,
  recordOfRun,
  resultOfRecord,
  runKeyText,
} from './gate-record.ts';
import { type GateTrees, resolveTrees } from './gate-trees.ts';
import { judgeGate, storeCases } from './judge-gate.ts';
import { readPreparation } from './prepare-lane.ts';
import { createReportFile, readReport } from './report-file.ts';

/** Everything that one run of one gate needs. */
interface GateRun {
  readonly deps: ActivityDeps;
  readonly policy: Policy;
  readonly request: GateRunRequest;
  readonly control: RunControl;
  readonly trees: GateTrees;
}

/** The run was stopped from outside: it yields no record, and runs again when it is asked for again. */
export class GateCancelled extends Error {
  override readonly name = 'GateCancelled';
}

/**
 * Runs a gate once: snapshot, worktree, command, report, judgement, one evidence record. Tried again
 * after a crash it finds the record of the first try and answers from it; where there is none, the
 * first try came to nothing and the command runs again. Throws faults and `GateCancelled`.
 */
export async function runGateOnce(
  deps: ActivityDeps,
  policy: Policy,
  work: { readonly request: GateRunRequest; readonly control: RunControl },
): Promise<GateRunResult> {
  const { request, control } = work;
  if (request.pending.length > 0) await deps.log.append(request.pending);
  const trees = await resolveTrees(deps.repository, policy, request);
  const earlier = await deps.log.findByKey(runKeyText(request.key));
  if (earlier !== null) return resultOfRecord(request, trees, earlier);
  const record = await recordRun({ deps, policy, request, control, trees });
  const [appended] = await deps.log.append([record]);
  return resultOfRecord(request, trees, { sha256: appended?.sha256 ?? '', record });
}

async function recordRun(run: GateRun): Promise<EvidenceRecord> {
  const frozen = judgeFrozenTests(run);
  if (frozen !== null) return recordOfRefusedRun(run.request, frozen);
  const { deps, policy, request, trees } = run;
  const place = await openGatePlace(deps.repository, policy, { request, snapshot: trees.snapshot });
  try {
    return recordOfRun(request, trees, await executeIn(run, place));
  } finally {
    await place.release();
  }
}

type Rejected = Extract<Judgement, { verdict: 'rejected' }>;

/** Tests changed since RED without a word: the command does not have to run to say no. */
function judgeFrozenTests({ request, trees }: GateRun): Rejected | null {
  if (request.frozen === null || request.frozen.changeDeclared) return null;
  if (trees.changedTests.length === 0) return null;
  const judgement = rejected('TESTS_CHANGED_SINCE_RED', { files: trees.changedTests });
  return judgement.verdict === 'rejected' ? judgement : null;
}

async function executeIn(run: GateRun, place: GatePlace): Promise<ExecutedGate> {
  const report = await createReportFile(run.request.gate.report);
  try {
    const prepared = await prepare(run, place, report.path);
    if (prepared.kind === 'failed') return prepared.executed;
    // What prepared the lane may have changed it: then look again.
    const treeBefore = await (prepared.kind === 'done' ? place.tree() : place.treeBefore());
    return await executeAndJudge(run, place, { reportPath: report.path, treeBefore });
  } finally {
    await report.remove();
  }
}

function command(run: GateRun, gate: CommandGate, at: { cwd: string; reportPath: string }) {
  const { deps, policy, request, control, trees } = run;
  const context = { policy, request, control };
  return executeCommand(deps, context, { gate, snapshot: trees.snapshot, ...at });
}

async function executeAndJudge(
  run: GateRun,
  place: GatePlace,
  { reportPath, treeBefore }: { readonly reportPath: string; readonly treeBefore: string },
): Promise<ExecutedGate> {
  const { deps, request, control } = run;
  const ran = await command(run, request.gate, { cwd: place.path, reportPath });
  stopIfCancelled(ran.outcome, control);
  const treeAfter = await place.tree();
  const format = request.gate.report;
  const bytes = await readReport(format, reportPath, { outcome: ran.outcome, blobs: deps.blobs });
  const report = parseReport({ format, bytes, root: place.path });
  const facts = { outcome: ran.outcome, report, treeBefore, treeAfter };
  return {
    ...ran,
    cases: report.kind === 'parsed' && format !== 'exit' ? report.report.cases : null,
    casesSha256: await storeCases(deps.blobs, report),
    treeAfter,
    judgement: await judgeGate(request, facts, deps.blobs),
  };
}

type Prepared =
  | { readonly kind: 'needless' }
  | { readonly kind: 'done' }
  /** There is nothing to judge: what ran stands for the gate. */
  | { readonly kind: 'failed'; readonly executed: ExecutedGate };

async function prepare(run: GateRun, place: GatePlace, reportPath: string): Promise<Prepared> {
  const { deps, policy, trees, control } = run;
  if (policy.prepare === null || place.lane === null) return { kind: 'needless' };
  const wanted = { tree: trees.snapshot.tree, gate: policy.prepare };
  const preparation = await readPreparation(deps.repository, place.lane, wanted);
  if (!preparation.isNeeded) return { kind: 'needless' };
  const ran = await command(run, policy.prepare, { cwd: place.path, reportPath });
  stopIfCancelled(ran.outcome, control);
  const { end } = ran.outcome;
  if (end.kind === 'exited' && end.exitCode === 0) {
    await preparation.markDone();
    return { kind: 'done' };
  }
  const detail = end.kind === 'exited' ? `exit code ${end.exitCode}` : end.kind;
  const judgement = rejected('PREPARE_FAILED', { detail });
  const treeAfter = wanted.tree;
  const executed = { ...ran, cases: null, casesSha256: null, treeAfter, judgement };
  return { kind: 'failed', executed };
}

function stopIfCancelled(outcome: RunOutcome, control: RunControl): void {
  if (outcome.end.kind === 'cancelled' && control.signal.aborted) throw new GateCancelled();
}
