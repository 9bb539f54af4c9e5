import { saidBy } from '../word/signed-by.ts';
import { formatPriority } from '../priority.ts';
import {
  type OpenItem,
  OPEN_ITEMS_MAX,
  PLAN_PAGE_ITEMS,
  type ProgramContract,
  type ProgramState,
} from './program-state.ts';
import { freezeOf, freezeText, isKeptBack } from './freeze.ts';
import { heldItems, holdOf } from './put-off.ts';
import type { ProgramCommand, ProgramStep } from './program-event.ts';

/**
 * Starts and admits items in strict priority order until the lanes are full, nothing is ready or a
 * hold forbids it; reads on in the plan when a more urgent item could be ahead.
 */
export function schedule(contract: ProgramContract, state: ProgramState): ProgramStep {
  let current = state;
  const commands: ProgramCommand[] = [];
  for (;;) {
    const step = scheduleOne(contract, current);
    if (step === null) return { state: current, commands };
    current = step.state;
    commands.push(...step.commands);
  }
}

function scheduleOne(contract: ProgramContract, state: ProgramState): ProgramStep | null {
  if (state.phase.kind !== 'running' || state.paused !== null || state.loading) return null;
  // A freeze without exemptions lets nothing start, so there is nothing to look for in the plan.
  if (state.freeze?.inForce === true && state.freeze.exempt.length === 0) return null;
  const lane = freeLane(contract, state);
  if (lane === null) return null;
  const candidate = mostUrgentReady(state);
  if (needsNextPage(contract, state, candidate)) return loadNextPage(contract, state);
  if (candidate === undefined || !holdsAllow(contract, state, candidate)) return null;
  return give(state, candidate, lane);
}

function freeLane(contract: ProgramContract, state: ProgramState): number | null {
  const taken = new Set(
    state.open.map(({ status }) => (status.kind === 'active' ? status.lane : 0)),
  );
  const lanes = Array.from({ length: contract.policy.lanes }, (_, place) => place + 1);
  return lanes.find((lane) => !taken.has(lane)) ?? null;
}

/** An item is ready when all that it depends on is finished: looked at and no longer open. */
function mostUrgentReady(state: ProgramState): OpenItem | undefined {
  const open = new Set(state.open.map(({ planned }) => planned.index));
  const isDone = (index: number): boolean => index < state.cursor && !open.has(index);
  return state.open
    .filter(({ status }) => status.kind === 'waiting' || status.kind === 'queued')
    .filter(({ planned }) => planned.dependsOn.every(isDone))
    .filter((open) => holdOf(state, open) === null)
    .filter(({ planned }) => !isKeptBack(state, planned.item.id))
    .sort(byUrgency)[0];
}

function byUrgency(a: OpenItem, b: OpenItem): number {
  return (
    a.planned.effectivePriority - b.planned.effectivePriority ||
    a.planned.item.priority - b.planned.item.priority ||
    a.planned.index - b.planned.index
  );
}

/**
 * The plan is sorted so that the next item is always the most urgent ready one. Only an item that
 * was passed over earlier may have a more urgent one ahead of it, which its successors made ready.
 */
function needsNextPage(
  contract: ProgramContract,
  state: ProgramState,
  candidate: OpenItem | undefined,
): boolean {
  const isMore = state.cursor < contract.total && state.open.length < OPEN_ITEMS_MAX;
  if (!isMore || candidate === undefined) return isMore;
  const passedOver = candidate.planned.index < state.startedUpTo;
  const ahead = state.mostUrgentAhead;
  return passedOver && (ahead === null || ahead < candidate.planned.item.priority);
}

function loadNextPage(contract: ProgramContract, state: ProgramState): ProgramStep {
  const request = {
    planDigest: contract.planDigest,
    offset: state.cursor,
    limit: Math.min(PLAN_PAGE_ITEMS, OPEN_ITEMS_MAX - state.open.length),
  };
  return { state: { ...state, loading: true }, commands: [{ type: 'loadPage', request }] };
}

/** Whether the policy lets this item start although others are held. */
function holdsAllow(contract: ProgramContract, state: ProgramState, candidate: OpenItem): boolean {
  if (contract.policy.onBlocked === 'continue') return true;
  return heldItems(state).every(
    ({ open }) => candidate.planned.effectivePriority < open.planned.item.priority,
  );
}

function give(state: ProgramState, candidate: OpenItem, lane: number): ProgramStep {
  const { planned, status } = candidate;
  const open = state.open.map((each): OpenItem =>
    each === candidate ? { planned, status: { kind: 'active', lane } } : each,
  );
  const startedUpTo = Math.max(state.startedUpTo, planned.index);
  const freeze = freezeOf(state, planned.item.id);
  const frozen = freeze === null ? {} : { freeze };
  const command: ProgramCommand =
    status.kind === 'queued'
      ? { type: 'admitItem', id: planned.item.id, lane }
      : { type: 'startItem', planned, lane, ...skippedBefore(state, candidate), ...frozen };
  return { state: { ...state, open, startedUpTo }, commands: [command] };
}

/** What the item depends on and was taken out for good: it starts, and is told. */
function skippedBefore(
  { skipped = [] }: ProgramState,
  { planned }: OpenItem,
): Pick<Extract<ProgramCommand, { type: 'startItem' }>, 'skipped'> {
  const missing = skipped.filter(({ index }) => planned.dependsOn.includes(index));
  return missing.length === 0 ? {} : { skipped: missing };
}

/** Why nothing starts although items are left, for the board; null when something is under way. */
export function reasonOfStandstill(contract: ProgramContract, state: ProgramState): string | null {
  const { paused } = state;
  if (paused !== null) return `paused by ${saidBy(paused.by, paused)}: ${paused.reason}`;
  if (state.freeze?.inForce === true) return freezeText(state);
  const isActive = state.open.some(({ status }) => status.kind === 'active');
  const [held] = heldItems(state);
  if (isActive || held === undefined) return null;
  const { item } = held.open.planned;
  const waits = contract.policy.onBlocked === 'wait' ? '; onBlocked: wait keeps the rest back' : '';
  return `${item.id} (${formatPriority(item.priority)}) is ${held.hold}: ${held.reason}${waits}`;
}
