import type { Actor } from '../actor.ts';
import type { NoticeKind, NoticeRecord } from '../evidence-record.ts';
import { type Notice, NOTICES_MAX, type NoticeRequest } from '../notice.ts';
import type { ItemStep } from './item-event.ts';
import { recordOfItem } from './item-records.ts';
import type { ItemContract } from './item-contract.ts';
import { type ItemState, newest } from './item-state.ts';
import { only, type StepContext } from './round.ts';

/** Something to be said about a review that nobody answers. */
export interface NoticeFacts {
  readonly kind: NoticeKind;
  readonly to: readonly Actor[];
  readonly count: number;
  readonly sinceMs: number;
  readonly dueMs: number;
  readonly onExpiry?: 'stay-closed' | 'block';
}

/** Records a notice, shows it, and has the policy's command tell those whom it is for. */
export function giveNotice(context: StepContext, state: ItemState, facts: NoticeFacts): ItemStep {
  const { contract, atMs } = context;
  const { kind, to, count, sinceMs } = facts;
  const { attempt } = state;
  const id = `${attempt}/${sinceMs}/${kind}/${count}`;
  const delivery = contract.notifies === true ? 'under-way' : 'none';
  const notice: Notice = { id, kind, to, attempt, count, atMs, delivery, problem: null };
  const record = recordOfItem(contract, { key: `notice/${id}`, atMs, body: bodyOf(state, facts) });
  const noted: ItemState = {
    ...state,
    notices: newest([...(state.notices ?? []), notice], NOTICES_MAX),
    pending: [...state.pending, record],
  };
  if (delivery === 'none') return only(noted);
  return only(noted, { type: 'notify', request: requestOf(contract, state, { notice, facts }) });
}

function bodyOf({ attempt, candidate }: ItemState, facts: NoticeFacts): NoticeRecord {
  const { kind, to, count, sinceMs, dueMs, onExpiry = null } = facts;
  return {
    type: 'notice',
    notice: kind,
    to,
    count,
    attempt,
    tree: candidate?.tree ?? '',
    since: new Date(sinceMs).toISOString(),
    due: new Date(dueMs).toISOString(),
    onExpiry,
  };
}

function requestOf(
  { program, policyDigest, item: { id, title } }: ItemContract,
  { stage, attempt, candidate }: ItemState,
  { notice, facts }: { readonly notice: Notice; readonly facts: NoticeFacts },
): NoticeRequest {
  const since = new Date(facts.sinceMs).toISOString();
  return {
    program,
    policyDigest,
    item: { id, title },
    stage,
    attempt,
    tree: candidate?.tree ?? '',
    notice: { id: notice.id, kind: notice.kind, to: notice.to, count: notice.count },
    since,
    text: textOf(`${id} ${title}`, since, facts),
    command: commandOf(id, facts),
  };
}

function textOf(what: string, since: string, { kind, onExpiry }: NoticeFacts): string {
  switch (kind) {
    case 'reminder':
      return `${what} waits for a review since ${since}.`;
    case 'escalation':
      return `${what} waits for a review since ${since}, and nobody has answered.`;
    case 'expiry': {
      const then = onExpiry === 'block' ? 'The item is blocked' : 'Nothing is approved';
      return `The review of ${what} has expired: nobody answered since ${since}. ${then}.`;
    }
  }
}

function commandOf(id: string, { kind, onExpiry }: NoticeFacts): string {
  if (kind !== 'expiry') return `sluice show ${id}`;
  return onExpiry === 'block' ? `sluice unblock ${id}` : reopenCommand(id);
}

/** With which a release lead asks for an expired review again. */
export function reopenCommand(id: string): string {
  return `sluice retry ${id} --from REVIEW --reason "…"`;
}

/** The policy's command has ended: people were told, or why not is shown. */
export function onNotified(
  state: ItemState,
  { id, problem }: { readonly id: string; readonly problem: string | null },
): ItemStep {
  const notices = (state.notices ?? []).map((notice): Notice =>
    notice.id === id && notice.delivery === 'under-way'
      ? { ...notice, delivery: problem === null ? 'told' : 'failed', problem }
      : notice,
  );
  return only({ ...state, notices });
}

/** A finished item waits for nobody to be told that it is unfinished. */
export function abandonNotices(step: ItemStep): ItemStep {
  const { turn, notices = [] } = step.state;
  if (turn.kind !== 'closed' || !notices.some((each) => each.delivery === 'under-way')) return step;
  const left = notices.map((notice): Notice =>
    notice.delivery === 'under-way' ? { ...notice, delivery: 'abandoned' } : notice,
  );
  return {
    ...step,
    state: { ...step.state, notices: left },
    commands: [...step.commands, { type: 'abandonNotices' }],
  };
}
