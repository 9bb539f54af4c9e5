import type { Actor } from '../actor.ts';
import type { WordSignature } from '../word/signed-word.ts';
import type { EntryFields } from '../register/entry.ts';

interface MessageBase {
  readonly messageId: string;
  readonly actor: Actor;
  /** Made with the actor's SSH key; without it the actor is only claimed. */
  readonly signature?: WordSignature | null;
}

export interface PauseMessage extends MessageBase {
  readonly type: 'pause';
  readonly reason: string;
  /** With an end it is a freeze: no checkpoints either, and it ends by itself. With their zones. */
  readonly from?: string | null;
  readonly until?: string | null;
  /** Items that go on. */
  readonly exempt?: readonly string[];
}

export interface ResumeMessage extends MessageBase {
  readonly type: 'resume';
  readonly reason: string | null;
}

/** Runs a failed baseline or certification again. */
export interface ProgramRetryMessage extends MessageBase {
  readonly type: 'retry';
  readonly target: 'baseline' | 'certification';
  readonly reason: string;
}

/** Ends the program although items are still blocked or deferred; the verdict says so. */
export interface CertifyMessage extends MessageBase {
  readonly type: 'certify';
  readonly reason: string;
}

/** A release lead accepts that the tracker document says something else about an item. */
export interface DecideMessage extends MessageBase {
  readonly type: 'decide';
  readonly item: string;
  /** Which statement of the document; null for all about the item. */
  readonly field: string | null;
  readonly reason: string;
}

/** An entry of a register: a decision, a debt, a risk, a rollback note, a drift; or the end of one. */
export type RegisterMessage = MessageBase & { readonly type: 'decide' } & EntryFields;

/** Somebody answers for a commit: for the program by a role, a milestone by a role, or a capability. */
export interface SignOffMessage extends MessageBase {
  readonly type: 'signOff';
  /** A role, a milestone or a capability, by its name. */
  readonly subject: string;
  /** The role that signs a milestone; null for the one that the actor holds. */
  readonly role: string | null;
  /** The commit that the actor has seen; it must be the tip of the branch. */
  readonly commit: string;
  readonly reason: string;
}

/** Runs the gates of a capability on the tip of the branch. */
export interface PromoteMessage extends MessageBase {
  readonly type: 'promote';
  readonly capability: string;
  /** The commit that is meant; null for the tip as it is. */
  readonly commit: string | null;
  readonly reason: string;
}

/** Puts an edited policy, stored under this digest, in the place of the pinned one. */
export interface AcceptPolicyMessage extends MessageBase {
  readonly type: 'acceptPolicy';
  /** SHA-256 of the stored policy. */
  readonly digest: string;
  readonly reason: string;
}

/** Moves the end of a waiver that a finished item was committed with. */
export interface WaiverRenewalMessage extends MessageBase {
  readonly type: 'waive';
  readonly item: string;
  readonly gate: string;
  readonly reason: string;
  /** When it ends, as a date and a time with their zone. */
  readonly until: string;
}

/** Puts an item off that has not started, or takes it out for good; see the item's own message. */
export interface DeferItemMessage extends MessageBase {
  readonly type: 'defer';
  readonly item: string;
  readonly reason: string;
  /** Until when, milliseconds since the epoch; absent or null until somebody unblocks it. */
  readonly untilMs?: number | null;
  readonly skip?: 'for-good' | null;
}

/** Lets an item start that was put off before it had. */
export interface UnblockItemMessage extends MessageBase {
  readonly type: 'unblock';
  readonly item: string;
  readonly reason: string | null;
}

export type ProgramMessage =
  | DeferItemMessage
  | UnblockItemMessage
  | PauseMessage
  | ResumeMessage
  | ProgramRetryMessage
  | CertifyMessage
  | WaiverRenewalMessage
  | DecideMessage
  | RegisterMessage
  | SignOffMessage
  | PromoteMessage
  | AcceptPolicyMessage;
export type ProgramMessageType = ProgramMessage['type'];
export const PROGRAM_MESSAGE_TYPES = [
  'pause',
  'resume',
  'retry',
  'certify',
  'waive',
  'decide',
  'signOff',
  'promote',
  'defer',
  'unblock',
  'acceptPolicy',
] as const satisfies readonly ProgramMessageType[];
