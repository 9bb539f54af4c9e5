import { includesActor } from '../actor.ts';
import type { RecordBody } from '../evidence-record.ts';
import { judgeStop } from '../item/blocking-issue.ts';
import { rolesOf } from '../item/roles.ts';
import { type Facts, type Judgement, passed, rejected } from '../judgement.ts';
import { signedBy } from '../word/signed-by.ts';
import type { ProgramContext } from './baseline.ts';
import type { ProgramCommand, ProgramStep } from './program-event.ts';
import type { DeferItemMessage, UnblockItemMessage } from './program-message.ts';
import { scoped, withWord } from './program-records.ts';
import type { OpenItem, ProgramContract, ProgramState } from './program-state.ts';

/** An item that was put off, or taken out for good, before it started. */
export interface PutOff {
  readonly id: string;
  readonly reason: string;
  readonly by: string;
  readonly sinceMs: number;
  readonly untilMs: number | null;
  /** Taken out for good; it leaves the list when the plan is read as far. */
  readonly skip?: true;
  /** Fingerprint of the key that signed it; absent where `by` is only claimed. */
  readonly signedBy?: string;
}

/** Items that may be put off before they start, at once. */
export const PUT_OFF_MAX = 200;

export function putOffOf({ putOff = [] }: ProgramState, id: string): PutOff | null {
  return putOff.find((each) => each.id === id) ?? null;
}

/** An item that stands still, started or not, with why. */
export interface HeldItem {
  readonly open: OpenItem;
  readonly hold: 'blocked' | 'deferred';
  readonly reason: string;
}

/** The hold of an open item; null where nobody holds it. */
export function holdOf(state: ProgramState, open: OpenItem): HeldItem | null {
  const { planned, status } = open;
  if (status.kind === 'held') return { open, hold: status.hold, reason: status.reason };
  const put = status.kind === 'waiting' ? putOffOf(state, planned.item.id) : null;
  return put === null ? null : { open, hold: 'deferred', reason: put.reason };
}

export function heldItems(state: ProgramState): readonly HeldItem[] {
  return state.open.flatMap((open) => holdOf(state, open) ?? []);
}

/** Items put off and taken out beyond where the plan was read to, each counted once. */
export function putOffAhead(state: ProgramState): readonly PutOff[] {
  const open = new Set(state.open.map(({ planned }) => planned.item.id));
  return (state.putOff ?? []).filter(({ id }) => !open.has(id));
}

/** Only release leads put off, as with items at work; an item that has started takes it itself. */
export function judgePutOff(
  { contract, atMs }: ProgramContext,
  state: ProgramState,
  message: DeferItemMessage,
): Judgement {
  const { item } = message;
  const role = judgeLead(contract, message);
  if (role.verdict === 'rejected') return role;
  const stop = judgeStop(message, atMs);
  if (stop.verdict === 'rejected') return stop;
  const open = state.open.find(({ planned }) => planned.item.id === item);
  if (open !== undefined && open.status.kind !== 'waiting') {
    return rejected('ITEM_STARTED', { item });
  }
  const done = state.recent.find(({ id }) => id === item);
  const isOut = (state.skipped ?? []).some(({ id }) => id === item);
  const known = putOffOf(state, item);
  if (done !== undefined || isOut || known?.skip === true) {
    return rejected('ITEM_CLOSED', { commit: done?.commit ?? null });
  }
  const isFull = known === null && (state.putOff ?? []).length >= PUT_OFF_MAX;
  return isFull ? rejected('PROGRAM_BUSY', { max: PUT_OFF_MAX }) : passed();
}

export function judgeTakenUp(
  { contract }: ProgramContext,
  state: ProgramState,
  message: UnblockItemMessage,
): Judgement {
  const role = judgeLead(contract, message);
  if (role.verdict === 'rejected') return role;
  const known = putOffOf(state, message.item);
  return known === null || known.skip === true ? rejected('NOT_BLOCKED', {}) : passed();
}

function judgeLead(
  { policy }: ProgramContract,
  { actor, type }: DeferItemMessage | UnblockItemMessage,
): Judgement {
  const { roles } = policy;
  if (rolesOf(roles, actor).length === 0) return rejected('UNKNOWN_ACTOR', { actor });
  return includesActor(roles.releaseLeads, actor)
    ? passed()
    : rejected('NOT_ALLOWED', { actor, action: type, allowed: ['releaseLeads'] });
}

/** What the evidence keeps, as of an item at work. */
function factsOfPutOff({ skip, untilMs = null }: DeferItemMessage): Facts {
  if (skip === 'for-good') return { skip: true };
  return untilMs === null ? {} : { until: new Date(untilMs).toISOString() };
}

/** Puts an item off that has not started, or takes it out. */
export function applyPutOff(
  context: ProgramContext,
  state: ProgramState,
  message: DeferItemMessage,
): ProgramStep {
  const { messageId, actor, reason, item, untilMs = null, skip = null } = message;
  const body = { type: 'decision', decision: 'defer', messageId, actor, reason } as const;
  const facts = factsOfPutOff(message);
  const noted = withRecord(context, state, { item, body: { ...body, facts } });
  const base = { id: item, reason, by: actor, sinceMs: context.atMs, ...signedBy(context) };
  const put: PutOff =
    skip === null ? { ...base, untilMs } : { ...base, untilMs: null, skip: true as const };
  const others = (state.putOff ?? []).filter(({ id }) => id !== item);
  const next = takeOut({ ...noted, putOff: [...others, put] });
  const status = skip === null ? 'deferred' : 'skipped';
  return { state: next, commands: tellTracker(context, { item, status, reason }) };
}

/** Items that were taken out leave the open ones, as soon as the plan was read as far. */
export function takeOut(state: ProgramState): ProgramState {
  const { putOff = [] } = state;
  const out = new Map(putOff.flatMap((put) => (put.skip === true ? [[put.id, put] as const] : [])));
  const isOut = ({ planned, status }: OpenItem): boolean =>
    status.kind === 'waiting' && out.has(planned.item.id);
  const gone = state.open.filter(isOut);
  if (gone.length === 0) return state;
  const skipped = gone.map(({ planned: { index, item } }) => {
    const reason = out.get(item.id)?.reason ?? '';
    return { index, id: item.id, reason };
  });
  const left = new Set(skipped.map(({ id }) => id));
  return {
    ...state,
    open: state.open.filter((each) => !isOut(each)),
    skipped: [...(state.skipped ?? []), ...skipped],
    putOff: putOff.filter(({ id }) => !left.has(id)),
  };
}

/** The item may start again; who said so is in the evidence. */
export function takeUp(
  context: ProgramContext,
  state: ProgramState,
  message: UnblockItemMessage,
): ProgramStep {
  const { messageId, actor, reason, item } = message;
  const body = { type: 'decision', decision: 'unblock', messageId, actor, reason } as const;
  return free(context, withRecord(context, state, { item, body: { ...body, facts: {} } }), item);
}

function free(context: ProgramContext, state: ProgramState, item: string): ProgramStep {
  const putOff = (state.putOff ?? []).filter(({ id }) => id !== item);
  // A program that was refused its certificate for want of this item runs on.
  const { phase } = state;
  const goesOn = phase.kind === 'not-certified' ? { phase: { kind: 'running' as const } } : {};
  const commands = tellTracker(context, { item, status: 'todo', reason: null });
  return { state: { ...state, putOff, ...goesOn }, commands };
}

/** The ends of deferrals, as deadlines of the program. */
export function putOffDeadlines(_contract: ProgramContract, { putOff = [] }: ProgramState) {
  return putOff.flatMap(({ id, untilMs }) =>
    untilMs === null
      ? []
      : [
          {
            atMs: untilMs,
            apply: (context: ProgramContext, state: ProgramState) =>
              endByItself(context, state, { id, untilMs }),
          },
        ],
  );
}

function endByItself(
  context: ProgramContext,
  state: ProgramState,
  { id, untilMs }: { readonly id: string; readonly untilMs: number },
): ProgramStep {
  const messageId = `put-off-end-${id}-${untilMs}`;
  const reason = 'its date has come';
  const actor = 'service:sluice';
  const body = { type: 'decision', decision: 'unblock', messageId, actor, reason } as const;
  const noted = withRecord(context, state, { item: id, body: { ...body, facts: {} } });
  return free(context, noted, id);
}

/** The record is the item's own, as if its workflow had made it. */
function withRecord(
  context: ProgramContext,
  state: ProgramState,
  { item, body }: { readonly item: string; readonly body: RecordBody & { messageId: string } },
): ProgramState {
  const { scope } = scoped(context, `message/${body.messageId}`, body);
  const record = withWord(context, { scope: { ...scope, item }, body });
  return { ...state, pending: [...state.pending, record] };
}

function tellTracker(
  { contract, atMs }: ProgramContext,
  told: {
    readonly item: string;
    readonly status: 'deferred' | 'skipped' | 'todo';
    readonly reason: string | null;
  },
): readonly ProgramCommand[] {
  const { tracker = null, program } = contract;
  if (tracker === null) return [];
  const { item, status, reason } = told;
  const why = reason === null ? {} : { deferredReason: reason };
  const progress = { item, passed: [], reopened: [], status, ...why };
  const change = { kind: 'item', progress } as const;
  return [{ type: 'updateTracker', request: { program, tracker, atMs, change } }];
}
