import { describe, expect, test } from 'vitest';
import { resolveSandbox, SANDBOX_LIMITS } from '../../../domain/sandbox.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { policyText, problemsOf } from './policy-text.ts';

const GIB = 1024 ** 3;

function policyOf(parts: Readonly<Record<string, string>>) {
  const parsed = parsePolicy(policyText(parts), 'sluice.yaml');
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

describe('the sandbox of a policy', () => {
  test('denies the network and demands nothing where the policy is silent', () => {
    const { sandbox } = policyOf({});
    expect(resolveSandbox(sandbox)).toEqual({
      use: 'best',
      network: 'deny',
      minimum: 'none',
      writable: [],
      readable: [],
      limits: SANDBOX_LIMITS,
    });
  });

  test('is off for a policy that was stored before there were sandboxes', () => {
    expect(resolveSandbox(undefined)).toMatchObject({ use: 'off', minimum: 'none' });
  });

  test('is told by a gate what differs there, and adds its paths', () => {
    const { sandbox, gates } = policyOf({
      sandbox: '{ minimum: filesystem, writable: [~/.cache/x], limits: { memory: 2GiB } }',
      gates:
        '{ verify: { run: make, sandbox: { network: allow, writable: [/opt/y], limits: { processes: 9 } } } }',
    });
    expect(resolveSandbox(sandbox, gates.verify[0]?.sandbox)).toMatchObject({
      network: 'allow',
      minimum: 'filesystem',
      writable: ['~/.cache/x', '/opt/y'],
      limits: { memoryBytes: 2 * GIB, processes: 9, openFiles: SANDBOX_LIMITS.openFiles },
    });
  });

  test('lets prepare use the network, unless the policy demands full or denies it', () => {
    expect(resolveSandbox({}, {}, true).network).toBe('allow');
    expect(resolveSandbox({ minimum: 'full' }, {}, true).network).toBe('deny');
    expect(resolveSandbox({ network: 'deny' }, {}, true).network).toBe('deny');
  });
});

describe('a policy is refused that', () => {
  test.each([
    ['demands full and allows the network', { sandbox: '{ minimum: full, network: allow }' }],
    [
      'turns the sandbox of a gate off below its minimum',
      {
        sandbox: '{ minimum: filesystem }',
        gates: '{ verify: { run: make, sandbox: off } }',
      },
    ],
    [
      'lets prepare have the network below its minimum',
      {
        sandbox: '{ minimum: full }',
        prepare: '{ run: npm ci, sandbox: { network: allow } }',
      },
    ],
  ])('%s', (_name, parts: Readonly<Record<string, string>>) => {
    const [first = ''] = problemsOf(policyText(parts));
    expect(first).toContain('expected a gate that can be contained at the level');
    expect(first).toContain('fix: Deny the network to this gate');
  });

  test.each(['/', '//', 'cache', '~', '~/../x', '/a/../..'])('makes %s writable', (path) => {
    const problems = problemsOf(policyText({ sandbox: `{ writable: ["${path}"] }` }));
    expect(problems[0]).toContain('a path that begins with "/" or "~/"');
  });
});
