import * as fc from 'fast-check';
import { RESERVATION_KINDS } from '../../domain/reservation.ts';
import {
  type EvidenceRecord,
  type RecordBody,
  RUN_PURPOSES,
} from '../../domain/evidence-record.ts';
import type { Facts } from '../../domain/judgement.ts';
import { PROGRAM_STAGES } from '../../domain/program-stage.ts';
import { BUDGET_RESULTS } from '../../domain/measurement.ts';
import { REJECTION_CODES } from '../../domain/rejection.ts';
import { RESULTS } from '../../domain/result.ts';
import { SANDBOX_LEVELS, SANDBOX_MEANS } from '../../domain/sandbox.ts';
import { STAGES } from '../../domain/stage.ts';
import { REPORT_FORMATS } from '../../domain/test-report.ts';
import { WAIVABLE_STAGES, WAIVER_BASES, WAIVER_EVENTS } from '../../domain/waiver.ts';
import { registerRecords } from './register-arbitraries.ts';

const YEAR_9999_MS = 253_402_300_799_999;

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'.split('')),
    minLength: length,
    maxLength: length,
  });
const sha256 = hex(64);
const gitId = fc.oneof(hex(40), hex(64));
const text = fc.string({ unit: 'binary' });
const count = fc.nat();
const timeMs = fc.integer({ min: 0, max: YEAR_9999_MS });
const actor = fc
  .tuple(
    fc.constantFrom('human' as const, 'agent' as const, 'service' as const),
    fc.string({ unit: fc.constantFrom('a', 'z', 'A', 'Z', '0', '9'), minLength: 1, maxLength: 8 }),
  )
  .map(([kind, name]) => `${kind}:${name}` as const);
const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });
/** JSON has no negative zero and no infinity. */
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value));
const fact = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.array(text));
const facts: fc.Arbitrary<Facts> = fc.dictionary(text, fact, { noNullPrototype: true });
const snapshot = fc.record({ commit: gitId, tree: gitId, base: gitId });
const code = fc.constantFrom(...REJECTION_CODES);

const stream = fc.record({
  storedSha256: sha256,
  storedBytes: count,
  totalSha256: sha256,
  totalBytes: count,
  truncated: fc.boolean(),
  endSeen: fc.boolean(),
  redactions: count,
});

const end = fc.oneof(
  fc.record({ kind: fc.constant('exited' as const), exitCode: fc.nat(255) }),
  fc.record({ kind: fc.constant('signalled' as const), signal: text }),
  fc.record({ kind: fc.constant('timed-out' as const), afterMs: count }),
  fc.record({ kind: fc.constant('cancelled' as const) }),
  fc.record({ kind: fc.constant('not-found' as const), message: text }),
  fc.record({ kind: fc.constant('not-executable' as const), message: text }),
  fc.record({
    kind: fc.constant('not-contained' as const),
    reached: fc.constantFrom(...SANDBOX_LEVELS),
    minimum: fc.constantFrom(...SANDBOX_LEVELS),
    reason: text,
  }),
);

const measurement = fc.record({
  name: text,
  unit: text,
  better: fc.constantFrom('lower' as const, 'higher' as const),
  owner: actor,
  value: number,
  samples: fc.array(number),
  band: fc.record({ base: number, low: number, high: number }),
  confirmation: nullable(fc.record({ value: number, base: number })),
  result: fc.constantFrom(...BUDGET_RESULTS),
});

/** What only some runs have. */
const runExtras = fc.record(
  {
    purpose: fc.constantFrom(...RUN_PURPOSES),
    measurements: fc.array(measurement),
    measured: fc.array(fc.record({ name: text, value: number })),
  },
  { requiredKeys: [] },
);

const plainRun = fc.record({
  type: fc.constant('run' as const),
  gate: text,
  stage: fc.constantFrom(...STAGES, ...PROGRAM_STAGES, 'BASE' as const),
  attempt: count,
  snapshot,
  argv: fc.array(text),
  environment: fc.array(text),
  outcome: fc.record({
    end,
    startedAtMs: timeMs,
    durationMs: count,
    stdout: stream,
    stderr: stream,
    isolation: fc.constantFrom('pid-namespace' as const, 'process-group' as const),
    leftoverProcesses: count,
    sandbox: fc.record({
      level: fc.constantFrom(...SANDBOX_LEVELS),
      means: fc.constantFrom(...SANDBOX_MEANS),
      network: fc.constantFrom('allowed' as const, 'denied' as const),
      bounds: fc.constantFrom('cgroup' as const, 'rlimit' as const, 'none' as const),
    }),
  }),
  report: fc.record({
    format: fc.constantFrom(...REPORT_FORMATS),
    casesSha256: nullable(sha256),
    counts: nullable(fc.record({ total: count, passed: count, failed: count, skipped: count })),
  }),
  treeAfter: gitId,
  result: fc.constantFrom(...RESULTS),
  code: nullable(code),
  facts,
});
const run = fc.tuple(plainRun, runExtras).map(([plain, extras]) => ({ ...plain, ...extras }));

const solo = fc.constant(true as const);

/** A record with members that it may have or lack. */
function withOptional<T, U>(
  base: fc.Arbitrary<T>,
  optional: { [K in keyof U]: fc.Arbitrary<U[K]> },
): fc.Arbitrary<T & Partial<U>> {
  const more = fc.record(optional, { requiredKeys: [] }) as fc.Arbitrary<Partial<U>>;
  return fc.tuple(base, more).map(([required, extra]) => ({ ...required, ...extra }));
}

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

const isoTime = timeMs.map((ms) => new Date(ms).toISOString());

const notice = fc.record({
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

const talk = fc.record({
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

const verdict = fc.record({
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
});

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
  ...registerRecords({ text, actor, gitId }),
  run,
  withOptional(run, { authors: fc.array(text) }),
  submission,
  withOptional(verdict, {
    solo,
    reruns: fc.array(
      fc.record({ gate: text, exitCode: nullable(fc.nat(255)), recordSha256: nullable(sha256) }),
    ),
  }),
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
