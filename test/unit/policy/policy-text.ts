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

/** A bad policy: what is wrong in it, its text, and the problems as `problemsOf` writes them. */
export type BadPolicy = readonly [fact: string, text: string, ...problems: string[]];

/** One problem as `problemsOf` writes it; `where` is `line:column`, with a code if it is a special one. */
export function problem(
  where: string,
  ...[expected, found, fix]: [expected: string, found: string, fix: string]
): string {
  const head = where.includes(' ') ? where : `${where} POLICY_INVALID`;
  return `${head}\nexpected ${expected}\nfound ${found}\nfix: ${fix}`;
}
