import { includesActor } from '../actor.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { type NumberedFinding, settleFinding } from '../review/findings.ts';
import type { ItemStep } from './item-event.ts';
import type { ReassignMessage, SettleMessage, TalkMessage } from './item-message.ts';
import type { ItemContract } from './item-contract.ts';
import {
  type ItemState,
  newest,
  PENDING_RECORDS_MAX,
  TALK_MAX,
  type TalkEntry,
} from './item-state.ts';
import { approversOfItem, hasVoted, isBarred } from './reviewer.ts';
import { selfReview } from './review.ts';
import { reopenExpired } from './review-clock.ts';
import { only, type StepContext } from './round.ts';
import { applyWithdrawal, judgeWithdrawal } from './withdrawal.ts';

const TALK_TYPES: ReadonlySet<string> = new Set<TalkMessage['type']>([
  'withdraw',
  'reassign',
  'ask',
  'comment',
  'settle',
]);

export function isTalk(message: { readonly type: string }): message is TalkMessage {
  return TALK_TYPES.has(message.type);
}

/** Questions and comments change nothing, so they are welcome whatever the item waits for. */
export function isFreeTalk({ type }: { readonly type: string }): boolean {
  return type === 'ask' || type === 'comment';
}

/** Whether what is said around a review may be said: by whom, about which attempt, while it counts. */
export function judgeTalk(
  contract: ItemContract,
  state: ItemState,
  message: TalkMessage,
): Judgement {
  if (state.pending.length >= PENDING_RECORDS_MAX) {
    return rejected('TOO_MUCH_TALK', { waiting: state.pending.length });
  }
  if (message.type === 'ask' || message.type === 'comment') return passed();
  if (message.attempt !== state.attempt) {
    return rejected('STALE_ATTEMPT', { named: message.attempt, current: state.attempt });
  }
  switch (message.type) {
    case 'withdraw':
      return judgeWithdrawal(contract, state, message);
    case 'reassign':
      return judgeReassignment(contract, state, message);
    case 'settle':
      return judgeSettlement(contract, state, message);
  }
}

/**
 * Only somebody who may approve the item can be given its review. Nobody who worked on it chooses
 * the reviewer, and once it is given to somebody, only they or a release lead pass it on.
 */
function judgeReassignment(
  contract: ItemContract,
  state: ItemState,
  { actor, to }: ReassignMessage,
): Judgement {
  const action = `reassign the review to ${to}`;
  const allowed = approversOfItem(contract);
  if (isBarred(contract, state, actor)) return selfReview(contract, state, actor);
  const { assignee = null } = state;
  const { releaseLeads } = contract.roles;
  if (assignee !== null && !includesActor([assignee, ...releaseLeads], actor)) {
    return rejected('NOT_ALLOWED', { actor, action, allowed: [assignee, ...releaseLeads] });
  }
  if (!includesActor(allowed, to))
    return rejected('NOT_ALLOWED', { actor: to, action: 'review', allowed });
  if (isBarred(contract, state, to)) return selfReview(contract, state, to);
  return hasVoted(contract, state, to) ? rejected('ALREADY_VOTED', { actor: to }) : passed();
}

/** Whoever says that a finding may stay as it is must be able to approve, and says why. */
function judgeSettlement(
  contract: ItemContract,
  state: ItemState,
  { actor, finding, state: settled, reason }: SettleMessage,
): Judgement {
  const ledger = state.findings ?? [];
  if (!ledger.some((each) => each.id === finding)) {
    return rejected('FINDING_UNKNOWN', { finding, known: ledger.map((each) => each.id) });
  }
  if (settled === 'fixed') return passed();
  if (isBarred(contract, state, actor)) return selfReview(contract, state, actor);
  const allowed = approversOfItem(contract);
  if (!includesActor(allowed, actor)) {
    const action = settled === 'open' ? 'open a finding again' : 'accept a finding';
    return rejected('NOT_ALLOWED', { actor, action, allowed });
  }
  return (reason ?? '').trim() === '' ? rejected('REASON_MISSING', {}) : passed();
}

export function applyTalk(context: StepContext, state: ItemState, message: TalkMessage): ItemStep {
  const said: ItemState = {
    ...state,
    talk: newest([...(state.talk ?? []), entryOf(context, state, message)], TALK_MAX),
  };
  switch (message.type) {
    case 'ask':
    case 'comment':
      return only(said);
    case 'reassign':
      return only({ ...reopenExpired(said), assignee: message.to });
    case 'settle':
      return only({ ...said, findings: settled(said, message) });
    case 'withdraw':
      return applyWithdrawal(context, said, message);
  }
}

function settled(state: ItemState, message: SettleMessage): readonly NumberedFinding[] {
  const { finding, actor: by, state: standing, reason: note } = message;
  const { attempt } = state;
  return settleFinding(state.findings ?? [], finding, { state: standing, by, attempt, note });
}

function entryOf({ atMs }: StepContext, { attempt }: ItemState, message: TalkMessage): TalkEntry {
  const { type: talk, actor } = message;
  return { talk, actor, attempt, text: wordsOf(message), atMs };
}

/** What was said, as one sentence for people. */
function wordsOf(message: TalkMessage): string {
  switch (message.type) {
    case 'ask':
    case 'comment':
      return message.text;
    case 'withdraw':
      return message.reason;
    case 'reassign':
      return `to ${message.to}${message.reason === null ? '' : `: ${message.reason}`}`;
    case 'settle':
      return `${message.finding} ${message.state}${message.reason === null ? '' : `: ${message.reason}`}`;
  }
}
