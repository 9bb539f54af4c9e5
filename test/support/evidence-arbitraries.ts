import * as fc from 'fast-check';
import type { EvidenceRecord, RecordBody } from '../../domain/evidence-record.ts';
import { RESERVATION_KINDS } from '../../domain/reservation.ts';
import { WAIVABLE_STAGES, WAIVER_BASES, WAIVER_EVENTS } from '../../domain/waiver.ts';
import {
  actor,
  code,
  count,
  facts,
  gitId,
  nullable,
  sha256,
  snapshot,
  solo,
  text,
  timeMs,
  withOptional,
} from './field-arbitraries.ts';
import { register, signOff } from './register-arbitraries.ts';
import { notice, talk, verdict } from './review-arbitraries.ts';
import { run } from './run-arbitraries.ts';

const submission = withOptional(
  fc.record({
    type: fc.constant('submission' as const),
    submission: fc.constantFrom('red' as const, 'green' as const),
    messageId: text,
    actor,
    attempt: count,
    note: nullable(text),
  }),
  { fixed: fc.array(fc.record({ finding: text, note: nullable(text) })) },
);

const refusal = fc.record({
  type: fc.constant('refusal' as const),
  message: text,
  messageId: text,
  actor: text,
  code,
  facts,
});

const decision = fc.record({
  type: fc.constant('decision' as const),
  decision: fc.constantFrom(
    'block' as const,
    'pause' as const,
    'accept-policy' as const,
    'promote' as const,
  ),
  messageId: text,
  actor,
  reason: nullable(text),
  facts,
});

const checkpoint = fc.record({
  type: fc.constant('checkpoint' as const),
  attempt: count,
  branch: text,
  commit: gitId,
  tree: gitId,
  parent: gitId,
  approvedTree: gitId,
  reviewers: fc.array(actor),
  implementers: fc.array(actor),
});

const waiver = fc.record({
  type: fc.constant('waiver' as const),
  event: fc.constantFrom(...WAIVER_EVENTS),
  waiver: text,
  messageId: nullable(text),
  actor,
  gate: text,
  stage: fc.constantFrom(...WAIVABLE_STAGES),
  attempt: count,
  snapshot,
  tests: fc.array(text),
  reason: text,
  until: text,
  basis: nullable(fc.constantFrom(...WAIVER_BASES)),
  run: nullable(sha256),
  baseRun: nullable(sha256),
  code: nullable(code),
  facts,
});

const reservation = fc.record({
  kind: fc.constantFrom(...RESERVATION_KINDS),
  item: nullable(text),
  what: text,
});

const certification = fc
  .record({
    type: fc.constant('certification' as const),
    verdict: fc.constantFrom('GO' as const, 'GO_WITH_WAIVERS' as const, 'NO_GO' as const),
    commit: gitId,
    tree: gitId,
    branch: text,
    counts: fc.record({ done: count, deferred: count, blocked: count, open: count }),
    reasons: fc.array(text),
    planDigest: fc.option(sha256, { nil: undefined }),
    reservations: fc.option(fc.record({ listed: fc.array(reservation), total: count }), {
      nil: undefined,
    }),
    logHead: sha256,
    logRecords: count,
  })
  // Records of older releases have no such members, which is not the same as undefined ones.
  .map(({ planDigest, reservations, ...rest }) => ({
    ...rest,
    ...(planDigest === undefined ? {} : { planDigest }),
    ...(reservations === undefined ? {} : { reservations }),
  }));

const body: fc.Arbitrary<RecordBody> = fc.oneof(
  register,
  signOff,
  run,
  withOptional(run, { authors: fc.array(text) }),
  submission,
  verdict,
  talk,
  notice,
  refusal,
  decision,
  waiver,
  withOptional(checkpoint, { solo, carriedOver: fc.record({ from: gitId, to: gitId }) }),
  withOptional(certification, { solo }),
);

const word = fc.record({
  principal: actor,
  fingerprint: text,
  atMs: timeMs,
  payload: text,
  sshsig: text,
});

/** Any record that Sluice can write, with texts of any Unicode in it. */
export const evidenceRecords: fc.Arbitrary<EvidenceRecord> = fc.record(
  {
    scope: fc.record({
      program: text,
      item: nullable(text),
      workflowId: text,
      runId: text,
      key: text,
      atMs: timeMs,
      policyDigest: sha256,
    }),
    body,
    word,
  },
  { requiredKeys: ['scope', 'body'] },
);
