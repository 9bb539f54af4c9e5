import { z } from 'zod';
import { RESERVATION_KINDS } from '../domain/reservation.ts';
import { Count, GitId, Rfc3339, Sha256, solo, Text } from './field.schema.ts';
import { scoped } from './scope.schema.ts';
import { CERTIFICATION_FIELD } from './statement-types.ts';

/** A certification as a SLSA Verification Summary; see `summary-predicate.ts`. */
export const VerificationSummary = z.strictObject({
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
