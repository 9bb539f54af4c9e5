import { SLUICE } from '../actor.ts';
import type { ItemStanding } from '../item/item-event.ts';
import { resolveItemGates } from '../item/item-gates.ts';
import { newest } from '../item/item-state.ts';
import type { PlanPage } from '../plan-page.ts';
import type { BacklogItem, CommandGate, Policy } from '../policy.ts';
import { contractInForce } from './accepted-policy.ts';
import { onBaselineGate, type ProgramContext, startBaseline } from './baseline.ts';
import { applyProgramDeadlines } from './deadline.ts';
import type { ProgramEvent, ProgramStep } from './program-event.ts';
import { onLookedUp } from './governance-messages.ts';
import { onMessage, onProgramWord } from './program-messages.ts';
import { refuse } from './program-records.ts';
import {
  CLAIMED_GATES_MAX,
  type OpenItem,
  type OpenStatus,
  type ProgramContract,
  type ProgramState,
  RECENT_ITEMS_MAX,
} from './program-state.ts';
import { abandonPromotion, isPromotionGate, onPromotionGate } from './promotion.ts';
import { takeOut } from './put-off.ts';
import { withCarried } from './renew-waiver.ts';
import { schedule } from './schedule.ts';

/** The whole life of a program: what follows from an event. Pure, and total like `stepItem`. */
export function stepProgram(
  contract: ProgramContract,
  state: ProgramState,
  input: { readonly event: ProgramEvent; readonly atMs: number },
): ProgramStep {
  const { atMs } = input;
  const context: ProgramContext = { contract: contractInForce(contract, state), atMs };
  const step = stepEvent(context, state, input.event);
  // What follows from an event that put another policy in force follows by that policy.
  const after: ProgramContext = { contract: contractInForce(contract, step.state), atMs };
  return flushRecords(tellBaseline(after, state, goOn(after, step)));
}

function stepEvent(context: ProgramContext, state: ProgramState, event: ProgramEvent): ProgramStep {
  switch (event.type) {
    case 'started':
      return startBaseline(context, state, 'baseline');
    case 'message':
      return onMessage(context, state, event.message);
    case 'malformed':
      return refuse(context, state, { ...event, type: event.message, code: 'MALFORMED_MESSAGE' });
    case 'wordChecked':
      return onProgramWord(context, state, event);
    case 'gateFinished':
      return isPromotionGate(event.result.gate)
        ? onPromotionGate(context, state, event.result)
        : onBaselineGate(context, state, event.result);
    case 'lookedUp':
      return onLookedUp(context, state, event);
    case 'promotionFaulted':
      return stay(abandonPromotion(state, event));
    case 'pageLoaded':
      return stay(withPage(context, state, event.page));
    case 'itemStanding':
      return stay(withStanding(context, state, event));
    case 'itemDone':
      return stay(withCarried(withDone(state, event.id, event.commit), event.waivers));
    case 'itemSkipped':
      return stay(withSkipped(state, event.id, event.reason));
    case 'itemLost':
      return stay(withLost(context, state, event));
    case 'certified': {
      const { result } = event;
      const run = state.phase.kind === 'certifying' ? state.phase.run : { attempt: 0, results: [] };
      const reason = result.reasons.join('; ');
      return result.verdict === 'NO_GO'
        ? stay({ ...state, carried: [], phase: { kind: 'not-certified', run, result, reason } })
        : stay({ ...state, carried: [], phase: { kind: 'closed', result } });
    }
    case 'faulted':
      return stay(withFault(context, state, event));
    case 'recorded':
      return stay({ ...state, carried: [] });
    case 'clock':
      return applyProgramDeadlines(context, state);
  }
}

function stay(state: ProgramState): ProgramStep {
  return { state, commands: [] };
}

/** After every event: start what can start; certify when nothing is left; reopen when it is not. */
function goOn(context: ProgramContext, step: ProgramStep): ProgramStep {
  const { contract } = context;
  const reopened = reopen(step.state);
  const scheduled = schedule(contract, reopened);
  const { state } = scheduled;
  const finished =
    state.phase.kind === 'running' && state.cursor >= contract.total && state.open.length === 0;
  const last = finished ? startBaseline(context, state, 'certifying') : { state, commands: [] };
  return {
    ...step,
    state: last.state,
    commands: [...step.commands, ...scheduled.commands, ...last.commands],
  };
}

/** A program that was refused its certificate runs on when one of its items can go on. */
function reopen(state: ProgramState): ProgramState {
  const goesOn = state.open.some(({ status }) => status.kind === 'queued');
  return state.phase.kind === 'not-certified' && goesOn
    ? { ...state, phase: { kind: 'running' } }
    : state;
}

function withPage(context: ProgramContext, state: ProgramState, page: PlanPage): ProgramState {
  const fresh = page.items.filter((planned) => planned.index >= state.cursor);
  const claimed = fresh.filter((planned) => planned.claimed === true);
  const gates = claimed.flatMap(({ item }) => gatesOfClaimed(context.contract.policy, item));
  const open = fresh
    .filter((planned) => planned.claimed !== true)
    .map((planned): OpenItem => ({ planned, status: { kind: 'waiting' } }));
  const gone = new Set(claimed.map(({ item }) => item.id));
  return takeOut({
    ...state,
    putOff: (state.putOff ?? []).filter(({ id }) => !gone.has(id)),
    loading: false,
    cursor: state.cursor + fresh.length,
    claimed: state.claimed + claimed.length,
    claimedGates: [...state.claimedGates, ...gates].slice(0, CLAIMED_GATES_MAX),
    mostUrgentAhead: page.mostUrgentAhead,
    open: [...state.open, ...open],
  });
}

/** The commands that a claimed item brings along; what it shares with all is run once for all. */
function gatesOfClaimed(policy: Policy, item: BacklogItem): readonly CommandGate[] {
  const { targeted, verify } = resolveItemGates(policy, item);
  const own = [
    ...(item.commands.targeted.length > 0 ? targeted : []),
    ...(item.commands.verify.length > 0 ? verify : []),
  ];
  return own.map((gate) => ({ ...gate, id: `${item.id}/${gate.id}` }));
}

function withStatus(state: ProgramState, id: string, status: OpenStatus): ProgramState {
  const open = state.open.map((each) => (each.planned.item.id === id ? { ...each, status } : each));
  return { ...state, open };
}

function withStanding(
  context: ProgramContext,
  state: ProgramState,
  { id, standing }: { readonly id: string; readonly standing: ItemStanding },
): ProgramState {
  const item = state.open.find((each) => each.planned.item.id === id);
  // An item that is not open any more sends an old echo.
  if (item === undefined || item.status.kind === 'waiting') return state;
  if (standing.kind === 'queued') return withStatus(state, id, standing);
  const { kind, hold, reason, stopsProgram = false } = standing;
  const held = withStatus(state, id, { kind, hold, reason });
  if (!stopsProgram) return held;
  const paused = { reason: `${id}: ${reason}`, by: 'service:sluice', sinceMs: context.atMs };
  return { ...held, paused: state.paused ?? paused };
}

function withDone(state: ProgramState, id: string, commit: string): ProgramState {
  const item = state.open.find((each) => each.planned.item.id === id);
  if (item === undefined) return state;
  const finished = { index: item.planned.index, id, commit };
  return {
    ...state,
    open: state.open.filter((each) => each !== item),
    done: state.done + 1,
    recent: newest([...state.recent, finished], RECENT_ITEMS_MAX),
  };
}

/** Those that depend on it are told when they start; see `schedule.ts`. */
function withSkipped(state: ProgramState, id: string, reason: string): ProgramState {
  const item = state.open.find((each) => each.planned.item.id === id);
  if (item === undefined) return state;
  const skipped = { index: item.planned.index, id, reason };
  return {
    ...state,
    open: state.open.filter((each) => each !== item),
    skipped: [...(state.skipped ?? []), skipped],
  };
}

/** An item whose workflow was ended by hand starts again when a release lead resumes the program. */
function withLost(
  context: ProgramContext,
  state: ProgramState,
  event: { readonly id: string; readonly reason: string },
): ProgramState {
  // A closed program ends the items that it leaves behind: that is no loss, and nothing to resume.
  if (state.phase.kind === 'closed') return state;
  const item = state.open.find((each) => each.planned.item.id === event.id);
  if (item === undefined || item.status.kind === 'waiting') return state;
  const reason = `the workflow of ${event.id} ended without a commit: ${event.reason}`;
  const paused = { reason, by: SLUICE, sinceMs: context.atMs };
  return { ...withStatus(state, event.id, { kind: 'waiting' }), paused: state.paused ?? paused };
}

function withFault(
  context: ProgramContext,
  state: ProgramState,
  event: Extract<ProgramEvent, { type: 'faulted' }>,
): ProgramState {
  const reason = `${event.activity} could not run: ${event.code}: ${event.message}`;
  const kept: ProgramState = {
    ...state,
    pending: [...state.carried, ...state.pending],
    carried: [],
  };
  const { phase } = state;
  if (phase.kind === 'baseline') {
    return { ...kept, phase: { kind: 'baseline-failed', run: phase.run, reason } };
  }
  if (phase.kind === 'certifying') {
    return { ...kept, phase: { kind: 'not-certified', run: phase.run, result: null, reason } };
  }
  const paused = { reason, by: SLUICE, sinceMs: context.atMs };
  return { ...kept, loading: false, paused: state.paused ?? paused };
}

/** Ticks the baseline's boxes of the tracker document when it has passed, and opens them when not. */
function tellBaseline(
  { contract, atMs }: ProgramContext,
  before: ProgramState,
  step: ProgramStep,
): ProgramStep {
  const { tracker, program } = contract;
  const { kind } = step.state.phase;
  const ended = kind === 'running' || kind === 'baseline-failed';
  if (tracker === undefined || tracker === null) return step;
  if (before.phase.kind !== 'baseline' || !ended) return step;
  const change = { kind: 'baseline', passed: kind === 'running' } as const;
  const request = { program, tracker, atMs, change };
  return { ...step, commands: [...step.commands, { type: 'updateTracker', request }] };
}

/** Appends waiting records on their own when no activity is about to carry them. */
function flushRecords(step: ProgramStep): ProgramStep {
  const { state } = step;
  const busy = step.commands.some(
    (each) =>
      each.type === 'certify' || (each.type === 'runGate' && each.request.stage !== 'PROMOTION'),
  );
  if (busy || state.pending.length === 0 || state.carried.length > 0) return step;
  return {
    ...step,
    state: { ...state, pending: [], carried: state.pending },
    commands: [...step.commands, { type: 'record', records: state.pending }],
  };
}
