import { z } from 'zod';
import { NOTICE_KINDS } from '../domain/evidence-record.ts';
import { FINDING_STATES } from '../domain/review/findings.ts';
import {
  ActorName,
  Count,
  isMapOf,
  Rfc3339,
  Sha256,
  Snapshot,
  solo,
  Text,
} from './field.schema.ts';
import { scoped } from './scope.schema.ts';

const Mark = z.strictObject({ result: z.enum(['PASS', 'FAIL', 'NA']), reason: Text.nullable() });
type MarkMap = Readonly<Record<string, z.infer<typeof Mark>>>;

/** What a reviewer said of a snapshot. */
export const Verdict = z.strictObject({
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

/** What was said about a review beside its verdicts. */
export const Talk = z.strictObject({
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

/** Who was told that a review waits. */
export const NoticeGiven = z.strictObject({
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
