import type { Actor } from '../actor.ts';
import type { Finding, ReviewMark } from '../evidence-record.ts';
import type { Facts } from '../judgement.ts';
import type { RejectionCode } from '../rejection.ts';
import type { Stage } from '../stage.ts';

/** What every message carries, whoever sends it and by whichever way. */
interface MessageBase {
  /** Idempotency id: the same id twice counts once, also across continue-as-new. */
  readonly messageId: string;
  readonly actor: Actor;
}

/** A message about work names the attempt that it is about; a message about an older one is refused. */
interface AttemptMessage extends MessageBase {
  readonly attempt: number;
}

export interface RedMessage extends AttemptMessage {
  readonly type: 'red';
  /** Linked work tree that holds the work; null for the repository itself. */
  readonly checkout: string | null;
  readonly note: string | null;
}

export interface GreenMessage extends AttemptMessage {
  readonly type: 'green';
  readonly checkout: string | null;
  readonly note: string | null;
  /** Why test files changed since RED; the reviewer is shown it and RED is replayed. */
  readonly testsChanged: string | null;
}

export interface ReviewMessage extends AttemptMessage {
  readonly type: 'review';
  /** The tree that the reviewer looked at. */
  readonly tree: string;
  readonly verdict: 'APPROVED' | 'CHANGES_REQUESTED';
  readonly gates: Readonly<Record<string, ReviewMark>>;
  readonly findings: readonly Finding[];
  readonly note: string | null;
}

export interface BlockMessage extends MessageBase {
  readonly type: 'block';
  readonly reason: string;
  /** Who can unblock it, besides the release leads. */
  readonly unblocker: Actor | null;
}

export interface UnblockMessage extends MessageBase {
  readonly type: 'unblock';
  readonly reason: string | null;
}

export interface DeferMessage extends MessageBase {
  readonly type: 'defer';
  readonly reason: string;
  /** Until when, milliseconds since the epoch; null until somebody unblocks it. */
  readonly untilMs: number | null;
}

export interface RetryMessage extends MessageBase {
  readonly type: 'retry';
  readonly from: Exclude<Stage, 'CHECKPOINT'>;
  readonly reason: string;
}

export type ItemMessage =
  | RedMessage
  | GreenMessage
  | ReviewMessage
  | BlockMessage
  | UnblockMessage
  | DeferMessage
  | RetryMessage;
export type ItemMessageType = ItemMessage['type'];
export const ITEM_MESSAGE_TYPES = [
  'red',
  'green',
  'review',
  'block',
  'unblock',
  'defer',
  'retry',
] as const satisfies readonly ItemMessageType[];

/** What the sender is told at once. */
export type Answer =
  | { readonly kind: 'accepted'; readonly facts: Facts }
  /** This id was answered before; nothing was applied again. */
  | { readonly kind: 'duplicate'; readonly first: 'accepted' | 'refused' }
  | { readonly kind: 'refused'; readonly code: RejectionCode; readonly facts: Facts };
