import type { RecordBody } from '../evidence-record.ts';
import { newest } from '../item/item-state.ts';
import { type Facts, type Judgement, rejected } from '../judgement.ts';
import type { LookUpResult } from '../look-up.ts';
import { type RequestedEntry, requestedEntry } from '../register/entry.ts';
import { type Ledger, nextId, withEntry } from '../register/ledger.ts';
import type { RejectionCode } from '../rejection.ts';
import { judgeSignOff } from '../rules/sign-off.ts';
import type { ProgramContext } from './baseline.ts';
import {
  type Check,
  type CheckedMessage,
  CHECKS_MAX,
  governanceOf,
  type Outcome,
  OUTCOMES_MAX,
  withGovernance,
} from './governance.ts';
import type { ProgramStep } from './program-event.ts';
import type {
  ProgramMessage,
  PromoteMessage,
  RegisterMessage,
  SignOffMessage,
} from './program-message.ts';
import { refuse, remember, scoped, withWord } from './program-records.ts';
import type { ProgramState } from './program-state.ts';
import { judgeChecked } from './judge-checked.ts';
import { applyPause } from './pause.ts';
import { applyPutOff } from './put-off.ts';
import { startPromotion } from './promotion.ts';

export function isChecked(message: ProgramMessage): message is CheckedMessage {
  if (message.type === 'decide') return 'kind' in message;
  const checked: readonly ProgramMessage['type'][] = ['signOff', 'promote', 'pause', 'defer'];
  return checked.includes(message.type);
}

/** Takes in a message that was judged: settled at once where nothing has to be looked up. */
export function receive(
  context: ProgramContext,
  state: ProgramState,
  message: CheckedMessage,
): ProgramStep {
  const { planDigest, branch } = context.contract;
  const { checks } = governanceOf(state);
  const items = unsureItems(state, itemsNamedBy(message));
  const seen = remember(state, message.messageId, 'accepted');
  if (!asksBranch(message) && items.length === 0) {
    const { facts, step } = settle(context, seen, message);
    return { ...step, answer: { kind: 'accepted', facts } };
  }
  if (checks.length >= CHECKS_MAX) {
    return refuse(context, state, {
      ...message,
      code: 'PROGRAM_BUSY',
      facts: { max: CHECKS_MAX },
    });
  }
  const { word } = context;
  const check: Check = word === undefined ? { message } : { message, word };
  const request = { planDigest, items, branch: asksBranch(message) ? branch : null };
  return {
    state: withGovernance(seen, { checks: [...checks, check] }),
    commands: [{ type: 'lookUp', messageId: message.messageId, request }],
    answer: { kind: 'accepted', facts: { checking: true } },
  };
}

type BranchMessage = SignOffMessage | PromoteMessage;

/** Whether the message is about the tip of the branch. */
function asksBranch(message: CheckedMessage): message is BranchMessage {
  return message.type === 'signOff' || message.type === 'promote';
}

function itemsNamedBy(message: CheckedMessage): readonly string[] {
  switch (message.type) {
    case 'decide': {
      const entry = requestedEntry(message);
      return entry.action === 'close' ? [] : entry.items;
    }
    case 'pause':
      return message.exempt ?? [];
    case 'defer':
      return [message.item];
    case 'signOff':
    case 'promote':
      return [];
  }
}

/** Items of which the state does not know that they are planned. */
function unsureItems(state: ProgramState, items: readonly string[]): readonly string[] {
  const known = new Set([
    ...state.open.map(({ planned }) => planned.item.id),
    ...state.recent.map(({ id }) => id),
    ...(state.skipped ?? []).map(({ id }) => id),
    ...(state.putOff ?? []).map(({ id }) => id),
  ]);
  return items.filter((item) => !known.has(item));
}

/** Does what a message asks for that needs nothing of the branch. */
function settle(
  context: ProgramContext,
  state: ProgramState,
  message: Exclude<CheckedMessage, BranchMessage>,
): { readonly facts: Facts; readonly step: ProgramStep } {
  switch (message.type) {
    case 'decide': {
      const { entry, step } = enter(context, state, message);
      return { facts: factsOfEntry(entry), step };
    }
    case 'pause':
      return { facts: {}, step: applyPause(context, state, message) };
    case 'defer':
      return { facts: { item: message.item }, step: applyPutOff(context, state, message) };
  }
}

/** Answers a message with what was looked up. It is judged again: others may have come in between. */
export function onLookedUp(
  now: ProgramContext,
  state: ProgramState,
  event: {
    readonly messageId: string;
    readonly result: LookUpResult | null;
    readonly reason: string;
  },
): ProgramStep {
  const { checks } = governanceOf(state);
  const check = checks.find((each) => each.message.messageId === event.messageId);
  if (check === undefined) return { state, commands: [] };
  const { message, word } = check;
  const context: ProgramContext = word === undefined ? now : { ...now, word };
  const waiting = checks.filter((each) => each !== check);
  const without = withGovernance(state, { checks: waiting });
  const judgement = judgeFound(context, without, { ...event, message });
  if (judgement.verdict === 'rejected') {
    const { code, facts } = judgement;
    const { state: refused, commands } = refuse(context, without, { ...message, code, facts });
    return { state: withOutcome(refused, message, { answer: 'refused', code, facts }), commands };
  }
  const { tip = null } = event.result ?? {};
  if (!asksBranch(message)) {
    const { facts, step } = settle(context, without, message);
    const outcome = { answer: 'accepted', code: null, facts } as const;
    return { ...step, state: withOutcome(step.state, message, outcome) };
  }
  switch (message.type) {
    case 'signOff':
      return tip === null ? { state, commands: [] } : sign(context, without, { message, tip });
    case 'promote':
      return tip === null ? { state, commands: [] } : promote(context, without, { message, tip });
  }
}

function judgeFound(
  context: ProgramContext,
  state: ProgramState,
  found: {
    readonly message: CheckedMessage;
    readonly result: LookUpResult | null;
    readonly reason: string;
  },
): Judgement {
  const { message, result, reason } = found;
  if (state.phase.kind === 'closed') return rejected('PROGRAM_CLOSED', {});
  if (result === null) return rejected('LOOK_UP_FAILED', { reason });
  const { unknown, tip } = result;
  if (unknown.length > 0) return rejected('ITEM_UNKNOWN', { items: unknown });
  if (message.type === 'defer' && hasLeft(state, result.places?.[message.item])) {
    return rejected('ITEM_CLOSED', { commit: null });
  }
  if (asksBranch(message)) {
    if (tip === null) return rejected('LOOK_UP_FAILED', { reason: 'the branch has no tip' });
    const { commit: named } = message;
    if (named !== null && named !== tip.commit) {
      return rejected('STALE_COMMIT', { named, current: tip.commit });
    }
  }
  return judgeChecked(context, state, message);
}

/** Whether the item at this place of the plan has been started and is not open any more. */
function hasLeft({ cursor, open }: ProgramState, place: number | undefined): boolean {
  if (place === undefined || place >= cursor) return false;
  return !open.some(({ planned }) => planned.index === place);
}

type Tip = NonNullable<LookUpResult['tip']>;

function enter(context: ProgramContext, state: ProgramState, message: RegisterMessage) {
  const { ledger } = governanceOf(state);
  const entry = numbered(requestedEntry(message), ledger, context.atMs);
  const { messageId, actor } = message;
  const next = withGovernance(state, { ledger: withEntry(ledger, entry) });
  const step = recorded(context, next, { type: 'register', messageId, actor, entry });
  return { entry, step };
}

/** The entry with its id and its day. */
function numbered(asked: RequestedEntry, ledger: Ledger, atMs: number): EnteredOrClosed {
  if (asked.action === 'close') return asked;
  const id = asked.id ?? nextId(ledger, asked.register);
  if (asked.register !== 'decision') return { ...asked, id };
  const today = new Date(atMs).toISOString().slice(0, DAY_CHARS);
  return { ...asked, id, date: asked.date ?? today };
}

/** The part of an RFC 3339 time that is its day. */
const DAY_CHARS = 10;

type EnteredOrClosed = Extract<RecordBody, { type: 'register' }>['entry'];

function factsOfEntry({ register, id }: EnteredOrClosed): Facts {
  return { register, id };
}

function sign(
  context: ProgramContext,
  state: ProgramState,
  { message, tip }: { readonly message: SignOffMessage; readonly tip: Tip },
): ProgramStep {
  const { signed } = governanceOf(state);
  const judgement = judgeSignOff(context.contract.policy, signed, message);
  if (judgement.verdict === 'rejected') return { state, commands: [] };
  const { messageId, actor, reason } = message;
  const { matter } = judgement;
  const { commit, tree } = tip;
  const fresh = signed.filter((each) => each.commit === commit);
  const next = withGovernance(state, { signed: [...fresh, { ...matter, actor, commit }] });
  const body = { type: 'sign-off', messageId, actor, ...matter, commit, tree, reason } as const;
  const step = recorded(context, next, body);
  const facts = { ...matter, commit };
  const outcome = { answer: 'accepted', code: null, facts } as const;
  return { ...step, state: withOutcome(step.state, message, outcome) };
}

function promote(
  context: ProgramContext,
  state: ProgramState,
  { message, tip }: { readonly message: PromoteMessage; readonly tip: Tip },
): ProgramStep {
  const { messageId, actor, reason, capability } = message;
  const facts = { capability, commit: tip.commit };
  const body = { type: 'decision', decision: 'promote', messageId, actor, reason, facts } as const;
  const { state: next } = recorded(context, state, body);
  return startPromotion(context, next, { message, commit: tip.commit });
}

function recorded(
  context: ProgramContext,
  state: ProgramState,
  body: Extract<RecordBody, { messageId: string }>,
): ProgramStep {
  const record = withWord(context, scoped(context, `message/${body.messageId}`, body));
  return { state: { ...state, pending: [...state.pending, record] }, commands: [] };
}

function withOutcome(
  state: ProgramState,
  { messageId }: CheckedMessage,
  outcome: {
    readonly answer: Outcome['answer'];
    readonly code: RejectionCode | null;
    readonly facts: Facts;
  },
): ProgramState {
  const outcomes = [...governanceOf(state).outcomes, { messageId, ...outcome }];
  return withGovernance(state, { outcomes: newest(outcomes, OUTCOMES_MAX) });
}
