import { z } from 'zod';
import { RUN_PURPOSES } from '../domain/evidence-record.ts';
import { PROGRAM_STAGES } from '../domain/program-stage.ts';
import { REJECTION_CODES } from '../domain/rejection.ts';
import { RESULTS } from '../domain/result.ts';
import { SANDBOX_LEVELS, SANDBOX_MEANS } from '../domain/sandbox.ts';
import { STAGES } from '../domain/stage.ts';
import { REPORT_FORMATS } from '../domain/test-report.ts';
import { Count, FactMap, GitId, Rfc3339, Sha256, Text, TreeDigest } from './field.schema.ts';
import { MeasuredValue, Measurement } from './measurement.schema.ts';
import { scoped } from './scope.schema.ts';

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
    failing: z.strictObject({ sha256: Sha256 }).exactOptional(),
  }),
  authors: z.array(Text).exactOptional(),
  'tree-after': z.strictObject({ gitTree: GitId }),
  purpose: z.enum(RUN_PURPOSES).optional(),
  measurements: z.array(Measurement).optional(),
  measured: z.array(MeasuredValue).optional(),
});

/** A gate run as an in-toto Link v0.3; see `link-predicate.ts`. */
export const Link = z.strictObject({
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
