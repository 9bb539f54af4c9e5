import type { Actor } from '../actor.ts';
import type { Answer } from '../item/item-message.ts';
import type { RefusedMessage } from '../item/item-records.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { judgePayload, type SignableMessage } from './judge-word.ts';
import { readPayload } from './read-payload.ts';
import type {
  SigningRules,
  VerifiedWord,
  WordCheckRequest,
  WordCheckResult,
  WordPlace,
} from './signed-word.ts';

/** Words that may wait while one before them is checked; a check takes a moment. */
export const PARKED_WORDS_MAX = 20;
/** Nonces remembered; only a good signature adds one, so that a flood cannot wash them out. */
export const NONCES_MAX = 500;

export interface Parked<Message> {
  readonly message: Message;
  readonly atMs: number;
}

/** Words that wait for a check, the oldest first, which is the one being checked. */
export interface WordsState<Message> {
  readonly parked: readonly Parked<Message>[];
  readonly nonces: readonly string[];
}

/** The command and the event of a check. */
export interface CheckWord {
  readonly type: 'checkWord';
  readonly request: WordCheckRequest;
}
export interface WordChecked {
  readonly type: 'wordChecked';
  readonly messageId: string;
  readonly result: WordCheckResult;
  /** By whose signers it was checked; absent in what an older release answered. */
  readonly policyDigest?: string;
}

interface Step<State, Command> {
  readonly state: State;
  readonly commands: readonly (Command | CheckWord)[];
  readonly answer?: Answer;
}

/** What a reducer brings along: an item's or a program's. */
export interface WordHost<Message extends SignableMessage, State, Command> {
  readonly atMs: number;
  readonly policyDigest: string;
  readonly rules: SigningRules | null;
  /** Whether the message may be sent now, signatures aside. */
  judge(state: State, message: Message): Judgement;
  /** What of the policy demands that this message is signed; empty where nothing does. */
  demands(state: State, message: Message): readonly string[];
  /** The actor's name as the policy spells it. */
  principal(message: Message): Actor;
  place(state: State): WordPlace;
  accept(state: State, message: Message, word: VerifiedWord | null): Step<State, Command>;
  refuse(state: State, refused: RefusedMessage): Step<State, Command>;
}

type Holder<Message> = { readonly words?: WordsState<Message> };

/**
 * Answers a message: at once where it is unsigned and need not be, otherwise when its signature has
 * been checked. Words keep their order: one that comes while another is checked waits behind it.
 */
export function hearWord<M extends SignableMessage, S extends Holder<M>, C>(
  host: WordHost<M, S, C>,
  state: S,
  message: M,
): Step<S, C> {
  const parked = state.words?.parked ?? [];
  if (parked.some((each) => each.message.messageId === message.messageId)) {
    return { state, commands: [], answer: { kind: 'duplicate', first: 'accepted' } };
  }
  if (parked.length === 0) return begin(host, state, { message, atMs: host.atMs });
  if (parked.length >= PARKED_WORDS_MAX) {
    const facts = { waiting: parked.length };
    return host.refuse(state, refused(message, { code: 'TOO_MANY_WORDS', facts }));
  }
  return { ...park(state, { message, atMs: host.atMs }), answer: WAITS };
}

/** The sender learns the outcome by looking at the state again. */
const WAITS: Answer = { kind: 'accepted', facts: { checking: true } };

/** The outcome of a check: the word is applied or refused, then those that waited behind it. */
export function onWordChecked<M extends SignableMessage, S extends Holder<M>, C>(
  host: WordHost<M, S, C>,
  state: S,
  { messageId, result, policyDigest = host.policyDigest }: WordChecked,
): Step<S, C> {
  const [first, ...rest] = state.words?.parked ?? [];
  // The echo of a check that was answered before changes nothing.
  if (first === undefined || first.message.messageId !== messageId) return { state, commands: [] };
  // Another policy was put in force meanwhile: the word is heard again, by its rules and signers.
  if (policyDigest !== host.policyDigest) return drain(host, { state, commands: [] });
  const settled = settle(host, withParked(state, rest), { word: first, result });
  return drain(host, { state: settled.state, commands: settled.commands });
}

/** Starts with a word that nothing waits before. */
function begin<M extends SignableMessage, S extends Holder<M>, C>(
  host: WordHost<M, S, C>,
  state: S,
  word: Parked<M>,
): Step<S, C> {
  const { message } = word;
  const judgement = judgeAll(host, state, message);
  if (judgement.verdict === 'rejected') return host.refuse(state, refused(message, judgement));
  const signature = message.signature ?? null;
  if (signature === null) return host.accept(state, message, null);
  const { policyDigest } = host;
  const { messageId } = message;
  const principal = host.principal(message);
  const request = { messageId, principal, policyDigest, atMs: word.atMs, ...signature };
  const waiting = state.words?.parked ?? [];
  return {
    state: withParked(state, [word, ...waiting]),
    commands: [{ type: 'checkWord', request }],
    answer: WAITS,
  };
}

/** Goes on with what waits, up to the next word that has to be checked. */
function drain<M extends SignableMessage, S extends Holder<M>, C>(
  host: WordHost<M, S, C>,
  before: Step<S, C>,
): Step<S, C> {
  let step = before;
  for (;;) {
    const [next, ...rest] = step.state.words?.parked ?? [];
    if (next === undefined) return step;
    const { state, commands } = begin(host, withParked(step.state, rest), next);
    step = { state, commands: [...step.commands, ...commands] };
    if ((state.words?.parked.length ?? 0) > rest.length) return step;
  }
}

function settle<M extends SignableMessage, S extends Holder<M>, C>(
  host: WordHost<M, S, C>,
  state: S,
  { word, result }: { readonly word: Parked<M>; readonly result: WordCheckResult },
): Step<S, C> {
  const { message } = word;
  const { signature } = message;
  if (result.kind === 'refused' || signature === null || signature === undefined) {
    const why = result.kind === 'refused' ? result : { code: 'WORD_UNSIGNED' as const, facts: {} };
    return host.refuse(state, refused(message, why));
  }
  // Time has passed since the word came: what it says must still be right.
  const judgement = judgeAll(host, state, message);
  const counted = withNonce(state, readPayload(signature.payload)?.nonce ?? '');
  if (judgement.verdict === 'rejected') return host.refuse(counted, refused(message, judgement));
  const principal = host.principal(message);
  const { fingerprint } = result;
  return host.accept(counted, message, { ...signature, principal, fingerprint, atMs: word.atMs });
}

function judgeAll<M extends SignableMessage, S extends Holder<M>, C>(
  host: WordHost<M, S, C>,
  state: S,
  message: M,
): Judgement {
  const judgement = host.judge(state, message);
  if (judgement.verdict === 'rejected') return judgement;
  const signature = message.signature ?? null;
  if (signature === null) {
    const demands = host.demands(state, message);
    if (demands.length === 0) return passed();
    return rejected('WORD_UNSIGNED', { actor: message.actor, action: message.type, demands });
  }
  if (host.rules === null) return rejected('WORD_SIGNERS_UNKNOWN', { actor: message.actor });
  return judgePayload({ ...message, signature }, host.place(state), state.words?.nonces ?? []);
}

function refused(
  { type, messageId, actor }: SignableMessage,
  { code, facts }: Pick<RefusedMessage, 'code' | 'facts'>,
): RefusedMessage {
  return { type, messageId, actor, code, facts };
}

function park<M extends SignableMessage, S extends Holder<M>>(
  state: S,
  word: Parked<M>,
): { readonly state: S; readonly commands: readonly [] } {
  return { state: withParked(state, [...(state.words?.parked ?? []), word]), commands: [] };
}

function withParked<M, S extends Holder<M>>(state: S, parked: readonly Parked<M>[]): S {
  return { ...state, words: { parked, nonces: state.words?.nonces ?? [] } };
}

function withNonce<M, S extends Holder<M>>(state: S, nonce: string): S {
  const { parked = [], nonces = [] } = state.words ?? {};
  return { ...state, words: { parked, nonces: [...nonces, nonce].slice(-NONCES_MAX) } };
}
