import type { BacklogItem, Policy } from '../domain/policy.ts';
import { parsePolicy } from '../policy/parse-policy.ts';

export const IMPLEMENTER = 'agent:codex';
export const REVIEWER = 'agent:claude';

export interface PolicyFields {
  readonly program: string;
  readonly lanes: number;
  /** `at-once` runs RED when an item starts, `submitted` waits for the implementer. */
  readonly trigger: 'submitted' | 'at-once';
  readonly items: number;
  /** Commands of the verify stage, each `/bin/true`. */
  readonly verifyGates: number;
}

/** A policy of the shortest commands there are, read like any other one. */
export function benchPolicy(fields: PolicyFields): {
  readonly text: string;
  readonly policy: Policy;
  readonly items: readonly BacklogItem[];
} {
  const text = policyText(fields);
  const parsed = parsePolicy(text, 'sluice.yaml');
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems, null, 2));
  return { text, policy: parsed.policy, items: parsed.items };
}

function policyText({ program, lanes, trigger, items, verifyGates }: PolicyFields): string {
  const verify = Array.from({ length: verifyGates }, () => '{ run: [/bin/true] }').join(', ');
  const entries = Array.from(
    { length: items },
    (_, place) => `  - { id: P1-${place + 1}, title: Item ${place + 1}, priority: P1 }\n`,
  );
  return `version: 1
program: ${program}
roles: { implementers: ['${IMPLEMENTER}'], reviewers: ['${REVIEWER}'], releaseLeads: ['human:ana'] }
baseline: [{ run: [/bin/true] }]
lanes: ${lanes}
gates:
  red: { run: [/bin/false], report: exit, trigger: ${trigger}, tests: ['test/**'] }
  targeted: { run: [/bin/true] }
  verify: [${verify}]
items:
${entries.join('')}`;
}
