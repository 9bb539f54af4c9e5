import type { Actor } from '../actor.ts';
import type { WordSignature } from '../word/signed-word.ts';

interface MessageBase {
  readonly messageId: string;
  readonly actor: Actor;
  /** Made with the actor's SSH key; without it the actor is only claimed. */
  readonly signature?: WordSignature | null;
}

export interface PauseMessage extends MessageBase {
  readonly type: 'pause';
  readonly reason: string;
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

export type ProgramMessage =
  | PauseMessage
  | ResumeMessage
  | ProgramRetryMessage
  | CertifyMessage
  | DecideMessage;
export type ProgramMessageType = ProgramMessage['type'];
export const PROGRAM_MESSAGE_TYPES = [
  'pause',
  'resume',
  'retry',
  'certify',
  'decide',
] as const satisfies readonly ProgramMessageType[];
