import type { Actor } from '../actor.ts';
import type { Finding, FixedFinding, ReviewMark } from '../evidence-record.ts';
import type { Facts } from '../judgement.ts';
import type { RejectionCode } from '../rejection.ts';
import type { FindingState } from '../review/findings.ts';
import type { Stage } from '../stage.ts';
import type { WordSignature } from '../word/signed-word.ts';

/** What every message carries, whoever sends it and by whichever way. */
interface MessageBase {
  /** Idempotency id: the same id twice counts once, also across continue-as-new. */
  readonly messageId: string;
  readonly actor: Actor;
  /** Made with the actor's SSH key; without it the actor is only claimed. */
  readonly signature?: WordSignature | null;
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
  /** Findings that are fixed now; absent or null: all that are open, without a word on how. */
  readonly fixed?: readonly FixedFinding[] | null;
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

/** Takes back the verdict that the actor gave on the tree under review, or that sent it back last. */
export interface WithdrawMessage extends AttemptMessage {
  readonly type: 'withdraw';
  readonly reason: string;
}

export interface ReassignMessage extends AttemptMessage {
  readonly type: 'reassign';
  /** Who is to review it. */
  readonly to: Actor;
  readonly reason: string | null;
}

export interface AskMessage extends MessageBase {
  readonly type: 'ask';
  readonly text: string;
}

export interface CommentMessage extends MessageBase {
  readonly type: 'comment';
  readonly text: string;
}

/** Says what became of a finding: fixed, accepted as it is, or open again. */
export interface SettleMessage extends AttemptMessage {
  readonly type: 'settle';
  readonly finding: string;
  readonly state: FindingState;
  readonly reason: string | null;
}

/** Messages around a review that are no verdict. */
export type TalkMessage =
  | WithdrawMessage
  | ReassignMessage
  | AskMessage
  | CommentMessage
  | SettleMessage;

export interface BlockMessage extends MessageBase {
  readonly type: 'block';
  readonly reason: string;
  /** Who can unblock it, besides the release leads. */
  readonly unblocker: Actor | null;
  /** When it ends by itself, milliseconds since the epoch; absent or null: when somebody unblocks it. */
  readonly untilMs?: number | null;
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
  /** `for-good` closes the item without a commit; absent or null puts it off. */
  readonly skip?: 'for-good' | null;
}

export interface RetryMessage extends MessageBase {
  readonly type: 'retry';
  readonly from: Exclude<Stage, 'CHECKPOINT'>;
  readonly reason: string;
}

/** Asks for a waiver of one gate on exactly the submitted tree, or renews the one in force. */
export interface WaiveMessage extends AttemptMessage {
  readonly type: 'waive';
  /** The tree whose failure is waived. */
  readonly tree: string;
  readonly gate: string;
  /** The failing tests that it is about; empty for all that fail. */
  readonly tests: readonly string[];
  readonly reason: string;
  /** When it ends, as a date and a time with their zone. */
  readonly until: string;
}

export type ItemMessage =
  | RedMessage
  | GreenMessage
  | ReviewMessage
  | TalkMessage
  | BlockMessage
  | UnblockMessage
  | DeferMessage
  | WaiveMessage
  | RetryMessage;
export type ItemMessageType = ItemMessage['type'];
export const ITEM_MESSAGE_TYPES = [
  'red',
  'green',
  'review',
  'withdraw',
  'reassign',
  'ask',
  'comment',
  'settle',
  'block',
  'unblock',
  'defer',
  'waive',
  'retry',
] as const satisfies readonly ItemMessageType[];

/** What the sender is told at once. */
export type Answer =
  | { readonly kind: 'accepted'; readonly facts: Facts }
  /** This id was answered before; nothing was applied again. */
  | { readonly kind: 'duplicate'; readonly first: 'accepted' | 'refused' }
  | { readonly kind: 'refused'; readonly code: RejectionCode; readonly facts: Facts };
