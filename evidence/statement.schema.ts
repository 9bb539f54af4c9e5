import { z } from 'zod';
import { REJECTION_CODES } from '../domain/rejection.ts';
import { WAIVABLE_STAGES, WAIVER_BASES, WAIVER_EVENTS } from '../domain/waiver.ts';
import {
  ActorName,
  Count,
  FactMap,
  GitId,
  Sha256,
  Snapshot,
  solo,
  Text,
  TreeDigest,
} from './field.schema.ts';
import { Link } from './link.schema.ts';
import { registerFields, signOffFields } from './register.schema.ts';
import { NoticeGiven, Talk, Verdict } from './review.schema.ts';
import { scoped } from './scope.schema.ts';
import { LINK, OWN, STATEMENT_TYPE, VERIFICATION_SUMMARY } from './statement-types.ts';
import { VerificationSummary } from './summary.schema.ts';

const Subject = z.strictObject({
  name: Text,
  digest: z.union([TreeDigest, z.strictObject({ sha256: Sha256 })]),
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
