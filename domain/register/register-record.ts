import type { Actor } from '../actor.ts';
import type { RegisterEntry } from './entry.ts';

/** An entry of a register, or its end. */
export interface RegisterRecord {
  readonly type: 'register';
  readonly messageId: string;
  readonly actor: Actor;
  readonly entry: RegisterEntry;
}

/** Somebody answers for a commit. It counts for that commit and no other. */
export interface SignOffRecord {
  readonly type: 'sign-off';
  readonly messageId: string;
  readonly actor: Actor;
  /** What is signed off: the program by a role, a milestone by a role, or a capability by its owner. */
  readonly of: 'program' | 'milestone' | 'capability';
  /** The milestone or the capability; for the program, the role that signs it. */
  readonly subject: string;
  /** The role in which the actor signed; null for the owner of a capability. */
  readonly role: string | null;
  readonly commit: string;
  readonly tree: string;
  readonly reason: string;
}
