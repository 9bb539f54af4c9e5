import { SLUICE } from '../actor.ts';
import { Fault } from '../fault.ts';
import type { Finding } from '../evidence-record.ts';
import type { GateRunRequest } from '../gate-run.ts';
import type { EvidenceRecord } from '../evidence-record.ts';
import { isFrozenAt } from '../freeze.ts';
import type { Facts } from '../judgement.ts';
import type { RejectionCode } from '../rejection.ts';
import type { Stage } from '../stage.ts';
import type { VerifiedWord } from '../word/signed-word.ts';
import type { WaiverClaim } from '../waiver.ts';
import { canaryOfStep } from './canary-turn.ts';
import { type BlockingIssue, raise, recordOfOwnHold } from './blocking-issue.ts';
import { missingBeforeCheckpoint, votesOfRound } from './completeness.ts';
import { gateRequest, gatesOfRound, type GateStep, redStep } from './gate-sequence.ts';
import type { ItemCommand, ItemStep } from './item-event.ts';
import { workersOf } from './reviewer.ts';
import type { ItemContract } from './item-contract.ts';
import type { Hold, ItemState, Turn } from './item-state.ts';
import { proofGate, proofRequest } from './waiver-proof.ts';
import { waiversInForce } from './waiver-state.ts';

/** The contract and the time, which every step needs. */
export interface StepContext {
  readonly contract: ItemContract;
  readonly atMs: number;
  /** The checked signature of the message that is being applied; absent where there is none. */
  readonly word?: VerifiedWord;
}

export function only(state: ItemState, ...commands: readonly ItemCommand[]): ItemStep {
  return { state, commands };
}

export function withTurn(state: ItemState, turn: Turn, atMs: number): ItemState {
  return { ...state, turn, turnSinceMs: atMs };
}

/** Starts a gate run; the records that wait travel with it. */
export function startGate(context: StepContext, state: ItemState, step: GateStep): ItemStep {
  const pending = [...state.carried, ...state.pending];
  const { contract, atMs } = context;
  const canary = canaryOfStep(contract, state, step);
  const request: GateRunRequest = {
    ...gateRequest(contract, state, { step, atMs, pending }),
    ...(canary === null ? {} : { canary }),
  };
  const turn: Turn = { kind: 'gate', gate: step.gate.id };
  const next = withTurn({ ...state, stage: step.stage, carried: pending, pending: [] }, turn, atMs);
  return only(next, { type: 'runGate', request });
}

/** Runs the gate of a waiver on the base tree; the records that wait travel with it. */
export function startProof(context: StepContext, state: ItemState, claim: WaiverClaim): ItemStep {
  const pending = [...state.carried, ...state.pending];
  const { contract, atMs } = context;
  const request = proofRequest(contract, state, { claim, atMs, pending });
  if (request === null) return waitFor(context, { ...state, waiving: null }, 'green');
  const turn: Turn = { kind: 'gate', gate: proofGate(claim) };
  const next = { ...state, stage: claim.stage, waiving: claim, carried: pending, pending: [] };
  return only(withTurn(next, turn, atMs), { type: 'proveWaiver', request });
}

/** The first gate of the round, or the review where the profile has no gate before it. */
export function startRound(context: StepContext, state: ItemState): ItemStep {
  return continueRound(context, state, gatesOfRound(context.contract, state)[0]);
}

/** Goes on with `step`, or opens the review after the last gate. */
export function continueRound(
  context: StepContext,
  state: ItemState,
  step: GateStep | undefined,
): ItemStep {
  if (step !== undefined) return startGate(context, state, step);
  return only(withTurn({ ...state, stage: 'REVIEW' }, { kind: 'reviewer' }, context.atMs));
}

/** Runs the RED gate of the current round. */
export function startRed(context: StepContext, state: ItemState): ItemStep {
  const step = redStep(context.contract);
  if (step === null) return waitFor(context, state, 'green');
  return startGate(context, { ...state, stage: 'RED' }, step);
}

/** Hands the item to the implementer. */
export function waitFor(context: StepContext, state: ItemState, submit: 'red' | 'green'): ItemStep {
  const stage: Stage = submit === 'red' ? 'RED' : 'GREEN';
  return only(withTurn({ ...state, stage }, { kind: 'implementer', submit }, context.atMs));
}

/** Why a round ended without a pass. */
export interface SetbackCause {
  readonly stage: Stage;
  readonly gate: string;
  readonly code: RejectionCode;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
}

/**
 * Ends the round: the implementer gets the item back with the reason, as a new attempt. When the
 * attempts that the policy allows are used up, the item is blocked for a release lead instead.
 */
export function sendBack(context: StepContext, state: ItemState, cause: SetbackCause): ItemStep {
  const failures = state.failures + 1;
  const back: ItemState = {
    ...state,
    failures,
    attempt: state.attempt + 1,
    setback: { ...cause, attempt: state.attempt },
  };
  const waiting = waitFor(context, back, cause.stage === 'RED' ? 'red' : 'green');
  if (failures < context.contract.limits.attemptsMax) return waiting;
  return holdItem(context, waiting.state, {
    kind: 'blocked',
    reason: `${failures} attempts failed, the last by ${cause.code}`,
    by: SLUICE,
    unblocker: null,
    untilMs: null,
  });
}

/** Stops the item where it stands; a gate under way is cancelled and runs again when it goes on. */
export function holdItem(
  context: StepContext,
  state: ItemState,
  hold: Omit<Hold, 'sinceMs'>,
): ItemStep {
  const issues = raise(state, { ...hold, sinceMs: context.atMs });
  const held: ItemState = {
    ...state,
    hold: { ...hold, sinceMs: context.atMs },
    issues,
    lane: null,
    pending: [...state.carried, ...state.pending, ...ownRecords(context, hold, issues)],
    carried: [],
  };
  const tell: ItemCommand = {
    type: 'tellProgram',
    standing: { kind: 'held', hold: hold.kind, reason: hold.reason },
  };
  return state.turn.kind === 'gate' ? only(held, { type: 'cancelGate' }, tell) : only(held, tell);
}

/** What a person sent has its record already; a hold of Sluice's own gets one here. */
function ownRecords(
  { contract, atMs }: StepContext,
  { by, reason }: Omit<Hold, 'sinceMs'>,
  issues: readonly BlockingIssue[],
): readonly EvidenceRecord[] {
  const issue = issues.at(-1)?.id;
  if (by !== SLUICE || issue === undefined) return [];
  return [recordOfOwnHold(contract, { decision: 'block', issue, reason, atMs })];
}

/** Goes on after a hold, once the program lent a lane. */
export function resume(context: StepContext, state: ItemState): ItemStep {
  const { turn } = state;
  switch (turn.kind) {
    case 'gate': {
      const { waiving = null } = state;
      if (waiving !== null) return startProof(context, state, waiving);
      const step = [redStep(context.contract), ...gatesOfRound(context.contract, state)].find(
        (each) => each?.gate.id === turn.gate && each.stage === state.stage,
      );
      return step ? startGate(context, state, step) : startRound(context, state);
    }
    case 'checkpoint':
      return startCheckpoint(context, state);
    case 'reviewer':
      // Approved while the program was frozen, and held when the freeze ended.
      return missingBeforeCheckpoint(context.contract, state).length === 0
        ? startCheckpoint(context, state)
        : only(state);
    case 'implementer':
    case 'closed':
      return only(state);
  }
}

/**
 * Commits exactly the approved tree. Every path to here has seen all gates; should one ever not
 * have, nothing is committed: the fault makes the workflow task fail where operators see it.
 */
export function startCheckpoint(context: StepContext, state: ItemState): ItemStep {
  const { freeze = null } = state;
  if (freeze !== null && isFrozenAt(freeze, context.atMs)) {
    // Nothing is committed in a freeze: the approved item waits in its review for the end of it.
    const waiting = { ...freeze, waitingAttempt: state.attempt };
    const frozen: ItemState = { ...state, stage: 'REVIEW', freeze: waiting };
    return only(withTurn(frozen, { kind: 'reviewer' }, context.atMs));
  }
  const { contract, atMs } = context;
  const missing = missingBeforeCheckpoint(contract, state);
  if (state.candidate === null || missing.length > 0) {
    const what = `a checkpoint of ${contract.item.id} without ${missing.join(', ')}`;
    throw new Fault({ code: 'IMPOSSIBLE_STATE', facts: { what } });
  }
  const pending = [...state.carried, ...state.pending];
  const approvals = votesOfRound(state).filter((vote) => vote.verdict === 'APPROVED');
  const carriedFrom = state.carriedFrom?.attempt === state.attempt ? state.carriedFrom.tip : null;
  const request = {
    key: {
      workflowId: contract.workflowId,
      runId: contract.runId,
      gate: 'checkpoint',
      attempt: state.attempt,
    },
    program: contract.program,
    item: { id: contract.item.id, title: contract.item.title },
    branch: contract.branch,
    approved: state.candidate,
    implementers: workersOf(contract, state),
    reviewers: approvals.map((vote) => vote.actor),
    waivers: waiversInForce(state).map(({ id, gate, until }) => `${id} ${gate} until ${until}`),
    policyDigest: contract.policyDigest,
    atMs: approvals.at(-1)?.atMs ?? atMs,
    pending,
    ...(contract.solo === true ? { solo: true as const } : {}),
    ...(carriedFrom === null ? {} : { carriedFrom }),
  };
  const turn: Turn = { kind: 'checkpoint' };
  const next = withTurn(
    { ...state, stage: 'CHECKPOINT', carried: pending, pending: [] },
    turn,
    atMs,
  );
  return only(next, { type: 'checkpoint', request });
}
