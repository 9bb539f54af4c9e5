import { type Judgement, passed, rejected } from '../judgement.ts';
import { parseMoment } from '../moment.ts';
import type { RejectionCode } from '../rejection.ts';
import { judgeTerms } from '../rules/waiver-terms.ts';
import { WAIVABLE_STAGES, type WaivableStage, type Waiver, type WaiverClaim } from '../waiver.ts';
import { missingBeforeReview } from './completeness.ts';
import { gatesOfRound, RED_REPLAY_GATE } from './gate-sequence.ts';
import type { ItemStep } from './item-event.ts';
import type { WaiveMessage } from './item-message.ts';
import type { ItemContract } from './item-contract.ts';
import type { GateEntry, ItemState } from './item-state.ts';
import { partInWork, workersOf } from './reviewer.ts';
import { only, startProof, type StepContext } from './round.ts';
import {
  newestOn,
  nextWaiverId,
  waiverPolicyOf,
  waiversInForce,
  withWaiver,
} from './waiver-state.ts';

/** Failures that the base tree can share; any other code is about this very submission. */
const WAIVABLE_CODES: ReadonlySet<RejectionCode> = new Set<RejectionCode>([
  'COMMAND_FAILED',
  'TARGETED_STILL_FAILS',
]);

/**
 * Whether a waiver may be asked for: its terms, and that it is about the gate that holds up exactly
 * the submitted tree in the current attempt. Whether the failure is out of scope shows afterwards.
 */
export function judgeWaive(
  { contract, atMs }: StepContext,
  state: ItemState,
  message: WaiveMessage,
): Judgement {
  const policy = waiverPolicyOf(contract);
  // A second name of somebody who did the work is no other person.
  const workers = workersOf(contract, state);
  const { actor } = message;
  const implementers = partInWork(contract, state, actor) === null ? workers : [actor, ...workers];
  const terms = judgeTerms(message, {
    policy,
    implementers,
    solo: contract.solo === true,
    atMs,
  });
  if (terms.verdict === 'rejected') return terms;
  if (message.attempt !== state.attempt) {
    return rejected('STALE_ATTEMPT', { named: message.attempt, current: state.attempt });
  }
  if (message.tree !== state.candidate?.tree) {
    return rejected('STALE_TREE', { named: message.tree, current: state.candidate?.tree ?? null });
  }
  const renewed = renewedBy(state, message);
  if (renewed !== null) return judgeRenewal(renewed, message);
  return judgeGate(contract, state, message) ?? judgeFailure(contract, state, message);
}

/** The waiver that a message renews, or null where it asks for a new one. */
export function renewedBy(state: ItemState, { gate }: WaiveMessage): Waiver | null {
  return waiversInForce(state).find((each) => each.gate === gate) ?? null;
}

function judgeRenewal(waiver: Waiver, { gate, tests }: WaiveMessage): Judgement {
  const isSame = tests.length === 0 || tests.join('\n') === waiver.tests.join('\n');
  if (isSame) return passed({ renews: waiver.id });
  return rejected('NOTHING_TO_WAIVE', { gate, detail: `: ${waiver.id} names other tests` });
}

/** The gate must be one that can be waived, and the one that the item is held up by. */
function judgeGate(
  contract: ItemContract,
  state: ItemState,
  { gate }: WaiveMessage,
): Judgement | null {
  const waivable = waivableGates(contract, state).map((each) => each.id);
  if (!waivable.includes(gate)) return rejected('WAIVER_NOT_POSSIBLE', { gate, waivable });
  const { hold, lane, stage, turn } = state;
  const isFree = hold === null && lane !== null;
  if (!isFree || turn.kind !== 'implementer') {
    const waitingOn = hold?.kind ?? (lane === null ? 'lane' : turn.kind);
    return rejected('WRONG_STAGE', { stage, waitingOn });
  }
  const [first] = missingBeforeReview(contract, state);
  if (first === gate) return null;
  const detail = first === undefined ? '' : `: ${first} does`;
  return rejected('NOTHING_TO_WAIVE', { gate, detail });
}

function judgeFailure(contract: ItemContract, state: ItemState, message: WaiveMessage): Judgement {
  const { gate } = message;
  const entry = newestOn(state, gate);
  if (entry === undefined) {
    return rejected('NOTHING_TO_WAIVE', { gate, detail: ': it has not run on this tree' });
  }
  const passedThere = passesOnBase(state, gate);
  if (passedThere) return rejected('WAIVER_PASSES_ON_BASE', { gate });
  if (entry.result === 'ERROR') return judgeError(contract, entry);
  if (entry.code !== null && WAIVABLE_CODES.has(entry.code)) return passed();
  return rejected('NOTHING_TO_WAIVE', {
    gate,
    detail: `: ${entry.code ?? entry.result} is its own`,
  });
}

/** A gate that could not be judged, unless the policy names that very case. */
function judgeError(contract: ItemContract, { gate, code }: GateEntry): Judgement {
  const cases = waiverPolicyOf(contract).couldNotRun;
  const isNamed = cases.some(
    (each) => each.gate === gate && code !== null && each.codes.includes(code),
  );
  return isNamed ? passed() : rejected('WAIVER_OF_ERROR', { gate, code });
}

/** It was run on this base before and passed: asking again until it fails would prove nothing. */
function passesOnBase({ waivers = [], candidate }: ItemState, gate: string): boolean {
  return waivers.some(
    (each) =>
      each.gate === gate &&
      each.snapshot.base === candidate?.base &&
      each.code === 'WAIVER_PASSES_ON_BASE',
  );
}

function waivableGates(
  contract: ItemContract,
  state: ItemState,
): readonly { readonly id: string; readonly stage: WaivableStage }[] {
  return gatesOfRound(contract, state).flatMap((step) => {
    const stage = WAIVABLE_STAGES.find((each) => each === step.stage);
    const isReplay = step.gate.id === RED_REPLAY_GATE;
    return stage === undefined || isReplay ? [] : [{ id: step.gate.id, stage }];
  });
}

/** What the message asks for, as a claim on the submitted tree. */
export function claimOf(
  contract: ItemContract,
  state: ItemState,
  message: WaiveMessage,
): WaiverClaim {
  const { gate, tests, actor, reason, until, attempt, tree } = message;
  const stage = waivableGates(contract, state).find((each) => each.id === gate)?.stage ?? 'VERIFY';
  return {
    id: nextWaiverId(state),
    gate,
    stage,
    attempt,
    snapshot: state.candidate ?? { commit: '', tree, base: '' },
    tests,
    actor,
    reason,
    until,
    untilMs: parseMoment(until) ?? 0,
    runSha256: newestOn(state, gate)?.recordSha256 ?? null,
  };
}

/** A renewal moves the end; a new waiver first has to be proven on the base tree. */
export function applyWaive(
  context: StepContext,
  state: ItemState,
  message: WaiveMessage,
): ItemStep {
  const known = renewedBy(state, message);
  if (known !== null) {
    const { actor, reason, until } = message;
    const untilMs = parseMoment(until) ?? known.untilMs;
    return only(withWaiver(state, { ...known, actor, reason, until, untilMs }));
  }
  return startProof(context, state, claimOf(context.contract, state, message));
}
