import { type Actor, includesActor, sameActor } from './actor.ts';
import type { Roles } from './policy.ts';
import { distinctPersons, type Identities, samePerson } from './review/person.ts';

/** The roles that every policy has; others are of the policy's own making. */
export const STANDARD_ROLES = ['implementers', 'reviewers', 'releaseLeads'] as const;
export type StandardRole = (typeof STANDARD_ROLES)[number];

/** Every role of a policy by its name. */
export function roleNames(roles: Roles): readonly string[] {
  return [...STANDARD_ROLES, ...Object.keys(roles.others ?? {})];
}

/** Who holds a role; nobody holds one that the policy does not have. */
export function holdersOf(roles: Roles, name: string): readonly Actor[] {
  const standard = STANDARD_ROLES.find((each) => each === name);
  if (standard !== undefined) return roles[standard];
  const { others = {} } = roles;
  return Object.hasOwn(others, name) ? (others[name] ?? []) : [];
}

/** The roles that an actor holds. */
export function heldRoles(roles: Roles, actor: Actor): readonly string[] {
  return roleNames(roles).filter((name) => includesActor(holdersOf(roles, name), actor));
}

/**
 * Whether each role can be given a holder of its own, so that nobody signs for two: a matching of
 * roles to people, by augmenting paths (Kuhn 1955).
 */
export function haveDistinctHolders(
  roles: Roles,
  names: readonly string[],
  identities?: Identities,
): boolean {
  const persons = distinctPersons(
    identities,
    names.flatMap((name) => holdersOf(roles, name)),
  );
  const roleOf = new Map<string, string>();
  const find = (name: string, tried: Set<string>): boolean =>
    holdersOf(roles, name).some((actor) => {
      const person = persons.find((each) => samePerson(identities, each, actor)) ?? actor;
      if (tried.has(person)) return false;
      tried.add(person);
      const other = roleOf.get(person);
      if (other !== undefined && !find(other, tried)) return false;
      roleOf.set(person, name);
      return true;
    });
  return names.every((name) => find(name, new Set()));
}

/** Whether the policy knows this actor: by a role, or as the owner of something. */
export function isKnownActor(
  roles: Roles,
  owners: readonly { readonly owner: Actor }[],
  actor: Actor,
): boolean {
  return heldRoles(roles, actor).length > 0 || owners.some((each) => sameActor(each.owner, actor));
}
