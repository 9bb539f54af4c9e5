import { includesActor, sameActor, type Actor } from '../domain/actor.ts';
import * as defaults from './policy-defaults.ts';
import type { Finding, Findings, PathWarning } from './finding.ts';
import { quoted } from './found-text.ts';
import type { PolicyDocument } from './policy.schema.ts';

type Roles = PolicyDocument['roles'];

/**
 * Whether the roles can ever bring an item through review: nobody reviews their own work, so for an
 * implementer's item there must be as many other reviewers as approvals are needed.
 */
export function checkRoles(roles: Roles, approvals = defaults.APPROVALS): Findings {
  const doubles = [
    ...Object.keys(roles).flatMap(badRoleName),
    ...Object.entries(roles).flatMap(([role, names]) =>
      names.flatMap((name, nth) => namedTwice(names, role, { name, nth })),
    ),
  ];
  const stuck = roles.implementers.filter(
    (implementer) => othersThan(implementer, roles.reviewers).length < approvals,
  );
  if (stuck.length === roles.implementers.length)
    return { findings: [...doubles, quorumNeverMet(roles, approvals)], warnings: [] };
  return { findings: doubles, warnings: stuck.map((name) => cannotBeReviewed(name, approvals)) };
}

function othersThan(implementer: string, reviewers: readonly string[]): readonly string[] {
  const distinct = reviewers.filter(
    (name, nth) => !includesActor(reviewers.slice(0, nth) as Actor[], name as Actor),
  );
  return distinct.filter((name) => !sameActor(name as Actor, implementer as Actor));
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

function quorumNeverMet(roles: Roles, approvals: number): Finding {
  const isShort = roles.reviewers.length < approvals;
  return {
    code: 'POLICY_INVALID',
    path: ['roles', 'reviewers'],
    at: 'key',
    expected: `at least ${count(approvals, 'reviewer')} for the work of some implementer, who may not review it`,
    found: isShort
      ? count(roles.reviewers.length, 'reviewer')
      : `${roles.reviewers.join(', ')} for ${roles.implementers.join(', ')}`,
    fix: 'Add reviewers, or need fewer approvals.',
  };
}

function cannotBeReviewed(name: string, approvals: number): PathWarning {
  return {
    path: ['roles', 'implementers'],
    message: `Work of ${name} can never be approved: fewer than ${count(approvals, 'other reviewer')} for it.`,
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
