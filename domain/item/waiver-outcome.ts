import { rejected } from '../judgement.ts';
import type { Waiver, WaiverBasis, WaiverProof } from '../waiver.ts';
import { gatesOfRound } from './gate-sequence.ts';
import type { ItemStep } from './item-event.ts';
import {
  GATE_ENTRIES_MAX,
  type GateEntry,
  type ItemState,
  newest,
  REFUSALS_MAX,
} from './item-state.ts';
import { continueRound, only, type StepContext, waitFor } from './round.ts';
import { proofGate } from './waiver-proof.ts';
import { recordOfOutcome } from './waiver-records.ts';
import { newestOn, withWaiver } from './waiver-state.ts';

/**
 * The gate has run on the base tree. Proven out of scope, and its end still to come, the waiver
 * opens the gate and the round goes on; otherwise the item stays with the implementer.
 */
export function onWaiverProven(
  context: StepContext,
  state: ItemState,
  proof: WaiverProof,
): ItemStep {
  const claim = state.waiving ?? null;
  if (claim === null || !isAwaited(state, proof)) return only(state);
  const { base, judgement } = proof;
  const settled: ItemState = { ...state, carried: [], waiving: null };
  const inTime = claim.untilMs > context.atMs;
  const verdict = inTime
    ? judgement
    : rejected('WAIVER_EXPIRED', { waiver: claim.id, gate: claim.gate, until: claim.until });
  const waiver: Waiver = {
    ...claim,
    status: verdict.verdict === 'passed' ? 'in-force' : 'refused',
    basis: verdict.verdict === 'passed' ? (verdict.facts['basis'] as WaiverBasis) : null,
    code: verdict.verdict === 'passed' ? null : verdict.code,
    facts: verdict.facts,
    baseSha256: base.recordSha256,
  };
  return verdict.verdict === 'passed'
    ? grant(context, settled, waiver)
    : decline(context, settled, waiver);
}

function isAwaited(state: ItemState, { waiver, base }: WaiverProof): boolean {
  const { waiving, turn, hold, attempt } = state;
  return (
    hold === null &&
    waiving?.id === waiver &&
    turn.kind === 'gate' &&
    turn.gate === proofGate(waiving) &&
    base.attempt === attempt
  );
}

function grant(context: StepContext, state: ItemState, waiver: Waiver): ItemStep {
  const { contract, atMs } = context;
  const failed = newestOn(state, waiver.gate);
  const { id, gate, actor, until, basis } = waiver;
  const facts = { waiver: id, by: actor, until, basis };
  const solo = contract.solo === true ? { solo: true } : {};
  const granted: Waiver = { ...waiver, facts: { ...waiver.facts, ...solo } };
  const record = recordOfOutcome(contract, { waiver: granted, event: 'granted', atMs });
  const open: ItemState = {
    ...withWaiver(state, granted),
    pending: [...state.pending, record],
    gates: newest(
      [...state.gates, ...waivedEntries(failed, state.attempt, facts)],
      GATE_ENTRIES_MAX,
    ),
    setback: null,
    failures: 0,
  };
  const steps = gatesOfRound(contract, open);
  const next = steps[steps.findIndex((step) => step.gate.id === gate) + 1];
  return continueRound(context, open, next);
}

/** The run that failed, as a result of its own: what it printed and counted stays as it was. */
function waivedEntries(
  failed: GateEntry | undefined,
  attempt: number,
  facts: GateEntry['facts'],
): readonly GateEntry[] {
  return failed === undefined ? [] : [{ ...failed, attempt, result: 'WAIVED', code: null, facts }];
}

function decline(context: StepContext, state: ItemState, waiver: Waiver): ItemStep {
  const { contract, atMs } = context;
  const { id, actor, code, facts } = waiver;
  const record = recordOfOutcome(contract, { waiver, event: 'refused', atMs });
  const refusal = {
    message: 'waive',
    messageId: id,
    actor,
    code: code ?? 'NOTHING_TO_WAIVE',
    facts,
    atMs,
  };
  return waitFor(
    context,
    {
      ...withWaiver(state, waiver),
      pending: [...state.pending, record],
      refusals: newest([...state.refusals, refusal], REFUSALS_MAX),
    },
    'green',
  );
}
