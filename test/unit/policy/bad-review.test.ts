import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { type BadPolicy, policyText, problem, problemsOf } from './policy-text.ts';

const TWO = '{ implementers: [agent:a], reviewers: [agent:b, human:d], releaseLeads: [human:c] }';

const reviewed = (review: string, more: Readonly<Record<string, string>> = {}): string =>
  policyText({ roles: TWO, gates: `{ verify: make, review: ${review} }`, ...more });

const NEVER = 'for the work of some implementer, who may not review it';

const CASES: readonly BadPolicy[] = [
  [
    'a quorum that can never be met for one gate',
    reviewed('{ perGate: { P0: { approvers: [people], approvals: 2 } } }'),
    problem(
      '4:45',
      `at least 2 approvers ${NEVER}`,
      '1 approver',
      'Add approvers, or need fewer approvals.',
    ),
  ],
  [
    'a quorum that the implementer would have to be part of',
    policyText({
      roles: '{ implementers: [agent:a], reviewers: [agent:a, agent:b], releaseLeads: [human:c] }',
      gates: '{ verify: make, review: { approvals: 2 } }',
    }),
    problem(
      '3:35',
      `at least 2 reviewers ${NEVER}`,
      'agent:a, agent:b for agent:a',
      'Add reviewers, or need fewer approvals.',
    ),
  ],
  [
    'a quorum of one person under two names',
    reviewed('{ approvals: 2 }', { identities: '{ agent:b: [b@x.org], human:d: [B@X.org] }' }),
    problem(
      '3:35',
      `at least 2 reviewers ${NEVER}`,
      '1 reviewer',
      'Add reviewers, or need fewer approvals.',
    ),
  ],
  [
    'a reviewer who is the implementer under a second name',
    policyText({ identities: '{ agent:a: [agent:b] }' }),
    problem(
      '3:35',
      `at least 1 reviewer ${NEVER}`,
      'agent:b for agent:a',
      'Add reviewers, or need fewer approvals.',
    ),
  ],
  [
    'approvers that name no role',
    reviewed('{ approvers: [revievers] }'),
    problem(
      '4:46',
      'an actor, or one of implementers, reviewers, releaseLeads, people, agents',
      '"revievers"',
      'Name a role of this policy, an actor such as human:ana, "people" or "agents".',
    ),
  ],
  [
    'approvers of a gate that there is not',
    reviewed('{ perGate: { P7: { approvals: 1 } } }'),
    problem(
      '4:45',
      'one of the review gates P0, P1, P2',
      '"P7"',
      'Name a gate of `gates.review.gates`, or add it there.',
    ),
  ],
  [
    'identities of nobody',
    reviewed('{ approvals: 1 }', { identities: '{ ana: [ana@x.org] }' }),
    problem(
      '6:15',
      'an actor such as human:ana, agent:codex or service:ci',
      '"ana"',
      'Write the actor whose mail addresses and names these are.',
    ),
  ],
  [
    'a gate whose id is that of a rerun',
    policyText({ gates: '{ verify: { id: a.rerun, run: make }, review: { rerun: true } }' }),
    problem(
      '4:24',
      'an id that does not end with ".rerun", as those of reruns do',
      '"a.rerun"',
      'Give the gate another id.',
    ),
  ],
];

test.each(CASES)(
  'refuses %s when it is planned, with place and fix',
  (_fact, text, ...problems) => {
    expect(problemsOf(text)).toEqual(problems);
  },
);

describe('a policy', () => {
  const parsed = (text: string) => {
    const found = parsePolicy(text, 'sluice.yaml');
    if (found.kind !== 'ok') throw new Error(JSON.stringify(found.problems));
    return found;
  };

  test('keeps who approves which gate', () => {
    const review =
      '{ approvers: [reviewers], perGate: { P0: { approvers: [people] }, P1: { approvals: 2 } }, blocking: [S1], rounds: 3, rerun: true, allNa: allow }';
    expect(parsed(reviewed(review)).policy.gates.review).toMatchObject({
      approvers: ['reviewers'],
      perGate: { P0: { approvers: ['people'] }, P1: { approvals: 2 } },
      blocking: ['S1'],
      rounds: 3,
      rerun: true,
      allNa: 'allow',
    });
  });

  test('of one person is taken in solo mode, and in no other', () => {
    const roles = '{ implementers: [human:a], reviewers: [human:a], releaseLeads: [human:a] }';
    expect(problemsOf(policyText({ roles }))).toHaveLength(1);
    expect(parsed(policyText({ roles, solo: 'true' })).policy.solo).toBe(true);
  });

  test('of one person cannot ask for two approvals, not even in solo mode', () => {
    const roles = '{ implementers: [human:a], reviewers: [human:a], releaseLeads: [human:a] }';
    const gates = '{ verify: make, review: { approvals: 2 } }';
    expect(problemsOf(policyText({ roles, gates, solo: 'true' }))).toHaveLength(1);
  });

  test('warns of an implementer whose work can never be approved', () => {
    const roles =
      '{ implementers: [agent:a, human:d], reviewers: [agent:b, human:d], releaseLeads: [human:c] }';
    const gates = '{ verify: make, review: { approvals: 2 } }';
    expect(parsed(policyText({ roles, gates })).warnings.map((each) => each.message)).toEqual([
      'Work of human:d can never be approved: fewer than 2 other reviewers for it.',
    ]);
  });
});
