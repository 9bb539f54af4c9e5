import { type Actor, includesActor, sameActor } from '../actor.ts';
import type { SignOffRecord } from '../register/register-record.ts';
import { type Judgement, type rejected } from '../judgement.ts';
import type { Policy } from '../policy.ts';
import { holdersOf } from '../policy-roles.ts';
import { samePerson } from '../review/person.ts';

/** What a policy says about who signs what. */
export type SignOffTerms = Pick<
  Policy,
  'roles' | 'signOffs' | 'workstreams' | 'milestones' | 'capabilities' | 'solo' | 'identities'
>;

/** A sign-off in short. */
export type Signed = Pick<SignOffRecord, 'of' | 'subject' | 'role' | 'actor' | 'commit'>;

export interface AskedSignOff {
  /** A role, a milestone or a capability, by its name. */
  readonly subject: string;
  readonly role: string | null;
  readonly actor: Actor;
  readonly commit: string;
}

/** What is signed off, and in which role. */
export type SignOffMatter = Pick<SignOffRecord, 'of' | 'subject' | 'role'>;

export type SignOffJudgement =
  | { readonly verdict: 'passed'; readonly matter: SignOffMatter }
  | Extract<Judgement, { verdict: 'rejected' }>;

/**
 * Whether this actor may sign this off: the policy must ask for it, the actor must hold the role (or
 * own the capability), nobody signed it on this commit before, and, unless the policy is solo, the
 * same person signed no other role of the same matter. `signed` are the sign-offs that count so far.
 */
export function judgeSignOff(
  terms: SignOffTerms,
  signed: readonly Signed[],
  asked: AskedSignOff,
): SignOffJudgement {
  const found = matterOf(terms, signed, asked);
  if (found.verdict === 'rejected') return found;
  const { matter } = found;
  const same = signed.filter((each) => each.commit === asked.commit && sameMatter(each, matter));
  const before = same.find((each) => each.role === matter.role);
  if (before !== undefined) return no('ALREADY_SIGNED', { by: before.actor, commit: asked.commit });
  const other = same.find((each) => samePerson(terms.identities, each.actor, asked.actor));
  if (other !== undefined && terms.solo !== true) {
    return no('SIGNED_OTHER_ROLE', { actor: asked.actor, role: other.role });
  }
  return found;
}

/** All sign-offs of the program are one matter, in which each role has a person of its own. */
function sameMatter(
  a: Pick<SignOffMatter, 'of' | 'subject'>,
  b: Pick<SignOffMatter, 'of' | 'subject'>,
): boolean {
  return a.of === b.of && (a.of === 'program' || a.subject === b.subject);
}

function matterOf(
  terms: SignOffTerms,
  signed: readonly Signed[],
  asked: AskedSignOff,
): SignOffJudgement {
  const { subject, actor } = asked;
  const capability = terms.capabilities?.find((each) => each.id === subject);
  if (capability !== undefined) {
    const { owner } = capability;
    if (!sameActor(owner, actor)) return notAllowed(actor, [owner]);
    return { verdict: 'passed', matter: { of: 'capability', subject, role: null } };
  }
  const milestone = terms.milestones?.find((each) => each.id === subject);
  const roles = milestone?.signOffs ?? programRoles(terms);
  const named = milestone === undefined ? subject : asked.role;
  const of = milestone === undefined ? 'program' : 'milestone';
  const matter = { of, subject } as const;
  const role = named ?? heldRole(terms, signed, { ...asked, ...matter, roles });
  if (role === null) return notAllowed(actor, roles);
  if (!roles.includes(role)) return no('SIGN_OFF_UNKNOWN', { subject: role, known: known(terms) });
  if (!includesActor(holdersOf(terms.roles, role), actor)) return notAllowed(actor, [role]);
  return { verdict: 'passed', matter: { ...matter, role } };
}

/** The role that an actor means who names none: one that is held, and not signed yet where there is one. */
function heldRole(
  { roles: policyRoles }: SignOffTerms,
  signed: readonly Signed[],
  asked: Pick<AskedSignOff, 'actor' | 'commit'> &
    Pick<SignOffMatter, 'of' | 'subject'> & { readonly roles: readonly string[] },
): string | null {
  const { actor, commit, of, subject, roles } = asked;
  const held = roles.filter((role) => includesActor(holdersOf(policyRoles, role), actor));
  const isOpen = (role: string): boolean =>
    !signed.some(
      (each) => sameMatter(each, { of, subject }) && each.role === role && each.commit === commit,
    );
  return held.find(isOpen) ?? held[0] ?? null;
}

/** The roles that sign the program: for its certification, or for a workstream to be done. */
function programRoles({ signOffs = [], workstreams = [] }: SignOffTerms): readonly string[] {
  const conditions = workstreams.flatMap(({ doneWhen }) =>
    doneWhen.flatMap((each) => (each.kind === 'sign-off' ? [each.role] : [])),
  );
  return [...new Set([...signOffs, ...conditions])];
}

/** Everything that can be signed off, by name. */
function known(terms: SignOffTerms): readonly string[] {
  const { milestones = [], capabilities = [] } = terms;
  return [
    ...programRoles(terms),
    ...milestones.map(({ id }) => id),
    ...capabilities.map(({ id }) => id),
  ];
}

function no(
  ...[code, facts]: Parameters<typeof rejected>
): Extract<Judgement, { verdict: 'rejected' }> {
  return { verdict: 'rejected', code, facts: facts ?? {} };
}

function notAllowed(actor: Actor, allowed: readonly string[]): SignOffJudgement {
  return no('NOT_ALLOWED', { actor, action: 'signOff', allowed });
}

/**
 * The sign-offs of the log that count on a commit: judged again one after another, as the policy is
 * now. Those of other commits are stale, and count for nothing.
 */
export function signOffsOn(
  terms: SignOffTerms,
  records: readonly SignOffRecord[],
  commit: string,
): readonly SignOffRecord[] {
  const counted: SignOffRecord[] = [];
  for (const record of records) {
    if (record.commit !== commit) continue;
    const { subject, role, actor } = record;
    const judgement = judgeSignOff(terms, counted, { subject, role, actor, commit });
    if (judgement.verdict === 'passed' && judgement.matter.of === record.of) counted.push(record);
  }
  return counted;
}

const COMMIT_CHARS = 12;

/**
 * The roles of the policy that have not signed off the certified commit, in words. `records` are all
 * sign-offs of the log in its order. Empty when every role has.
 */
export function signOffReasons(
  terms: SignOffTerms,
  records: readonly SignOffRecord[],
  commit: string,
): readonly string[] {
  const counted = signOffsOn(terms, records, commit).filter((each) => each.of === 'program');
  const missing = (terms.signOffs ?? []).filter(
    (role) => !counted.some((each) => each.role === role),
  );
  return missing.map((role) => {
    const stale = records.findLast((each) => each.of === 'program' && each.role === role);
    const old =
      stale === undefined || stale.commit === commit
        ? ''
        : `; that of ${stale.actor} is about ${stale.commit.slice(0, COMMIT_CHARS)} and STALE`;
    return `${missingText(role, commit)}${old}`;
  });
}

function missingText(role: string, commit: string): string {
  return `${role} did not sign off ${commit.slice(0, COMMIT_CHARS)}`;
}

/**
 * The roles whose sign-off of the commit is all that a refused certificate lacks, by its reasons;
 * null where it lacks anything else.
 */
export function awaitsOnlySignOffs(
  { signOffs = [] }: Pick<SignOffTerms, 'signOffs'>,
  reasons: readonly string[],
  commit: string,
): readonly string[] | null {
  const isOf = (role: string, reason: string): boolean => {
    const text = missingText(role, commit);
    return reason === text || reason.startsWith(`${text};`);
  };
  const roles = reasons.map((reason) => signOffs.find((role) => isOf(role, reason)) ?? null);
  const known = roles.filter((role) => role !== null);
  return known.length === 0 || known.length < roles.length ? null : known;
}
