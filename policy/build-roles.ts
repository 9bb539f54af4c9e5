import type { Actor } from '../domain/actor.ts';
import type { Roles } from '../domain/policy.ts';
import type { PolicyDocument } from './policy.schema.ts';

/** The roles of a checked document; the schema has checked that each holder is an actor. */
export function builtRoles(written: PolicyDocument['roles']): Roles {
  const { implementers, reviewers, releaseLeads, ...others } = written;
  const names = Object.keys(others);
  return {
    implementers: implementers as Actor[],
    reviewers: reviewers as Actor[],
    releaseLeads: releaseLeads as Actor[],
    ...(names.length === 0 ? {} : { others: others as Record<string, Actor[]> }),
  };
}
