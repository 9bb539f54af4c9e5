import { sameActor } from '../actor.ts';
import type { GateRunRequest, GateRunResult } from '../gate-run.ts';
import { newest } from '../item/item-state.ts';
import { type Capability, promotionGates } from '../policy-structure.ts';
import type { ProgramContext } from './baseline.ts';
import {
  governanceOf,
  type Outcome,
  OUTCOMES_MAX,
  type Promotion,
  withGovernance,
} from './governance.ts';
import type { ProgramStep } from './program-event.ts';
import type { PromoteMessage } from './program-message.ts';
import { LANES_MAX, type ProgramContract, type ProgramState } from './program-state.ts';

const GATE_PREFIX = 'promotion/';

/** Whether a gate's run belongs to a promotion, by the name under which it runs. */
export function isPromotionGate(gate: string): boolean {
  return gate.startsWith(GATE_PREFIX);
}

/** Runs the gates of a capability on the tip of the branch, in a lane that no item holds. */
export function startPromotion(
  context: ProgramContext,
  state: ProgramState,
  begun: { readonly message: PromoteMessage; readonly commit: string },
): ProgramStep {
  const { messageId, capability } = begun.message;
  const promotions = governanceOf(state).promotions + 1;
  const promotion: Promotion = {
    messageId,
    capability,
    commit: begun.commit,
    attempt: promotions,
    results: [],
  };
  return goOn(context, withGovernance(state, { promotions }), promotion);
}

/** The next gate, or the end of the promotion. The canary never runs where parity failed. */
function goOn(context: ProgramContext, state: ProgramState, promotion: Promotion): ProgramStep {
  const capability = capabilityOf(context.contract, promotion.capability);
  if (capability === undefined || state.phase.kind === 'closed') {
    return only(
      withOutcome(state, promotion, { answer: 'refused', code: 'PROGRAM_CLOSED', facts: {} }),
    );
  }
  const failed = promotion.results.find((each) => each.result !== 'PASS');
  if (failed !== undefined) {
    const why = failed.code === null ? '' : ` (${failed.code})`;
    return only(withFailure(state, promotion, `${failed.gate} is ${failed.result}${why}`));
  }
  const gate = promotionGates(capability)[promotion.results.length];
  if (gate === undefined) return only(withPass(state, promotion, capability));
  const request = requestOf(context, promotion, gate);
  return {
    state: withGovernance(state, { promotion }),
    commands: [{ type: 'runGate', request }],
  };
}

function requestOf(
  { contract, atMs }: ProgramContext,
  promotion: Promotion,
  gate: Capability['canary'],
): GateRunRequest {
  const { program, workflowId, runId, branch, policyDigest } = contract;
  return {
    key: { workflowId, runId, gate: `${GATE_PREFIX}${gate.id}`, attempt: promotion.attempt },
    program,
    item: null,
    stage: 'PROMOTION',
    gate,
    rule: { rule: 'exit-zero' },
    source: { kind: 'branch-tip' },
    frozen: null,
    branch,
    // A worktree of its own without caches, whatever `isolation` says: the tip is not what the
    // checkout holds. Items never have this lane, however many an accepted policy allows.
    lane: LANES_MAX + 1,
    clean: true,
    policyDigest,
    atMs,
    // Records travel on their own: items and the baseline may be at work beside a promotion.
    pending: [],
  };
}

/** Takes up the result of a promotion's gate; one of an earlier promotion changes nothing. */
export function onPromotionGate(
  context: ProgramContext,
  state: ProgramState,
  result: GateRunResult,
): ProgramStep {
  const { promotion } = governanceOf(state);
  if (promotion === null || promotion.attempt !== result.attempt) return only(state);
  const gate = result.gate.slice(GATE_PREFIX.length);
  if (result.snapshot.commit !== promotion.commit) {
    const moved = `${gate} ran on ${result.snapshot.commit}, because the branch moved`;
    return only(withFailure(state, promotion, moved));
  }
  const kept = { gate, result: result.result, code: result.code };
  return goOn(context, state, { ...promotion, results: [...promotion.results, kept] });
}

/** A gate that could not run at all ends the promotion; nothing else of the program is touched. */
export function abandonPromotion(
  state: ProgramState,
  fault: { readonly code: string; readonly message: string },
): ProgramState {
  const { promotion } = governanceOf(state);
  return promotion === null
    ? state
    : withFailure(state, promotion, `a gate could not run: ${fault.code}: ${fault.message}`);
}

function withFailure(state: ProgramState, promotion: Promotion, failed: string): ProgramState {
  const { capability, commit } = promotion;
  const facts = { capability, commit, failed };
  return withOutcome(state, promotion, { answer: 'refused', code: 'PROMOTION_FAILED', facts });
}

/** All gates passed: promoted, if its owner has signed off the same commit. */
function withPass(
  state: ProgramState,
  promotion: Promotion,
  { id, owner }: Capability,
): ProgramState {
  const { commit, results } = promotion;
  const isSigned = governanceOf(state).signed.some(
    (each) =>
      each.of === 'capability' &&
      each.subject === id &&
      each.commit === commit &&
      sameActor(each.actor, owner),
  );
  const passed = results.map((each) => each.gate);
  const facts = { capability: id, commit, passed, owner, promoted: isSigned };
  return withOutcome(state, promotion, { answer: 'accepted', code: null, facts });
}

function withOutcome(
  state: ProgramState,
  { messageId }: Promotion,
  outcome: Omit<Outcome, 'messageId'>,
): ProgramState {
  const outcomes = [...governanceOf(state).outcomes, { messageId, ...outcome }];
  return withGovernance(state, { promotion: null, outcomes: newest(outcomes, OUTCOMES_MAX) });
}

export function capabilityOf(contract: ProgramContract, id: string): Capability | undefined {
  return contract.policy.capabilities?.find((each) => each.id === id);
}

function only(state: ProgramState): ProgramStep {
  return { state, commands: [] };
}
