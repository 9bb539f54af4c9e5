import { parsePolicy } from '../../../policy/parse-policy.ts';

/** The least that a policy must say, by key, so that a test can change one part. */
const PARTS: Readonly<Record<string, string>> = {
  version: '1',
  program: 'demo',
  roles: '{ implementers: [agent:a], reviewers: [agent:b], releaseLeads: [human:c] }',
  gates: '{ verify: make }',
  items: '[{ id: A, title: First }]',
};

/** A valid policy with parts replaced, added, or left out where null. One line a part. */
export function policyText(parts: Readonly<Record<string, string | null>> = {}): string {
  return Object.entries({ ...PARTS, ...parts })
    .flatMap(([key, value]) => (value === null ? [] : [`${key}: ${value}\n`]))
    .join('');
}

/** `line:column CODE expected … found … fix …` of each problem. */
export function problemsOf(text: string): readonly string[] {
  const parsed = parsePolicy(text, 'sluice.yaml');
  if (parsed.kind === 'ok') return [];
  return parsed.problems.map(
    ({ line, column, code, expected, found, fix }) =>
      `${line}:${column} ${code}\nexpected ${expected}\nfound ${found}\nfix: ${fix}`,
  );
}
