import { describe, expect, test } from 'vitest';
import { matchesItem } from '../../../domain/item-pattern.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { policyText, problem, problemsOf, type BadPolicy } from './policy-text.ts';

const CAPABILITY =
  '[{ id: registry, owner: human:c, parity: [make parity, { id: deep, run: make deep }], canary: make canary, rollback: { run: make drill, timeout: 5m }, items: A }]';
const MILESTONE = '[{ id: beta, title: Beta, items: ["*"], gates: [verify, registry.canary] }]';
const ROLES =
  '{ implementers: [agent:a], reviewers: [agent:b], releaseLeads: [human:c], qa: [human:c] }';

function parsed(parts: Readonly<Record<string, string>>) {
  const result = parsePolicy(policyText(parts), 'sluice.yaml');
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems, null, 2));
  return result;
}

test('reads workstreams, milestones, capabilities, roles of its own, sign-offs and caps', () => {
  const { policy, warnings } = parsed({
    roles: ROLES,
    caps: '{ openDebts: 3 }',
    signOffs: '[qa]',
    capabilities: CAPABILITY,
    milestones: MILESTONE,
    workstreams:
      '[{ id: WS1, title: All, owner: human:z, items: "A", doneWhen: [items-done, no-drift, { gate: deep }, { capability: registry }, { signOff: qa }] }]',
  });
  expect(policy.roles.others).toEqual({ qa: ['human:c'] });
  expect(policy.caps).toEqual({ openDebts: 3 });
  expect(policy.signOffs).toEqual(['qa']);
  expect(policy.milestones).toEqual([
    {
      id: 'beta',
      title: 'Beta',
      items: ['*'],
      gates: ['verify', 'registry.canary'],
      signOffs: [],
    },
  ]);
  expect(policy.workstreams?.[0]?.doneWhen).toEqual([
    { kind: 'items-done' },
    { kind: 'no-drift' },
    { kind: 'gate', gate: 'deep' },
    { kind: 'capability', capability: 'registry' },
    { kind: 'sign-off', role: 'qa' },
  ]);
  const [capability] = policy.capabilities ?? [];
  expect(capability?.parity.map((gate) => gate.id)).toEqual(['registry.parity', 'deep']);
  expect(capability?.canary).toMatchObject({
    id: 'registry.canary',
    command: { shell: 'make canary' },
  });
  expect(capability?.rollback).toMatchObject({ id: 'registry.rollback', timeoutMs: 300_000 });
  expect(warnings).toEqual([]);
});

test('a policy without these keys has none of them', () => {
  const { policy } = parsed({});
  const keys = ['caps', 'signOffs', 'solo', 'workstreams', 'milestones', 'capabilities'];
  expect(keys.filter((key) => key in policy)).toEqual([]);
  expect(policy.roles).not.toHaveProperty('others');
});

test('a workstream is done when its items are, unless it says otherwise', () => {
  const { policy } = parsed({ workstreams: '[{ id: W, title: w, owner: human:c, items: A }]' });
  expect(policy.workstreams?.[0]?.doneWhen).toEqual([{ kind: 'items-done' }]);
});

test('warns of a group that no item can ever be in', () => {
  const { warnings } = parsed({ milestones: '[{ id: m, title: M, items: [WS9-*] }]' });
  expect(warnings.map((each) => each.message)).toEqual(['No item has an id like WS9-*.']);
});

const CASES: readonly BadPolicy[] = [
  [
    'a capability without a canary',
    policyText({
      capabilities: '[{ id: r, owner: human:c, parity: make, rollback: make, items: A }]',
    }),
    problem(
      '6:16',
      'a gate: a command, or a mapping with "run"',
      'nothing',
      'Add "canary:" with a gate: a command, or a mapping with "run".',
    ),
  ],
  [
    'a gate of a capability that discards work',
    policyText({
      capabilities:
        '[{ id: r, owner: human:c, parity: make, canary: make, rollback: git reset --hard, items: A }]',
    }),
    problem(
      '6:79 FORBIDDEN_COMMAND',
      'a command that cannot discard work or rewrite history',
      '`git reset --hard`: it overwrites or removes files that are not committed',
      'Remove it; gates run in a worktree of their own and need no clean-up.',
    ),
  ],
  [
    'a gate that the policy does not have',
    policyText({ milestones: '[{ id: m, title: M, items: A, gates: [verfy] }]' }),
    problem('6:51', 'the id of a gate of this policy: verify', '"verfy"', 'Did you mean "verify"?'),
  ],
  [
    'a sign-off by a role that nobody can have',
    policyText({ signOffs: '[security]' }),
    problem(
      '6:12',
      'a role of this policy: implementers, reviewers, releaseLeads',
      '"security"',
      'Name one of them.',
    ),
  ],
  [
    'a workstream that waits for an unknown capability',
    policyText({
      workstreams:
        '[{ id: w, title: W, owner: human:c, items: A, doneWhen: [{ capability: registry }] }]',
    }),
    problem(
      '6:85',
      'the id of a capability of this policy: there is none',
      '"registry"',
      'Name one of them.',
    ),
  ],
  [
    'sign-offs that only one person could give',
    policyText({ roles: ROLES, signOffs: '[releaseLeads, qa]' }),
    problem(
      '6:11',
      'roles with a different person for each, because nobody signs off for two',
      'releaseLeads, qa',
      'Give one of the roles another holder, demand fewer sign-offs, or write "solo: true".',
    ),
  ],
  [
    'a milestone that is named like a role',
    policyText({ milestones: '[{ id: reviewers, title: M, items: A }]' }),
    problem(
      '6:20',
      'an id that no other role, workstream, milestone or capability has',
      '"reviewers" for the second time',
      'Give it an id of its own.',
    ),
  ],
  [
    'a condition that is no word',
    policyText({
      workstreams: '[{ id: w, title: W, owner: human:c, items: A, doneWhen: [items-dne] }]',
    }),
    problem(
      '6:71',
      'items-done, no-open-debts, no-drift, rollback-notes, or a mapping with "gate", "capability" or "signOff"',
      '"items-dne"',
      'Write items-done, no-open-debts, no-drift, rollback-notes, or a mapping with "gate", "capability" or "signOff".',
    ),
  ],
];

test.each(CASES)('says where %s is and what to do', (_fact, text, ...problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test('with solo: true, one person may hold all roles that sign off', () => {
  const parts = { roles: ROLES, signOffs: '[releaseLeads, qa]', solo: 'true' };
  expect(problemsOf(policyText(parts))).toEqual([]);
});

describe('a pattern of item ids', () => {
  test.each([
    ['WS3-1', 'WS3-1', true],
    ['WS3-1', 'WS3-12', false],
    ['WS3-*', 'WS3-12', true],
    ['WS3-*', 'ws3-12', false],
    ['*-12', 'WS3-12', true],
    ['W*3*2', 'WS3-12', true],
    ['W*3*2', 'WS3', false],
    ['aa*aa', 'aaa', false],
    ['*', 'anything', true],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, id, is) => {
    expect(matchesItem(pattern, id)).toBe(is);
  });
});
