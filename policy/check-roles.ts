import { type Actor, includesActor, sameActor, SLUICE } from '../domain/actor.ts';
import type { Finding, Findings } from './finding.ts';
import { quoted } from './found-text.ts';
import type { PolicyDocument } from './policy.schema.ts';

type Roles = PolicyDocument['roles'];

/** Whether the names of roles can be used, and each actor is in a role once. */
export function checkRoles(roles: Roles): Findings {
  const doubles = [
    ...Object.keys(roles).flatMap(badRoleName),
    ...Object.entries(roles).flatMap(([role, names]) =>
      names.flatMap((name, nth) => [
        ...namedTwice(names, role, { name, nth }),
        ...reserved(role, { name, nth }),
      ]),
    ),
  ];
  return { findings: doubles, warnings: [] };
}

/** A role of the policy's own making is named in messages and on the command line. */
function badRoleName(role: string): readonly Finding[] {
  if (/^[A-Za-z][A-Za-z0-9._-]{0,63}$/.test(role)) return [];
  return [
    {
      code: 'POLICY_INVALID',
      path: ['roles', role],
      at: 'key',
      expected: 'the name of a role: a letter, then letters, digits, ".", "_" and "-"',
      found: quoted(role),
      fix: 'Give it a name such as security or qa.',
    },
  ];
}

function namedTwice(
  names: readonly string[],
  role: string,
  { name, nth }: { name: string; nth: number },
): readonly Finding[] {
  if (!includesActor(names.slice(0, nth) as Actor[], name as Actor)) return [];
  return [
    {
      code: 'POLICY_INVALID',
      path: ['roles', role, nth],
      at: 'value',
      expected: 'each actor once in a role, whatever the letter case',
      found: `${name} for the second time`,
      fix: 'Remove it.',
    },
  ];
}

/** What Sluice does by itself is recorded under its own name: nobody else may speak by it. */
function reserved(role: string, { name, nth }: { name: string; nth: number }): readonly Finding[] {
  if (!sameActor(name as Actor, SLUICE)) return [];
  return [
    {
      code: 'POLICY_INVALID',
      path: ['roles', role, nth],
      at: 'value',
      expected: 'a person, an agent or another service',
      found: name,
      fix: 'Sluice speaks by this name itself. Give the service a name of its own.',
    },
  ];
}
