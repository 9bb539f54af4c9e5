import { describe, expect, test } from 'vitest';
import { COULD_NOT_RUN_CODES } from '../../../domain/rejection.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { type BadPolicy, policyText, problem, problemsOf } from './policy-text.ts';

const ROLES =
  '{ implementers: [agent:a], reviewers: [agent:b], releaseLeads: [human:c], qa: [human:q, human:C] }';

function policyOf(parts: Readonly<Record<string, string>>) {
  const parsed = parsePolicy(policyText(parts), 'sluice.yaml');
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems, null, 2));
  return parsed.policy;
}

describe('waivers of a policy', () => {
  test('name approvers by role and by actor, each once', () => {
    const { waivers } = policyOf({
      roles: ROLES,
      waivers:
        '{ approvers: [releaseLeads, qa, human:z], maxDuration: 7d, couldNotRun: [{ gate: verify, codes: [TIMED_OUT] }] }',
    });
    expect(waivers).toEqual({
      approvers: ['human:c', 'human:q', 'human:z'],
      maxDurationMs: 7 * 86_400_000,
      couldNotRun: [{ gate: 'verify', codes: ['TIMED_OUT'] }],
    });
  });

  test('are left to the release leads for at most 30 days unless it says otherwise', () => {
    expect(policyOf({ waivers: '{}' }).waivers).toEqual({
      approvers: ['human:c'],
      maxDurationMs: 30 * 86_400_000,
      couldNotRun: [],
    });
    expect('waivers' in policyOf({})).toBe(false);
  });

  test('may be capped', () => {
    expect(policyOf({ caps: '{ openWaivers: 0 }' }).caps).toEqual({ openWaivers: 0 });
  });
});

const BAD: readonly BadPolicy[] = [
  [
    'an approver who is no role',
    policyText({ waivers: '{ approvers: [releaseLead] }' }),
    problem(
      '6:24',
      'an actor or a role of this policy: implementers, reviewers, releaseLeads',
      '"releaseLead"',
      'Did you mean "releaseLeads"?',
    ),
  ],
  [
    'a gate that does not exist',
    policyText({ waivers: '{ couldNotRun: [{ gate: lint, codes: [TIMED_OUT] }] }' }),
    problem(
      '6:34',
      'a targeted or verify gate of this policy: verify',
      '"lint"',
      'Name one of them.',
    ),
  ],
];

test.each(BAD)('refuses %s', (_fact, text, ...problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test('refuses a code that says something of the work', () => {
  const text = policyText({
    waivers: '{ couldNotRun: [{ gate: verify, codes: [COMMAND_FAILED] }] }',
  });
  expect(problemsOf(text)[0]).toContain(`expected one of ${COULD_NOT_RUN_CODES.join(', ')}`);
});
