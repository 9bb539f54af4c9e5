import { SLUICE } from '../../domain/actor.ts';
import type { EvidenceRecord, RefusalRecord, RunRecord } from '../../domain/evidence-record.ts';
import type { GateRunRequest, GateRunResult, RunKey } from '../../domain/gate-run.ts';
import type { Judgement } from '../../domain/judgement.ts';
import type { Measurement } from '../../domain/measurement.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import { gateResult } from '../../domain/rules/gate-result.ts';
import { countCases, type TestCase } from '../../domain/test-report.ts';
import { sha256Hex } from '../../evidence/sha256.ts';
import type { GateTrees } from './gate-trees.ts';

/** The one key of a gate run in the evidence log. */
export function runKeyText(key: RunKey): string {
  return `${key.workflowId}/${key.runId}/${key.gate}/${key.attempt}`;
}

export function scopeOfRun(request: GateRunRequest): EvidenceRecord['scope'] {
  return {
    program: request.program,
    item: request.item?.id ?? null,
    workflowId: request.key.workflowId,
    runId: request.key.runId,
    key: runKeyText(request.key),
    atMs: request.atMs,
    policyDigest: request.policyDigest,
  };
}

/** What was run, how it ended and what it was judged to be. */
export interface ExecutedGate {
  readonly argv: readonly string[];
  readonly environment: readonly string[];
  readonly outcome: RunOutcome;
  readonly cases: readonly TestCase[] | null;
  readonly casesSha256: string | null;
  readonly treeAfter: string;
  readonly judgement: Judgement;
  /** Absent where the gate measures nothing. */
  readonly measurements?: readonly Measurement[];
}

export function recordOfRun(
  request: GateRunRequest,
  trees: GateTrees,
  executed: ExecutedGate,
): { readonly scope: EvidenceRecord['scope']; readonly body: RunRecord } {
  const { judgement, cases, casesSha256, measurements } = executed;
  const body: RunRecord = {
    type: 'run',
    gate: request.key.gate,
    stage: request.stage,
    attempt: request.key.attempt,
    snapshot: trees.snapshot,
    argv: executed.argv,
    environment: executed.environment,
    outcome: executed.outcome,
    report: {
      format: request.gate.report,
      casesSha256,
      counts: cases === null ? null : countCases(cases),
      ...failingOf(cases ?? []),
    },
    treeAfter: executed.treeAfter,
    result: gateResult(judgement),
    code: judgement.verdict === 'rejected' ? judgement.code : null,
    facts: judgement.facts,
    ...(trees.authors.length === 0 ? {} : { authors: trees.authors }),
    ...(measurements === undefined ? {} : { measurements }),
  };
  return { scope: scopeOfRun(request), body };
}

/** Which tests failed, as one digest: two runs are compared by it without reading their reports. */
function failingOf(cases: readonly TestCase[]): Pick<RunRecord['report'], 'failingSha256'> {
  const failing = cases.filter((each) => each.status === 'failed').map((each) => each.id);
  if (failing.length === 0) return {};
  return { failingSha256: sha256Hex(JSON.stringify(failing.toSorted())) };
}

/** A submission that was refused before its command had to run. */
export function recordOfRefusedRun(
  request: GateRunRequest,
  judgement: Extract<Judgement, { verdict: 'rejected' }>,
): EvidenceRecord {
  const body: RefusalRecord = {
    type: 'refusal',
    message: request.key.gate,
    messageId: runKeyText(request.key),
    actor: SLUICE,
    code: judgement.code,
    facts: judgement.facts,
  };
  return { scope: scopeOfRun(request), body };
}

/** The answer to the workflow, from the record alone: a retry gives the answer of the first try. */
export function resultOfRecord(
  request: GateRunRequest,
  trees: GateTrees,
  logged: { readonly sha256: string; readonly record: EvidenceRecord },
): GateRunResult {
  const { body } = logged.record;
  const { gate, attempt } = request.key;
  const { authors, ...ofTrees } = trees;
  const base = { gate, attempt, ...ofTrees, recordSha256: logged.sha256 };
  if (body.type !== 'run') {
    const refused = body.type === 'refusal' ? body : null;
    const none = { counts: null, casesSha256: null, exitCode: null, durationMs: 0 };
    const noOutput = { stdoutSha256: null, stderrSha256: null };
    const { code = null, facts = {} } = refused ?? {};
    return { ...base, ...none, ...noOutput, ...named(authors), result: 'FAIL', code, facts };
  }
  const { end, durationMs, stdout, stderr, sandbox } = body.outcome;
  return {
    ...base,
    // A retry may find later commits in the checkout; the record knows who was there at the time.
    ...named(body.authors ?? []),
    snapshot: body.snapshot,
    result: body.result,
    code: body.code,
    facts: body.facts,
    counts: body.report.counts,
    casesSha256: body.report.casesSha256,
    ...(body.report.failingSha256 === undefined
      ? {}
      : { failingSha256: body.report.failingSha256 }),
    exitCode: end.kind === 'exited' ? end.exitCode : null,
    durationMs,
    ...(sandbox === undefined ? {} : { sandbox }),
    stdoutSha256: stdout.storedSha256,
    stderrSha256: stderr.storedSha256,
    ...(body.measurements === undefined ? {} : { measurements: body.measurements }),
  };
}

function named(authors: readonly string[]): Pick<GateRunResult, 'authors'> {
  return authors.length === 0 ? {} : { authors };
}
