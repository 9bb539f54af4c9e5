import * as fc from 'fast-check';
import {
  actor,
  count,
  gitId,
  nullable,
  snapshot,
  sha256,
  text,
  timeMs,
  solo,
  withOptional,
} from './field-arbitraries.ts';

const isoTime = timeMs.map((ms) => new Date(ms).toISOString());

export const notice = fc.record({
  type: fc.constant('notice' as const),
  notice: fc.constantFrom('reminder' as const, 'escalation' as const, 'expiry' as const),
  to: fc.array(actor),
  count,
  attempt: count,
  tree: gitId,
  since: isoTime,
  due: isoTime,
  onExpiry: fc.constantFrom('stay-closed' as const, 'block' as const, null),
});

export const talk = fc.record({
  type: fc.constant('talk' as const),
  talk: fc.constantFrom(
    'withdraw' as const,
    'reassign' as const,
    'ask' as const,
    'comment' as const,
    'settle' as const,
  ),
  messageId: text,
  actor,
  attempt: count,
  text: nullable(text),
  to: nullable(actor),
  finding: nullable(text),
  state: nullable(fc.constantFrom('open' as const, 'fixed' as const, 'accepted' as const)),
  verdict: nullable(text),
});

export const verdict = withOptional(
  fc.record({
    type: fc.constant('verdict' as const),
    verdict: fc.constantFrom('APPROVED' as const, 'CHANGES_REQUESTED' as const),
    messageId: text,
    actor,
    attempt: count,
    snapshot,
    gates: fc.dictionary(
      text,
      fc.record({
        result: fc.constantFrom('PASS' as const, 'FAIL' as const, 'NA' as const),
        reason: nullable(text),
      }),
      { noNullPrototype: true },
    ),
    findings: fc.array(
      withOptional(fc.record({ severity: text, text, where: nullable(text) }), { id: text }),
    ),
    note: nullable(text),
  }),
  {
    solo,
    reruns: fc.array(
      fc.record({ gate: text, exitCode: nullable(fc.nat(255)), recordSha256: nullable(sha256) }),
    ),
  },
);
