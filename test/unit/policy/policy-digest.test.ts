import { expect, test } from 'vitest';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { policyDigestInput } from '../../../policy/policy-digest.ts';
import { policyText } from './policy-text.ts';

function digestInput(text: string): string {
  const parsed = parsePolicy(text, 'sluice.yaml');
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
  return policyDigestInput(parsed.policy);
}

test('is JSON with sorted keys and without white space', () => {
  const input = digestInput(policyText());
  expect(input).toMatch(
    /^\{"backlog":null,"baseline":\[\],"branch":null,"commandsFromTracker":"show",/,
  );
  expect(JSON.parse(input)).toMatchObject({ version: 1, program: 'demo' });
});

test('is the same however the file is laid out', () => {
  const text = policyText();
  const other = `# A comment.\n${text.split('\n').toReversed().join('\n')}\nlanes: 1\n`;
  expect(digestInput(other)).toBe(digestInput(text));
});

test.each([
  ['a command', { gates: '{ verify: make all }' }],
  [
    'a role',
    { roles: '{ implementers: [agent:a], reviewers: [agent:x], releaseLeads: [human:c] }' },
  ],
  ['a limit', { limits: '{ attempts: 6 }' }],
  ['an excluded path', { exclude: '[docs]' }],
])('changes with %s', (_part, parts) => {
  expect(digestInput(policyText(parts))).not.toBe(digestInput(policyText()));
});
