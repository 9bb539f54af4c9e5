import { isActor, type Actor } from '../domain/actor.ts';
import type { ReviewGate, Roles } from '../domain/policy.ts';
import { roleNames } from '../domain/policy-roles.ts';
import { AGENTS, PEOPLE, type Quorum, quorumsOf } from '../domain/review/approvers.ts';
import { distinctPersons, type Identities, samePerson } from '../domain/review/person.ts';
import { RERUN_SUFFIX } from '../domain/item/gate-sequence.ts';
import { buildReview } from './build-review.ts';
import { builtRoles } from './build-roles.ts';
import type { DocumentPath, Finding, Findings, PathWarning } from './finding.ts';
import { quoted } from './found-text.ts';
import { gateEntries } from './gate-entries.ts';
import type { Review } from './review.schema.ts';
import type { SoundParts } from './sound-parts.ts';

interface ReviewParts {
  readonly written: Review;
  readonly review: ReviewGate;
  readonly roles: Roles;
  readonly identities: Identities;
  readonly isSolo: boolean;
}

/**
 * Whether the policy's review can ever be passed: nobody reviews their own work, under whatever
 * name, so for somebody's work there must be as many others as approvals are needed, for each gate.
 */
export function checkReview(parts: SoundParts): Findings {
  const { document } = parts;
  if (document.roles === undefined) return { findings: [], warnings: [] };
  const written = document.gates?.review ?? {};
  const roles = builtRoles(document.roles);
  const checked: ReviewParts = {
    written,
    review: buildReview(written, roles),
    roles,
    identities: document.identities ?? {},
    isSolo: document.solo === true,
  };
  const names = [
    ...unknownApprovers(checked),
    ...unknownGates(checked),
    ...unknownPersons(checked),
    ...(written.rerun === true ? rerunIds(parts) : []),
  ];
  if (names.length > 0) return { findings: names, warnings: [] };
  const quorums = distinctQuorums(checked).map((each) => judgeQuorum(checked, each));
  return {
    findings: quorums.flatMap(({ findings }) => findings),
    warnings: quorums.flatMap(({ warnings }) => warnings),
  };
}

/** Gates without a quorum of their own have the same one: it is judged once. */
function distinctQuorums({ review, roles }: ReviewParts): readonly Quorum[] {
  const quorums = quorumsOf(review, roles);
  const isOwn = ({ gate }: Quorum): boolean => review.perGate?.[gate] !== undefined;
  const common = quorums.find((each) => !isOwn(each));
  return [...(common === undefined ? [] : [common]), ...quorums.filter(isOwn)];
}

function judgeQuorum(parts: ReviewParts, quorum: Quorum): Findings {
  const { roles, identities, isSolo } = parts;
  const { approvals, approvers } = quorum;
  const persons = distinctPersons(identities, approvers);
  if (isSolo) {
    const isMet = persons.length >= approvals;
    return { findings: isMet ? [] : [quorumNeverMet(parts, quorum)], warnings: [] };
  }
  const stuck = roles.implementers.filter(
    (implementer) =>
      persons.filter((each) => !samePerson(identities, each, implementer)).length < approvals,
  );
  if (stuck.length === roles.implementers.length)
    return { findings: [quorumNeverMet(parts, quorum)], warnings: [] };
  return { findings: [], warnings: stuck.map((name) => cannotBeReviewed(name, approvals)) };
}

function quorumNeverMet(parts: ReviewParts, { gate, approvals, approvers }: Quorum): Finding {
  const { written, roles, isSolo, identities } = parts;
  const isOwn = written.perGate?.[gate] !== undefined;
  const isPlain = !isOwn && written.approvers === undefined;
  const noun = isPlain ? 'reviewer' : 'approver';
  const persons = distinctPersons(identities, approvers);
  const isShort = persons.length < approvals;
  const place = isOwn ? ['perGate', gate] : ['approvers'];
  return {
    code: 'POLICY_INVALID',
    path: isPlain ? ['roles', 'reviewers'] : ['gates', 'review', ...place],
    at: 'key',
    expected: isSolo
      ? `at least ${count(approvals, noun)}`
      : `at least ${count(approvals, noun)} for the work of some implementer, who may not review it`,
    found: isShort
      ? count(persons.length, noun)
      : `${persons.join(', ')} for ${roles.implementers.join(', ')}`,
    fix: `Add ${noun}s, or need fewer approvals.`,
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

function unknownApprovers({ written, roles }: ReviewParts): readonly Finding[] {
  const known = [...roleNames(roles), PEOPLE, AGENTS];
  const lists: readonly (readonly [DocumentPath, readonly string[]])[] = [
    [['gates', 'review', 'approvers'], written.approvers ?? []],
    ...Object.entries(written.perGate ?? {}).map(
      ([gate, { approvers = [] }]) =>
        [['gates', 'review', 'perGate', gate, 'approvers'], approvers] as const,
    ),
  ];
  return lists.flatMap(([path, names]) =>
    names.flatMap((name, nth) =>
      known.includes(name) || isActor(name)
        ? []
        : [
            {
              code: 'POLICY_INVALID' as const,
              path: [...path, nth],
              at: 'value' as const,
              expected: `an actor, or one of ${known.join(', ')}`,
              found: quoted(name),
              fix: 'Name a role of this policy, an actor such as human:ana, "people" or "agents".',
            },
          ],
    ),
  );
}

function unknownGates({ written, review }: ReviewParts): readonly Finding[] {
  return Object.keys(written.perGate ?? {})
    .filter((gate) => !review.gates.includes(gate))
    .map((gate) => ({
      code: 'POLICY_INVALID',
      path: ['gates', 'review', 'perGate', gate],
      at: 'key',
      expected: `one of the review gates ${review.gates.join(', ')}`,
      found: quoted(gate),
      fix: 'Name a gate of `gates.review.gates`, or add it there.',
    }));
}

function unknownPersons({ identities }: ReviewParts): readonly Finding[] {
  return Object.keys(identities)
    .filter((owner): owner is Exclude<string, Actor> => !isActor(owner))
    .map((owner) => ({
      code: 'POLICY_INVALID',
      path: ['identities', owner],
      at: 'key',
      expected: 'an actor such as human:ana, agent:codex or service:ci',
      found: quoted(owner),
      fix: 'Write the actor whose mail addresses and names these are.',
    }));
}

/** The rerun of a gate has an id of its own, made of the gate's. */
function rerunIds({ document }: SoundParts): readonly Finding[] {
  const { targeted, verify } = gateEntries(document);
  return [...targeted, ...verify]
    .filter(({ id }) => id.endsWith(RERUN_SUFFIX))
    .map(({ id, path }) => ({
      code: 'POLICY_INVALID',
      path: [...path, 'id'],
      at: 'value',
      expected: `an id that does not end with "${RERUN_SUFFIX}", as those of reruns do`,
      found: quoted(id),
      fix: 'Give the gate another id.',
    }));
}
