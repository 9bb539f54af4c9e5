import { z } from 'zod';
import { type Actor, isActor } from '../domain/actor.ts';
import { NOTICE_KINDS, RUN_PURPOSES } from '../domain/evidence-record.ts';
import type { Facts } from '../domain/judgement.ts';
import { PROGRAM_STAGES } from '../domain/program-stage.ts';
import { REJECTION_CODES } from '../domain/rejection.ts';
import { RESERVATION_KINDS } from '../domain/reservation.ts';
import { RESULTS } from '../domain/result.ts';
import { FINDING_STATES } from '../domain/review/findings.ts';
import { SANDBOX_LEVELS, SANDBOX_MEANS } from '../domain/sandbox.ts';
import { STAGES } from '../domain/stage.ts';
import { REPORT_FORMATS } from '../domain/test-report.ts';
import { WAIVABLE_STAGES, WAIVER_BASES, WAIVER_EVENTS } from '../domain/waiver.ts';
import { registerFields, signOffFields } from './register.schema.ts';
import { MeasuredValue, Measurement } from './measurement.schema.ts';
import {
  CERTIFICATION_FIELD,
  LINK,
  OWN,
  SCOPE_FIELD,
  STATEMENT_TYPE,
  VERIFICATION_SUMMARY,
  WORD_FIELD,
} from './statement-types.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A Git object id, of a SHA-1 or of a SHA-256 repository. */
const GitId = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
const Rfc3339 = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const Count = z.int().nonnegative();
const Text = z.string();
const ActorName = z.custom<Actor>((value) => typeof value === 'string' && isActor(value));

const Fact = z.union([Text, z.number(), z.boolean(), z.null(), z.array(Text)]);
/** Kept as it was parsed: a copy made by zod would lose a key named `__proto__`. */
const FactMap = z.custom<Facts>((value) => isMapOf(value, Fact));

function isMapOf(value: unknown, each: z.ZodType): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => each.safeParse(member).success);
}

/** Present only in solo mode. */
const solo = z.literal(true).exactOptional();

const Scope = z.strictObject({
  seq: z.int().positive(),
  prev: Sha256,
  program: Text,
  item: Text.nullable(),
  workflowId: Text,
  runId: Text,
  key: Text,
  at: Rfc3339,
  policyDigest: Sha256,
});
const Word = z.strictObject({
  principal: ActorName,
  fingerprint: Text,
  at: Rfc3339,
  payload: Text,
  sshsig: Text,
});
const scoped = { [SCOPE_FIELD]: Scope, [WORD_FIELD]: Word.exactOptional() };

const TreeDigest = z.strictObject({ gitTree: GitId, gitCommit: GitId });
const Subject = z.strictObject({
  name: Text,
  digest: z.union([TreeDigest, z.strictObject({ sha256: Sha256 })]),
});
const Snapshot = z.strictObject({ commit: GitId, tree: GitId, base: GitId });

const Stream = z.strictObject({
  digest: z.strictObject({ sha256: Sha256 }),
  bytes: Count,
  'total-digest': z.strictObject({ sha256: Sha256 }),
  'total-bytes': Count,
  truncated: z.boolean(),
  'end-seen': z.boolean(),
  redactions: Count,
});

const End = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exited'), exitCode: z.int() }),
  z.strictObject({ kind: z.literal('signalled'), signal: Text }),
  z.strictObject({ kind: z.literal('timed-out'), afterMs: z.number() }),
  z.strictObject({ kind: z.literal('cancelled') }),
  z.strictObject({ kind: z.literal('not-found'), message: Text }),
  z.strictObject({ kind: z.literal('not-executable'), message: Text }),
  z.strictObject({
    kind: z.literal('not-contained'),
    reached: z.enum(SANDBOX_LEVELS),
    minimum: z.enum(SANDBOX_LEVELS),
    reason: Text,
  }),
]);

const Byproducts = z.strictObject({
  'return-value': z.int().nullable(),
  stage: z.enum([...STAGES, ...PROGRAM_STAGES, 'BASE']),
  attempt: Count,
  result: z.enum(RESULTS),
  code: z.enum(REJECTION_CODES).nullable(),
  facts: FactMap,
  end: End,
  'started-at': Rfc3339,
  'duration-ms': z.number().nonnegative(),
  'timed-out': z.boolean(),
  truncated: z.boolean(),
  stdout: Stream,
  stderr: Stream,
  isolation: z.enum(['pid-namespace', 'process-group']),
  /** Absent in records from before there were sandboxes, and where nothing was started. */
  sandbox: z
    .strictObject({
      level: z.enum(SANDBOX_LEVELS),
      means: z.enum(SANDBOX_MEANS),
      network: z.enum(['allowed', 'denied']),
      bounds: z.enum(['cgroup', 'rlimit', 'none']),
    })
    .optional(),
  'leftover-processes': Count,
  tests: z.strictObject({
    format: z.enum(REPORT_FORMATS),
    cases: z.strictObject({ sha256: Sha256 }).nullable(),
    counts: z
      .strictObject({ total: Count, passed: Count, failed: Count, skipped: Count })
      .nullable(),
  }),
  authors: z.array(Text).exactOptional(),
  'tree-after': z.strictObject({ gitTree: GitId }),
  purpose: z.enum(RUN_PURPOSES).optional(),
  measurements: z.array(Measurement).optional(),
  measured: z.array(MeasuredValue).optional(),
});

const Link = z.strictObject({
  name: Text,
  command: z.array(Text),
  materials: z.tuple([
    z.strictObject({ name: z.literal('snapshot'), digest: TreeDigest }),
    z.strictObject({ name: z.literal('base'), digest: z.strictObject({ gitCommit: GitId }) }),
  ]),
  byproducts: Byproducts,
  environment: z.strictObject({ variables: z.array(Text) }),
  ...scoped,
});

const VerificationSummary = z.strictObject({
  verifier: z.strictObject({ id: Text }),
  timeVerified: Rfc3339,
  resourceUri: Text,
  policy: z.strictObject({ uri: Text, digest: z.strictObject({ sha256: Sha256 }) }),
  inputAttestations: z.tuple([
    z.strictObject({ uri: Text, digest: z.strictObject({ sha256: Sha256 }) }),
  ]),
  verificationResult: z.enum(['PASSED', 'FAILED']),
  verifiedLevels: z.tuple([z.enum(['SLUICE_GO', 'SLUICE_GO_WITH_WAIVERS', 'FAILED'])]),
  slsaVersion: Text,
  [CERTIFICATION_FIELD]: z.strictObject({
    verdict: z.enum(['GO', 'GO_WITH_WAIVERS', 'NO_GO']),
    branch: Text,
    commit: GitId,
    tree: GitId,
    counts: z.strictObject({ done: Count, deferred: Count, blocked: Count, open: Count }),
    reasons: z.array(Text),
    planDigest: Sha256.exactOptional(),
    reservations: z
      .strictObject({
        total: Count,
        listed: z.array(
          z.strictObject({ kind: z.enum(RESERVATION_KINDS), item: Text.nullable(), what: Text }),
        ),
      })
      .exactOptional(),
    logRecords: Count,
    solo,
  }),
  ...scoped,
});

const Submission = z.strictObject({
  submission: z.enum(['red', 'green']),
  messageId: Text,
  actor: ActorName,
  attempt: Count,
  note: Text.nullable(),
  fixed: z.array(z.strictObject({ finding: Text, note: Text.nullable() })).exactOptional(),
  ...scoped,
});

const Mark = z.strictObject({ result: z.enum(['PASS', 'FAIL', 'NA']), reason: Text.nullable() });
type MarkMap = Readonly<Record<string, z.infer<typeof Mark>>>;

const Verdict = z.strictObject({
  verdict: z.enum(['APPROVED', 'CHANGES_REQUESTED']),
  messageId: Text,
  actor: ActorName,
  attempt: Count,
  snapshot: Snapshot,
  gates: z.custom<MarkMap>((value) => isMapOf(value, Mark)),
  findings: z.array(
    z.strictObject({
      severity: Text,
      text: Text,
      where: Text.nullable(),
      id: Text.exactOptional(),
    }),
  ),
  note: Text.nullable(),
  solo,
  reruns: z
    .array(
      z.strictObject({
        gate: Text,
        exitCode: z.int().nullable(),
        recordSha256: Sha256.nullable(),
      }),
    )
    .exactOptional(),
  ...scoped,
});

const Talk = z.strictObject({
  talk: z.enum(['withdraw', 'reassign', 'ask', 'comment', 'settle']),
  messageId: Text,
  actor: ActorName,
  attempt: Count,
  text: Text.nullable(),
  to: ActorName.nullable(),
  finding: Text.nullable(),
  state: z.enum(FINDING_STATES).nullable(),
  verdict: Text.nullable(),
  ...scoped,
});

const NoticeGiven = z.strictObject({
  notice: z.enum(NOTICE_KINDS),
  to: z.array(ActorName),
  count: Count,
  attempt: Count,
  tree: Text,
  since: Rfc3339,
  due: Rfc3339,
  onExpiry: z.enum(['stay-closed', 'block']).nullable(),
  ...scoped,
});

const Refusal = z.strictObject({
  message: Text,
  messageId: Text,
  actor: Text,
  code: z.enum(REJECTION_CODES),
  facts: FactMap,
  ...scoped,
});

const DECISIONS = [
  'block',
  'unblock',
  'defer',
  'retry',
  'pause',
  'resume',
  'decide',
  'accept-policy',
  'certify',
  'promote',
] as const;

const Decision = z.strictObject({
  decision: z.enum(DECISIONS),
  messageId: Text,
  actor: ActorName,
  reason: Text.nullable(),
  facts: FactMap,
  ...scoped,
});

const Checkpoint = z.strictObject({
  attempt: Count,
  branch: Text,
  commit: GitId,
  tree: GitId,
  parent: GitId,
  approvedTree: GitId,
  reviewers: z.array(ActorName),
  implementers: z.array(ActorName),
  solo,
  carriedOver: z.strictObject({ from: GitId, to: GitId }).exactOptional(),
  ...scoped,
});

const Waiver = z.strictObject({
  event: z.enum(WAIVER_EVENTS),
  waiver: Text,
  messageId: Text.nullable(),
  actor: ActorName,
  gate: Text,
  stage: z.enum(WAIVABLE_STAGES),
  attempt: Count,
  snapshot: Snapshot,
  tests: z.array(Text),
  reason: Text,
  until: Text,
  basis: z.enum(WAIVER_BASES).nullable(),
  run: Sha256.nullable(),
  baseRun: Sha256.nullable(),
  code: z.enum(REJECTION_CODES).nullable(),
  facts: FactMap,
  ...scoped,
});

const SignOff = z.strictObject({ ...signOffFields, ...scoped });
const RegisterLine = z.strictObject({ ...registerFields, ...scoped });

const statement = <Type extends string, Predicate extends z.ZodType>(
  predicateType: Type,
  predicate: Predicate,
) =>
  z.strictObject({
    _type: z.literal(STATEMENT_TYPE),
    subject: z.array(Subject).min(1),
    predicateType: z.literal(predicateType),
    predicate,
  });

/** One in-toto Statement v1 of the log, by its predicate type. Nothing unknown is let through. */
export const Statement = z.discriminatedUnion('predicateType', [
  statement(LINK, Link),
  statement(VERIFICATION_SUMMARY, VerificationSummary),
  statement(OWN.submission, Submission),
  statement(OWN.verdict, Verdict),
  statement(OWN.talk, Talk),
  statement(OWN.notice, NoticeGiven),
  statement(OWN.refusal, Refusal),
  statement(OWN.decision, Decision),
  statement(OWN.checkpoint, Checkpoint),
  statement(OWN.waiver, Waiver),
  statement(OWN.register, RegisterLine),
  statement(OWN['sign-off'], SignOff),
]);
export type Statement = z.infer<typeof Statement>;
