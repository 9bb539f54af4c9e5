import { expect, test } from 'vitest';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { type BadPolicy, policyText, problem, problemsOf } from './policy-text.ts';

const HOURS =
  '{ timezone: Europe/Berlin, days: [mon, fri], from: "08:30", to: "12:00", holidays: [2026-12-25] }';

function review(fields: string): string {
  return policyText({ gates: `{ verify: make, review: { ${fields} } }` });
}

function parsed(text: string) {
  const result = parsePolicy(text, 'sluice.yaml');
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems, null, 2));
  return result;
}

test('reads hours, a route by roles and actors, and a command for notices', () => {
  const gates =
    '{ verify: make, review: { remindAfter: 4h, escalateAfter: 1d, escalateTo: [releaseLeads, human:bo], expireAfter: 3d, onExpiry: block } }';
  const { policy } = parsed(policyText({ gates, hours: HOURS, notify: '[tell, "the team"]' }));
  expect(policy.gates.review.timing).toEqual({
    remindAfterMs: 14_400_000,
    escalateAfterMs: 86_400_000,
    escalateTo: [['human:c'], ['human:bo']],
    expireAfterMs: 259_200_000,
    onExpiry: 'block',
  });
  expect(policy.hours).toEqual({
    timezone: 'Europe/Berlin',
    days: ['mon', 'fri'],
    fromMinute: 510,
    toMinute: 720,
    holidays: ['2026-12-25'],
  });
  expect(policy.notify).toEqual({ argv: ['tell', 'the team'] });
});

test('takes the usual office for what hours leave out, and the release leads for a route', () => {
  const gates = '{ verify: make, review: { escalateAfter: 1d } }';
  const { policy } = parsed(policyText({ gates, hours: '{ timezone: UTC }' }));
  expect(policy.gates.review.timing?.escalateTo).toEqual([['human:c']]);
  expect(policy.gates.review.timing?.onExpiry).toBe('stay-closed');
  expect(policy.hours?.days).toEqual(['mon', 'tue', 'wed', 'thu', 'fri']);
  expect([policy.hours?.fromMinute, policy.hours?.toMinute]).toEqual([540, 1_020]);
});

test('has no timing where the policy names no time, as before', () => {
  expect(parsed(policyText()).policy.gates.review).not.toHaveProperty('timing');
});

test('warns of hours that nothing counts in', () => {
  const { warnings } = parsed(policyText({ hours: HOURS }));
  expect(warnings.map(({ message }) => message)).toEqual([
    'The hours have no effect, because the review has no "remindAfter", "escalateAfter" or "expireAfter".',
  ]);
});

const CASES: readonly BadPolicy[] = [
  [
    'a zone by its abbreviation',
    policyText({ hours: '{ timezone: MEZ }' }),
    problem(
      '6:20',
      'a time zone of the IANA database, such as Europe/Berlin or UTC',
      '"MEZ"',
      'Write the name of the zone, not its offset or abbreviation.',
    ),
  ],
  [
    'hours over midnight',
    policyText({ hours: '{ timezone: UTC, from: "22:00", to: "06:00" }' }),
    problem(
      '6:44',
      'a day that ends after it begins',
      '22:00 to 06:00',
      'Write a later "to"; hours that go over midnight are not possible.',
    ),
  ],
  [
    'a day that begins at 25:00',
    policyText({ hours: '{ timezone: UTC, from: "25:00" }' }),
    problem(
      '6:31',
      'a time of the day from "00:00" to "24:00"',
      '"25:00"',
      'Write a time of the day from "00:00" to "24:00".',
    ),
  ],
  [
    'a holiday that no calendar has',
    policyText({ hours: '{ timezone: UTC, holidays: [2026-02-30] }' }),
    problem(
      '6:36',
      'a date such as 2026-12-25',
      '"2026-02-30"',
      'Write a date such as 2026-12-25.',
    ),
  ],
  [
    'an escalation to a role that is none',
    review('escalateAfter: 1d, escalateTo: [leads]'),
    problem(
      '4:66',
      'one of the roles implementers, reviewers, releaseLeads, or an actor such as human:bo',
      '"leads"',
      'Name a role or an actor.',
    ),
  ],
  [
    'a route that is never taken',
    review('escalateTo: [human:bo]'),
    problem(
      '4:46',
      '"escalateAfter" beside it, because a route without a time is never taken',
      'no "escalateAfter"',
      'Add "escalateAfter", for example 1d, or remove "escalateTo".',
    ),
  ],
  [
    'an expiry that never comes',
    review('onExpiry: block'),
    problem(
      '4:44',
      '"expireAfter" beside it, because a review without it never expires',
      'no "expireAfter"',
      'Add "expireAfter", for example 5d, or remove "onExpiry".',
    ),
  ],
  [
    'an expiry before the last step of the escalation',
    review('escalateAfter: 1d, escalateTo: [releaseLeads, human:bo], expireAfter: 2d'),
    problem(
      '4:104',
      'a time after the first reminder and after the last step of the escalation',
      '2d, before some of them',
      'Write a longer "expireAfter", or shorter "remindAfter" and "escalateAfter".',
    ),
  ],
];

test.each(CASES)('refuses %s', (_fact, text, ...problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test('refuses a notify command that can discard work', () => {
  const [found] = problemsOf(policyText({ notify: 'git reset --hard' }));
  expect(found).toContain('FORBIDDEN_COMMAND');
});
