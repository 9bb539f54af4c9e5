import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Policy } from '../../../domain/policy.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { policyText } from './policy-text.ts';

const EXAMPLE = new URL('../../fixtures/policy/design-example.yaml', import.meta.url);

function parsed(text: string) {
  const result = parsePolicy(text, 'sluice.yaml');
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems, null, 2));
  return result;
}

const ITEM_RUN =
  'npx vitest run "$SLUICE_ITEM_TESTS" --reporter=junit --outputFile="$SLUICE_REPORT"';
const TEN_MINUTES_MS = 600_000;
const GIB = 1024 ** 3;

test("reads the design's example", () => {
  const gate = { timeoutMs: TEN_MINUTES_MS, outputBytesMax: GIB };
  const policy: Policy = {
    version: 1,
    program: 'release-2026-11',
    roles: {
      implementers: ['agent:codex', 'human:ana'],
      reviewers: ['agent:claude', 'human:bo'],
      releaseLeads: ['human:ana'],
    },
    baseline: [
      { ...gate, id: 'baseline', command: { shell: 'scripts/doctor.sh' }, report: 'exit' },
    ],
    prepare: { ...gate, id: 'prepare', command: { shell: 'npm ci' }, report: 'exit' },
    gates: {
      red: {
        ...gate,
        id: 'red',
        command: { shell: ITEM_RUN },
        report: 'junit',
        tests: ['test/**'],
        trigger: 'submitted',
      },
      targeted: { ...gate, id: 'targeted', command: { shell: ITEM_RUN }, report: 'junit' },
      verify: [
        { ...gate, id: 'verify', command: { shell: 'make verify' }, report: 'exit' },
        {
          ...gate,
          id: 'verify.2',
          command: { shell: 'scripts/doctor.sh' },
          report: 'exit',
          timeoutMs: 1_200_000,
        },
      ],
      review: {
        gates: ['P0', 'P1', 'P2'],
        approvals: 1,
        timing: {
          remindAfterMs: 14_400_000,
          escalateAfterMs: 86_400_000,
          escalateTo: [['human:ana']],
          expireAfterMs: null,
          onExpiry: 'stay-closed',
        },
        blocking: ['P0', 'P1'],
      },
    },
    lanes: 1,
    isolation: 'worktree',
    onBlocked: 'wait',
    branch: null,
    exclude: [],
    passEnv: [],
    secrets: [],
    sandbox: {},
    commandsFromTracker: 'show',
    backlog: 'docs/plan.md',
    limits: { attemptsMax: 5, heartbeatTimeoutMs: 10_000 },
  };
  expect(parsed(readFileSync(EXAMPLE, 'utf8'))).toEqual({
    kind: 'ok',
    policy,
    items: [
      {
        id: 'P0-003',
        title: 'Bearer admin auth',
        priority: 0,
        profile: 'tdd',
        dependsOn: ['P0-017'],
        tests: ['test/auth.test.ts'],
        expect: 'assertion',
        line: 13,
        commands: { targeted: [], verify: [] },
      },
    ],
    warnings: [],
  });
});

test('a policy that says the least has a default for the rest', () => {
  const { policy, items, warnings } = parsed(policyText());
  expect(warnings).toEqual([]);
  expect(policy).toMatchObject({
    baseline: [],
    prepare: null,
    gates: {
      red: null,
      targeted: null,
      verify: [
        {
          id: 'verify',
          command: { shell: 'make' },
          timeoutMs: TEN_MINUTES_MS,
          report: 'exit',
          outputBytesMax: GIB,
        },
      ],
      review: {
        gates: ['P0', 'P1', 'P2'],
        approvals: 1,
      },
    },
    backlog: null,
  });
  expect(items).toMatchObject([
    { id: 'A', title: 'First', priority: 9, profile: 'chore', dependsOn: [], tests: [], line: 5 },
  ]);
});

test('a policy can say everything', () => {
  const { policy } = parsed(
    policyText({
      backlog: 'docs/plan.csv',
      branch: 'release/1.x',
      baseline: '{ id: doctor, run: [make, doctor], timeout: 90s, report: tap, output: 64KiB }',
      prepare: '{ run: npm ci, timeout: 1h30m }',
      gates:
        '{ red: { run: t, report: go-test-json, tests: "**/*_test.go", trigger: at-once }, verify: make, review: { gates: [Security], approvals: 1 } }',
      lanes: '4',
      isolation: 'worktree',
      onBlocked: 'continue',
      commandsFromTracker: 'allow',
      limits: '{ attempts: 3, heartbeat: 30s }',
      exclude: '[docs/plan.csv]',
      passEnv: '[CI, HOME]',
      secrets: '[API_TOKEN]',
    }),
  );
  expect(policy).toMatchObject({
    backlog: 'docs/plan.csv',
    branch: 'release/1.x',
    baseline: [
      {
        id: 'doctor',
        command: { argv: ['make', 'doctor'] },
        timeoutMs: 90_000,
        report: 'tap',
        outputBytesMax: 65_536,
      },
    ],
    prepare: { timeoutMs: 5_400_000 },
    gates: {
      red: { tests: ['**/*_test.go'], trigger: 'at-once', report: 'go-test-json' },
      review: { gates: ['Security'] },
    },
    lanes: 4,
    onBlocked: 'continue',
    commandsFromTracker: 'allow',
    limits: { attemptsMax: 3, heartbeatTimeoutMs: 30_000 },
    exclude: ['docs/plan.csv'],
    passEnv: ['CI', 'HOME'],
    secrets: ['API_TOKEN'],
  });
});

test.each([
  ['text', 'make', [{ id: 'verify', command: { shell: 'make' } }]],
  ['a mapping', '{ run: make }', [{ id: 'verify', command: { shell: 'make' } }]],
  [
    'a list of words',
    '{ run: [make, "a b"] }',
    [{ id: 'verify', command: { argv: ['make', 'a b'] } }],
  ],
  [
    'a list',
    '[make, { run: lint, id: lint }, doc]',
    [{ id: 'verify' }, { id: 'lint' }, { id: 'verify.3', command: { shell: 'doc' } }],
  ],
  ['text of several lines', '"make\\n\\tmake lint"', [{ command: { shell: 'make\n\tmake lint' } }]],
])('a gate can be %s', (_form, verify, gates) => {
  expect(parsed(policyText({ gates: `{ verify: ${verify} }` })).policy.gates.verify).toMatchObject(
    gates,
  );
});

const RED = '{ run: t, report: tap }';

test.each([
  ['tdd with a RED gate', `{ red: ${RED}, verify: make }`, '{ id: A, title: t }', 'tdd'],
  ['packet with a targeted gate', '{ targeted: t, verify: make }', '{ id: A, title: t }', 'packet'],
  [
    'packet with targeted tests of its own',
    '{ verify: make }',
    '{ id: A, title: t, targeted: t }',
    'packet',
  ],
  ['chore otherwise', '{ verify: make }', '{ id: A, title: t, verify: t }', 'chore'],
  ['what it says', `{ red: ${RED}, verify: make }`, '{ id: A, title: t, profile: chore }', 'chore'],
])('the profile of an item is %s', (...[, gates, item, profile]) => {
  expect(parsed(policyText({ gates, items: `[${item}]` })).items).toMatchObject([{ profile }]);
});

test('without a targeted gate the command of RED is run again', () => {
  const { gates } = parsed(policyText({ gates: `{ red: ${RED}, verify: make }` })).policy;
  expect(gates.targeted).toEqual({
    id: 'targeted',
    command: { shell: 't' },
    report: 'tap',
    timeoutMs: TEN_MINUTES_MS,
    outputBytesMax: GIB,
  });
});

test('an item can say everything, alone or in lists', () => {
  const list =
    '[{ id: A, title: t, tests: [a, b c], dependsOn: B, expect: missing-symbol, targeted: go, verify: [make, { run: [a, b] }] }, { id: B, title: u, priority: p3 }]';
  expect(parsed(policyText({ items: list })).items).toMatchObject([
    {
      tests: ['a', 'b c'],
      dependsOn: ['B'],
      expect: 'missing-symbol',
      commands: {
        targeted: [{ shell: 'go' }],
        verify: [{ shell: 'make' }, { argv: ['a', 'b'] }],
      },
    },
    { id: 'B', priority: 3 },
  ]);
});

test('knows the line of each item', () => {
  const text = `${policyText({ items: null })}items:\n  - id: A\n    title: t\n\n  # B is next.\n  - id: B\n    title: u\n`;
  expect(parsed(text).items.map(({ id, line }) => `${id} ${line}`)).toEqual(['A 6', 'B 10']);
});

test('a value can be repeated by an alias', () => {
  const text = policyText({
    baseline: '&check { run: make, timeout: 5m, id: base }',
    prepare: '&ci npm ci',
  });
  expect(parsed(`${text}exclude: [&doc docs, *doc]\n`).policy.exclude).toEqual(['docs', 'docs']);
});

test('items beside a tracker document may depend on its items', () => {
  const text = policyText({
    backlog: 'docs/plan.md',
    items: '[{ id: A, title: t, dependsOn: [X-1] }]',
  });
  expect(parsed(text).items).toMatchObject([{ id: 'A', dependsOn: ['X-1'] }]);
});

test.each([
  [
    'a RED gate without a report',
    policyText({ gates: '{ red: t, verify: make }' }),
    4,
    /no test report/,
  ],
  [
    'a hidden failure',
    policyText({ baseline: '"make || true"' }),
    6,
    /^`\|\| true` can hide a failure/,
  ],
  [
    'an item without tests for a RED gate that runs them',
    policyText({ gates: `{ red: { run: "t $SLUICE_ITEM_TESTS", report: tap }, verify: make }` }),
    5,
    /^A names no tests/,
  ],
  [
    'an implementer whose work nobody can review',
    policyText({
      roles: '{ implementers: [agent:a, agent:b], reviewers: [agent:b], releaseLeads: [human:c] }',
    }),
    3,
    /^Work of agent:b can never be approved/,
  ],
])('warns of %s', (...[, text, line, message]) => {
  expect(parsed(text).warnings).toEqual([{ line, message: expect.stringMatching(message) }]);
});
