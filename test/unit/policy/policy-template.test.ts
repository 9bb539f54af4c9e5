import { describe, expect, test } from 'vitest';
import { planOrder } from '../../../domain/backlog-order.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { prepareCommand } from '../../../policy/project-commands.ts';
import { PROJECT_KINDS, projectKind } from '../../../policy/project-kind.ts';
import { policyTemplate, type TemplateFacts } from '../../../policy/policy-template.ts';

const facts: TemplateFacts = {
  program: 'demo',
  roles: { implementers: ['agent:codex'], reviewers: ['human:ana'], releaseLeads: ['human:ana'] },
  kind: 'plain',
  verify: null,
  prepare: null,
  schemaPath: null,
  backlog: null,
};

describe.each(PROJECT_KINDS)('the policy for %s', (kind) => {
  const parsed = parsePolicy(policyTemplate({ ...facts, kind }), 'sluice.yaml');
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems, null, 2));

  test('is valid as it is, without a warning', () => {
    expect(parsed.warnings).toEqual([]);
    expect(planOrder(parsed.items, 'sluice.yaml').kind).toBe('ordered');
  });

  test('has a RED gate with a test report where the runner is known', () => {
    const known = kind !== 'plain';
    expect(parsed.policy.gates.red !== null).toBe(known);
    expect(parsed.policy.gates.red?.report).not.toBe('exit');
    expect(parsed.items).toMatchObject([{ profile: known ? 'tdd' : 'chore' }]);
  });
});

test.each(['123', 'true', 'null', 'a.b', '0x10', '1e3'])(
  'keeps the program %s as text',
  (program) => {
    expect(parsePolicy(policyTemplate({ ...facts, program }), 'f')).toMatchObject({
      policy: { program },
    });
  },
);

test.each([
  'make verify',
  'npm run "a: b" # c',
  `sh -c 'x "y"'`,
  '- x',
  '{a}',
  '!x',
  'a '.repeat(200).trim(),
])('keeps the command %s as it is', (verify) => {
  expect(parsePolicy(policyTemplate({ ...facts, verify, prepare: verify }), 'f')).toMatchObject({
    policy: {
      baseline: [{ command: { shell: verify } }],
      prepare: { command: { shell: verify } },
      gates: { verify: [{ command: { shell: verify } }] },
    },
  });
});

test('names the schema for editors', () => {
  const text = policyTemplate({ ...facts, schemaPath: '.sluice/sluice.schema.json' });
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=.sluice/sluice.schema.json');
});

const NONE = { files: [], packages: [], scripts: {} };

test.each([
  ['vitest', { ...NONE, files: ['package.json'], packages: ['vitest', 'jest'] }],
  ['vitest', { ...NONE, files: ['package.json'], scripts: { test: 'vitest run' } }],
  ['jest', { ...NONE, files: ['package.json'], packages: ['jest'] }],
  ['node-test', { ...NONE, files: ['package.json', 'go.mod'] }],
  ['go', { ...NONE, files: ['go.mod', 'Makefile'] }],
  ['pytest', { ...NONE, files: ['pyproject.toml'] }],
  ['plain', { ...NONE, files: ['Makefile'] }],
])('knows %s', (kind, project) => {
  expect(projectKind(project)).toBe(kind);
});

test('installs what the lockfile names', () => {
  expect(prepareCommand(['package.json', 'package-lock.json'])).toBe('npm ci');
  expect(prepareCommand(['package.json'])).toBeNull();
});
