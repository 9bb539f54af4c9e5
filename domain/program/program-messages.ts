import { includesActor } from '../actor.ts';
import type { EvidenceRecord, RecordBody } from '../evidence-record.ts';
import { rolesOf } from '../item/roles.ts';
import { type Facts, type Judgement, passed, rejected } from '../judgement.ts';
import { type ProgramContext, startBaseline } from './baseline.ts';
import { heldRoles } from '../policy-roles.ts';
import { demandedBy, signingRules, spelledInPolicy } from '../word/demanded.ts';
import { hearWord, onWordChecked, type WordChecked, type WordHost } from '../word/hear-word.ts';
import type { WordPlace } from '../word/signed-word.ts';
import type { ProgramCommand, ProgramStep } from './program-event.ts';
import type { CheckedMessage } from './governance.ts';
import { isChecked, receive } from './governance-messages.ts';
import { judgeChecked } from './judge-checked.ts';
import type {
  ProgramMessage,
  UnblockItemMessage,
  WaiverRenewalMessage,
} from './program-message.ts';
import { refuse, remember, scoped, withWord } from './program-records.ts';
import type { ProgramContract, ProgramState } from './program-state.ts';
import { endFreeze } from './freeze.ts';
import { judgeTakenUp, takeUp } from './put-off.ts';
import { judgeRenewal, renew } from './renew-waiver.ts';

/** Messages that are answered from the state alone. */
type PlainMessage = Exclude<
  ProgramMessage,
  CheckedMessage | WaiverRenewalMessage | UnblockItemMessage
>;

/** Answers a message to the program; each id counts once. */
export function onMessage(
  context: ProgramContext,
  state: ProgramState,
  message: ProgramMessage,
): ProgramStep {
  const before = state.seen.find((each) => each.id === message.messageId);
  if (before !== undefined) {
    return { ...only(state), answer: { kind: 'duplicate', first: before.answer } };
  }
  return hearWord(wordHost(context), state, message);
}

/** The check of a signed word has ended. */
export function onProgramWord(
  context: ProgramContext,
  state: ProgramState,
  event: WordChecked,
): ProgramStep {
  return onWordChecked(wordHost(context), state, event);
}

/** How a program hears words: what the reducer of words needs to know of it. */
function wordHost(context: ProgramContext): WordHost<ProgramMessage, ProgramState, ProgramCommand> {
  const { contract, atMs } = context;
  const { policyDigest, policy } = contract;
  const signing = signingRules(policy);
  return {
    atMs,
    policyDigest,
    rules: signing,
    judge: (state, message) =>
      message.type === 'waive'
        ? judgeRenewal(context, state, message)
        : judgeMessage(context, state, message),
    // A program's word is heard in every role that its sender has.
    demands: (_state, { type, actor }) => {
      const held = heldRoles(policy.roles, actor);
      return demandedBy(signing?.required ?? [], { type, held, allowed: held });
    },
    principal: ({ actor }) => spelledInPolicy(policy.roles, actor),
    place: () => placeOfProgram(contract),
    accept: (state, message, word) =>
      accept(word === null ? context : { ...context, word }, state, message),
    refuse: (state, refused) => refuse(context, state, refused),
  };
}

/** Where a word to the program is meant. */
export function placeOfProgram({ program, workflowId, runId }: ProgramContract): WordPlace {
  return { program, item: null, workflowId, runId, attempt: null, tree: null };
}

function accept(
  context: ProgramContext,
  state: ProgramState,
  message: ProgramMessage,
): ProgramStep {
  if (isChecked(message)) return receive(context, state, message);
  if (message.type === 'waive') return acceptRenewal(context, state, message);
  const seen = remember(state, message.messageId, 'accepted');
  const answer = { kind: 'accepted', facts: {} } as const;
  if (message.type === 'unblock') return { ...takeUp(context, seen, message), answer };
  const noted: ProgramState = {
    ...seen,
    pending: [...state.pending, withWord(context, decisionRecord(context, message))],
  };
  return { ...applyMessage(context, noted, message), answer };
}

function acceptRenewal(
  context: ProgramContext,
  state: ProgramState,
  message: WaiverRenewalMessage,
): ProgramStep {
  const noted = remember(state, message.messageId, 'accepted');
  const renewed = renew(context, noted, message);
  const answer = { kind: 'accepted', facts: {} } as const;
  if (renewed === null) return { ...only(noted), answer };
  const record = withWord(context, renewed.record);
  return { ...only({ ...renewed.state, pending: [...noted.pending, record] }), answer };
}

function judgeMessage(
  context: ProgramContext,
  state: ProgramState,
  message: Exclude<ProgramMessage, WaiverRenewalMessage>,
): Judgement {
  const { contract } = context;
  const { actor, type } = message;
  const { roles } = contract.policy;
  if (state.phase.kind === 'closed') return rejected('PROGRAM_CLOSED', {});
  if (isChecked(message)) return judgeChecked(context, state, message);
  if (rolesOf(roles, actor).length === 0) return rejected('UNKNOWN_ACTOR', { actor });
  if (!includesActor(roles.releaseLeads, actor)) {
    return rejected('NOT_ALLOWED', { actor, action: type, allowed: ['releaseLeads'] });
  }
  switch (message.type) {
    case 'unblock':
      return judgeTakenUp(context, state, message);
    case 'resume':
      return state.paused === null && (state.freeze ?? null) === null
        ? rejected('NOT_PAUSED', {})
        : passed();
    case 'retry':
      return judgeRetry(state, message.target);
    case 'decide':
      return passed();
    case 'certify': {
      const active = state.open.filter(({ status }) => status.kind === 'active');
      const isRunning = state.phase.kind === 'running' && active.length === 0;
      const waitingOn = active.map(({ planned }) => planned.item.id);
      return isRunning ? passed() : rejected('WRONG_STAGE', { stage: state.phase.kind, waitingOn });
    }
  }
}

function judgeRetry(state: ProgramState, target: 'baseline' | 'certification'): Judgement {
  const needed = target === 'baseline' ? 'baseline-failed' : 'not-certified';
  return state.phase.kind === needed
    ? passed()
    : rejected('NOTHING_TO_RETRY', { from: target, stage: state.phase.kind });
}

function applyMessage(
  context: ProgramContext,
  state: ProgramState,
  message: PlainMessage,
): ProgramStep {
  switch (message.type) {
    case 'resume':
      return endFreeze({ ...state, paused: null });
    // Its record is the whole effect: `sluice sync` reads it.
    case 'decide':
      return only(state);
    case 'retry':
      return startBaseline(
        context,
        state,
        message.target === 'baseline' ? 'baseline' : 'certifying',
      );
    case 'certify':
      return startBaseline(context, state, 'certifying');
  }
}

function only(state: ProgramState): ProgramStep {
  return { state, commands: [] };
}

function decisionRecord(context: ProgramContext, message: PlainMessage): EvidenceRecord {
  const { type, messageId, actor, reason } = message;
  const facts = factsOf(message);
  const body: RecordBody = { type: 'decision', decision: type, messageId, actor, reason, facts };
  return scoped(context, `message/${messageId}`, body);
}

function factsOf(message: PlainMessage): Facts {
  switch (message.type) {
    case 'retry':
      return { target: message.target };
    case 'decide':
      return { item: message.item, field: message.field };
    case 'resume':
    case 'certify':
      return {};
  }
}
