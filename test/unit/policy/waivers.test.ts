import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { type BadPolicy, policyText, problem, problemsOf } from './policy-text.ts';

const ROLES =
  '{ implementers: [agent:a], reviewers: [agent:b], releaseLeads: [human:c], qa: [human:q, human:C] }';
const CODES =
  'TIMED_OUT, KILLED_BY_SIGNAL, COMMAND_NOT_FOUND, COMMAND_NOT_EXECUTABLE, COMMAND_CANCELLED, OUTPUT_TRUNCATED, OUTPUT_END_NOT_SEEN, TREE_CHANGED_DURING_RUN, PREPARE_FAILED, REPORT_MISSING, REPORT_UNREADABLE, REPORT_DISAGREES_WITH_EXIT';

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
  expect(problemsOf(text)[0]).toContain(`expected one of ${CODES}`);
});
