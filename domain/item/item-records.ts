import type { EvidenceRecord, RecordBody, SubmissionRecord } from '../evidence-record.ts';
import type { Facts } from '../judgement.ts';
import { talkOf, verdictOf } from './review-records.ts';
import type { RejectionCode } from '../rejection.ts';
import type { ItemMessage, WaiveMessage } from './item-message.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';
import { fixedBy } from './submission.ts';
import { claimOf, renewedBy } from './waive.ts';
import { bodyOfWaiver } from './waiver-records.ts';

/** What is known of a message that was refused, even when its shape was wrong. */
export interface RefusedMessage {
  readonly type: string;
  readonly messageId: string;
  readonly actor: string;
  readonly code: RejectionCode;
  readonly facts: Facts;
}

function scoped(contract: ItemContract, key: string, atMs: number): EvidenceRecord['scope'] {
  return {
    program: contract.program,
    item: contract.item.id,
    workflowId: contract.workflowId,
    runId: contract.runId,
    key: `${contract.workflowId}/${key}`,
    atMs,
    policyDigest: contract.policyDigest,
  };
}

/** The evidence of something that nobody sent; `key` is unique within the item. */
export function recordOfItem(
  contract: ItemContract,
  { key, atMs, body }: { readonly key: string; readonly atMs: number; readonly body: RecordBody },
): EvidenceRecord {
  return { scope: scoped(contract, key, atMs), body };
}

/** The evidence of an accepted message. */
export function recordOfMessage(
  contract: ItemContract,
  state: ItemState,
  accepted: { readonly message: ItemMessage; readonly atMs: number; readonly facts: Facts },
): EvidenceRecord {
  const { message, atMs, facts } = accepted;
  const scope = scoped(contract, `message/${message.messageId}`, atMs);
  return { scope, body: bodyOfMessage(contract, state, { message, facts }) };
}

function bodyOfMessage(
  contract: ItemContract,
  state: ItemState,
  { message, facts }: { readonly message: ItemMessage; readonly facts: Facts },
): RecordBody {
  const { messageId, actor } = message;
  switch (message.type) {
    case 'red':
    case 'green':
      return {
        type: 'submission',
        submission: message.type,
        messageId,
        actor,
        attempt: message.attempt,
        note: message.note,
        ...fixedOf(state, message),
      };
    case 'review':
      return verdictOf(contract, state, message);
    case 'withdraw':
    case 'reassign':
    case 'ask':
    case 'comment':
    case 'settle':
      return talkOf(contract, state, message);
    case 'waive':
      return bodyOfWaive(contract, state, message);
    case 'block':
    case 'unblock':
    case 'defer':
    case 'retry':
      return {
        type: 'decision',
        decision: message.type,
        messageId,
        actor,
        reason: message.reason,
        facts,
      };
  }
}

function fixedOf(state: ItemState, message: ItemMessage): Pick<SubmissionRecord, 'fixed'> {
  const fixed = message.type === 'green' ? fixedBy(state, message) : [];
  return fixed.length === 0 ? {} : { fixed };
}

function bodyOfWaive(contract: ItemContract, state: ItemState, message: WaiveMessage): RecordBody {
  const { messageId, actor, reason, until } = message;
  const known = renewedBy(state, message);
  if (known === null) {
    const claim = claimOf(contract, state, message);
    return bodyOfWaiver(claim, { event: 'requested', messageId });
  }
  const renewed = { ...known, actor, reason, until };
  return bodyOfWaiver(renewed, { event: 'renewed', messageId });
}

/** The evidence of a refused message: refused attempts are kept, not lost. */
export function recordOfRefusal(
  contract: ItemContract,
  refused: RefusedMessage,
  atMs: number,
): EvidenceRecord {
  return {
    scope: scoped(contract, `refused/${refused.messageId}`, atMs),
    body: {
      type: 'refusal',
      message: refused.type,
      messageId: refused.messageId,
      actor: refused.actor,
      code: refused.code,
      facts: refused.facts,
    },
  };
}
