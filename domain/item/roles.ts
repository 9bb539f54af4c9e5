import { type Actor, includesActor } from '../actor.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import type { Roles } from '../policy.ts';
import type { StandardRole } from '../policy-roles.ts';
import type { ItemMessageType } from './item-message.ts';
import type { Hold } from './item-state.ts';

export type Role = StandardRole;

/** Who may send what. `unblock` also goes to whoever the hold names. */
const ALLOWED: Readonly<Record<ItemMessageType, readonly Role[]>> = {
  red: ['implementers'],
  green: ['implementers'],
  review: ['reviewers'],
  withdraw: ['reviewers'],
  reassign: ['reviewers', 'releaseLeads'],
  ask: ['implementers', 'reviewers', 'releaseLeads'],
  comment: ['implementers', 'reviewers', 'releaseLeads'],
  settle: ['implementers', 'reviewers', 'releaseLeads'],
  block: ['implementers', 'reviewers', 'releaseLeads'],
  unblock: ['releaseLeads'],
  defer: ['releaseLeads'],
  // Judged by the policy's own list of approvers, whose default are the release leads.
  waive: [],
  retry: ['implementers', 'releaseLeads'],
};

/** The roles that may send a message of this type. */
export function rolesAllowed(type: ItemMessageType): readonly Role[] {
  return ALLOWED[type];
}

export function rolesOf(roles: Roles, actor: Actor): readonly Role[] {
  const names: readonly Role[] = ['implementers', 'reviewers', 'releaseLeads'];
  return names.filter((name) => includesActor(roles[name], actor));
}

/** Whether the policy lets this actor send this message at all. */
export function judgeRole(
  roles: Roles,
  message: { readonly type: ItemMessageType; readonly actor: Actor },
  hold: Hold | null,
): Judgement {
  const held = rolesOf(roles, message.actor);
  if (held.length === 0) return rejected('UNKNOWN_ACTOR', { actor: message.actor });
  const allowed = ALLOWED[message.type];
  if (held.some((role) => allowed.includes(role))) return passed();
  if (message.type === 'unblock' && hold !== null && isNamedBy(hold, message.actor))
    return passed();
  return rejected('NOT_ALLOWED', { actor: message.actor, action: message.type, allowed });
}

function isNamedBy(hold: Hold, actor: Actor): boolean {
  const named = hold.unblocker === null ? [] : [hold.unblocker];
  return includesActor([...named, hold.by as Actor], actor);
}
