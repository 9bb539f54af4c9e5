import type { RecordBody } from '../evidence-record.ts';
import { newest } from '../item/item-state.ts';
import { type Facts, type Judgement, rejected } from '../judgement.ts';
import type { FoundPolicy, LookUpResult } from '../look-up.ts';
import { type RequestedEntry, requestedEntry } from '../register/entry.ts';
import { type Ledger, nextId, withEntry } from '../register/ledger.ts';
import type { RejectionCode } from '../rejection.ts';
import { judgeSignOff } from '../rules/sign-off.ts';
import { acceptedPolicy, itemsUnderWay, judgeFoundPolicy } from './accepted-policy.ts';
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
  AcceptPolicyMessage,
  ProgramMessage,
  PromoteMessage,
  RegisterMessage,
  SignOffMessage,
} from './program-message.ts';
import { refuse, remember, scoped, withWord } from './program-records.ts';
import type { ProgramState } from './program-state.ts';
import { judgeChecked } from './judge-checked.ts';
import { asksBranch, lookUpNeeded } from './look-up-needed.ts';
import { applyPause } from './pause.ts';
import { applyPutOff } from './put-off.ts';
import { startPromotion } from './promotion.ts';
import { recertify } from './recertify.ts';

export function isChecked(message: ProgramMessage): message is CheckedMessage {
  if (message.type === 'decide') return 'kind' in message;
  const checked: readonly ProgramMessage['type'][] = [
    'signOff',
    'promote',
    'pause',
    'defer',
    'acceptPolicy',
  ];
  return checked.includes(message.type);
}

/** Takes in a message that was judged: settled at once where nothing has to be looked up. */
export function receive(
  context: ProgramContext,
  state: ProgramState,
  message: CheckedMessage,
): ProgramStep {
  const { policyDigest } = context.contract;
  const { checks } = governanceOf(state);
  const request = lookUpNeeded(context.contract, state, message);
  const seen = remember(state, message.messageId, 'accepted');
  if (request === null) {
    const { facts, step } = settle(context, seen, { message });
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
  const check: Check = { message, policyDigest, ...(word === undefined ? {} : { word }) };
  return {
    state: withGovernance(seen, { checks: [...checks, check] }),
    commands: [{ type: 'lookUp', messageId: message.messageId, request }],
    answer: { kind: 'accepted', facts: { checking: true } },
  };
}

/** Does what a message asks for that needs nothing of the branch. */
function settle(
  context: ProgramContext,
  state: ProgramState,
  { message, policy }: { readonly message: CheckedMessage; readonly policy?: FoundPolicy },
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
    case 'acceptPolicy':
      if (policy?.kind === 'found') return accept(context, state, { message, found: policy });
      break;
    // These are about the tip of the branch, which is always looked up.
    case 'signOff':
    case 'promote':
      break;
  }
  return { facts: {}, step: { state, commands: [] } };
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
  const judgement = judgeFound(context, without, { ...event, check });
  if (judgement.verdict === 'rejected') {
    const { code, facts } = judgement;
    const { state: refused, commands } = refuse(context, without, { ...message, code, facts });
    return { state: withOutcome(refused, message, { answer: 'refused', code, facts }), commands };
  }
  const { tip = null, policy } = event.result ?? {};
  if (!asksBranch(message)) {
    const { facts, step } = settle(context, without, { message, ...(policy && { policy }) });
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
    readonly check: Check;
    readonly result: LookUpResult | null;
    readonly reason: string;
  },
): Judgement {
  const { contract } = context;
  const { check, result, reason } = found;
  const { message, policyDigest: judged = contract.policyDigest } = check;
  if (state.phase.kind === 'closed') return rejected('PROGRAM_CLOSED', {});
  // Its signature was checked, and it was judged, by rules that are no longer in force.
  if (judged !== contract.policyDigest) {
    return rejected('POLICY_CHANGED', { judged, current: contract.policyDigest });
  }
  if (result === null) return rejected('LOOK_UP_FAILED', { reason });
  const { unknown, tip, policy } = result;
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
  const judgement = judgeChecked(context, state, message);
  return judgement.verdict === 'passed' && message.type === 'acceptPolicy'
    ? judgeFoundPolicy(contract, policy, message)
    : judgement;
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
  const again = recertify(context, step.state);
  const facts = { ...matter, commit, ...(again === null ? {} : { certifying: true }) };
  const outcome = { answer: 'accepted', code: null, facts } as const;
  const signedOff = again ?? step;
  return { ...signedOff, state: withOutcome(signedOff.state, message, outcome) };
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

function accept(
  context: ProgramContext,
  state: ProgramState,
  {
    message,
    found,
  }: {
    readonly message: AcceptPolicyMessage;
    readonly found: Extract<FoundPolicy, { kind: 'found' }>;
  },
): { readonly facts: Facts; readonly step: ProgramStep } {
  const { messageId, actor, reason, digest: to } = message;
  const facts = { from: context.contract.policyDigest, to };
  const decided = { decision: 'accept-policy', messageId, actor, reason, facts } as const;
  // Recorded under the policy that was in force when it was said: by its rules it was signed.
  const { state: noted, commands } = recorded(context, state, { type: 'decision', ...decided });
  const next = { ...noted, accepted: acceptedPolicy(to, found) };
  return { facts: { ...facts, keep: itemsUnderWay(noted) }, step: { state: next, commands } };
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
