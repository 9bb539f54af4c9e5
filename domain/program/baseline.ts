import { canaryOf } from '../canary.ts';
import type { ItemCounts } from '../certification.ts';
import type { GateRunResult } from '../gate-run.ts';
import type { CommandGate } from '../policy.ts';
import { opensGate } from '../result.ts';
import type { VerifiedWord } from '../word/signed-word.ts';
import type { ProgramStep } from './program-event.ts';
import type { BaselineRun, ProgramContract, ProgramState } from './program-state.ts';
import { heldItems, putOffAhead } from './put-off.ts';
import { schedule } from './schedule.ts';

export interface ProgramContext {
  readonly contract: ProgramContract;
  readonly atMs: number;
  /** The checked signature of the message that is being applied; absent where there is none. */
  readonly word?: VerifiedWord;
}

export type BaselineStage = 'BASELINE' | 'CERTIFICATION';

/**
 * The baseline's gates; at the certification also the proof of items that the tracker claims as
 * done: the full verify, and the commands that belong to such items.
 */
function gatesToRun(
  contract: ProgramContract,
  state: ProgramState,
  stage: BaselineStage,
): readonly CommandGate[] {
  const { baseline, gates } = contract.policy;
  if (stage === 'BASELINE' || state.claimed === 0) return baseline;
  return [...baseline, ...gates.verify, ...state.claimedGates];
}

/** Runs the next gate of the baseline, or judges it when all have run. */
export function continueBaseline(
  context: ProgramContext,
  state: ProgramState,
  run: BaselineRun,
): ProgramStep {
  const { contract, atMs } = context;
  const stage: BaselineStage = state.phase.kind === 'certifying' ? 'CERTIFICATION' : 'BASELINE';
  const gates = gatesToRun(contract, state, stage);
  const gate = gates[run.results.length];
  // The last gate brings the canary along: failures must be seen before the first item and at the end.
  const isLast = run.results.length === gates.length - 1;
  const canary = isLast ? canaryOf(contract.policy) : null;
  if (gate === undefined) return judgeBaseline(context, state, run);
  const pending = [...state.carried, ...state.pending];
  const request = {
    key: {
      workflowId: contract.workflowId,
      runId: contract.runId,
      gate: `${stage.toLowerCase()}/${gate.id}`,
      attempt: run.attempt,
    },
    program: contract.program,
    item: null,
    stage,
    gate,
    rule: { rule: 'exit-zero' } as const,
    source: { kind: 'branch-tip' } as const,
    frozen: null,
    budget: { base: contract.base ?? null, testsFallDeclared: false },
    branch: contract.branch,
    lane: 1,
    policyDigest: contract.policyDigest,
    atMs,
    pending,
    ...(canary === null ? {} : { canary: canary.run }),
  };
  const next: ProgramState = { ...state, carried: pending, pending: [] };
  return { state: next, commands: [{ type: 'runGate', request }] };
}

function judgeBaseline(
  context: ProgramContext,
  state: ProgramState,
  run: BaselineRun,
): ProgramStep {
  if (state.phase.kind === 'certifying') return certify(context, state, run);
  const failed = run.results.filter((each) => !opensGate(each.result));
  if (failed.length === 0) {
    return schedule(context.contract, { ...state, phase: { kind: 'running' } });
  }
  const reason = failed
    .map((each) => `${each.gate}: ${each.code ?? each.result}${exitOf(each.exitCode)}`)
    .join('; ');
  return { state: { ...state, phase: { kind: 'baseline-failed', run, reason } }, commands: [] };
}

function exitOf(exitCode: number | null): string {
  return exitCode === null ? '' : ` (exit ${exitCode})`;
}

/** Starts the baseline over, as a new attempt with records of its own. */
export function startBaseline(
  context: ProgramContext,
  state: ProgramState,
  kind: 'baseline' | 'certifying',
): ProgramStep {
  const run: BaselineRun = { attempt: state.attempts, results: [] };
  const next: ProgramState = { ...state, attempts: state.attempts + 1, phase: { kind, run } };
  return continueBaseline(context, next, run);
}

export function onBaselineGate(
  context: ProgramContext,
  state: ProgramState,
  result: GateRunResult,
): ProgramStep {
  const { phase } = state;
  if (phase.kind !== 'baseline' && phase.kind !== 'certifying') return { state, commands: [] };
  if (result.attempt !== phase.run.attempt) return { state, commands: [] };
  const { gate, code, facts, recordSha256, snapshot, exitCode, stdoutSha256, stderrSha256 } =
    result;
  const { measurements } = result;
  const kept = {
    gate,
    result: result.result,
    code,
    facts,
    recordSha256,
    snapshot,
    exitCode,
    stdoutSha256,
    stderrSha256,
    ...(measurements === undefined ? {} : { measurements }),
  };
  const run: BaselineRun = { ...phase.run, results: [...phase.run.results, kept] };
  return continueBaseline(
    context,
    { ...state, carried: [], phase: { kind: phase.kind, run } },
    run,
  );
}

/** Every item of the plan, counted in exactly one way. */
export function countItems(contract: ProgramContract, state: ProgramState): ItemCounts {
  const holds = heldItems(state);
  const held = (hold: 'blocked' | 'deferred'): number =>
    holds.filter((each) => each.hold === hold).length;
  const ahead = putOffAhead(state);
  const out = ahead.filter(({ skip }) => skip === true).length;
  const blocked = held('blocked');
  const deferred = held('deferred') + ahead.length - out;
  const { done, claimed } = state;
  const skipped = (state.skipped?.length ?? 0) + out;
  const open = contract.total - done - claimed - blocked - deferred - skipped;
  const apart = skipped === 0 ? {} : { skipped };
  return { items: contract.total, done, claimed, deferred, blocked, open, ...apart };
}

function certify(context: ProgramContext, state: ProgramState, run: BaselineRun): ProgramStep {
  const { contract, atMs } = context;
  const pending = [...state.carried, ...state.pending];
  const request = {
    program: contract.program,
    workflowId: contract.workflowId,
    runId: contract.runId,
    key: `${contract.workflowId}/${contract.runId}/certification/${run.attempt}`,
    branch: contract.branch,
    policyDigest: contract.policyDigest,
    planDigest: contract.planDigest,
    atMs,
    baseline: run.results,
    counts: countItems(contract, state),
    pending,
  };
  const next: ProgramState = { ...state, carried: pending, pending: [] };
  return { state: next, commands: [{ type: 'certify', request }] };
}
