import type { Actor } from './actor.ts';
import type { CommandGate } from './policy.ts';

/** A statement about a group of items that evidence proves or does not. */
export type DoneWhen =
  /** Every item of the group has its checkpoint. */
  | { readonly kind: 'items-done' }
  /** No debt of the group's items is open. */
  | { readonly kind: 'no-open-debts' }
  /** No drift of the group's items has to be fixed. */
  | { readonly kind: 'no-drift' }
  /** Every item of the group has a note that says how to roll it back. */
  | { readonly kind: 'rollback-notes' }
  /** The newest run of the gate on the branch's tip passed. */
  | { readonly kind: 'gate'; readonly gate: string }
  | { readonly kind: 'capability'; readonly capability: string }
  /** Somebody with the role signed off the program on the branch's tip. */
  | { readonly kind: 'sign-off'; readonly role: string };

/** Items that belong together, and when all of it is done. Items are named by patterns of ids. */
export interface Workstream {
  readonly id: string;
  readonly title: string;
  readonly owner: Actor;
  readonly items: readonly string[];
  readonly doneWhen: readonly DoneWhen[];
}

/** A point that is reached when items are done, gates pass on the tip, and roles signed off. */
export interface Milestone {
  readonly id: string;
  readonly title: string;
  readonly items: readonly string[];
  /** Ids of gates of the policy. */
  readonly gates: readonly string[];
  /** Roles that must sign off this milestone. */
  readonly signOffs: readonly string[];
}

/** What is promoted as a whole: proven by gates of its own, and signed off by its owner. */
export interface Capability {
  readonly id: string;
  readonly owner: Actor;
  readonly items: readonly string[];
  readonly parity: readonly CommandGate[];
  readonly canary: CommandGate;
  readonly rollback: CommandGate;
}

/** The gates that a promotion runs, in order. */
export function promotionGates({ parity, canary, rollback }: Capability): readonly CommandGate[] {
  return [...parity, canary, rollback];
}
