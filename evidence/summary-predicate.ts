import type { CertificationRecord, RecordScope } from '../domain/evidence-record.ts';
import type { Statement } from './statement.schema.ts';
import {
  CERTIFICATION_FIELD,
  type SCOPE_FIELD,
  SLSA_VERSION,
  type VERIFICATION_SUMMARY,
} from './statement-types.ts';

type Summary = Extract<Statement, { predicateType: typeof VERIFICATION_SUMMARY }>['predicate'];
/** The predicate of a certification without the scope, which every predicate has alike. */
export type SummaryFields = Omit<Summary, typeof SCOPE_FIELD>;

const LEVELS = {
  GO: 'SLUICE_GO',
  GO_WITH_WAIVERS: 'SLUICE_GO_WITH_WAIVERS',
  NO_GO: 'FAILED',
} as const satisfies Record<CertificationRecord['verdict'], string>;

/**
 * A certification as a SLSA Verification Summary. Its one input is the log's head: the chain makes
 * that digest stand for every record before it.
 */
export function summaryOfCertification(
  certification: CertificationRecord,
  scope: RecordScope,
): SummaryFields {
  const { verdict, branch, commit, tree, counts, reasons, logRecords } = certification;
  const { planDigest, reservations } = certification;
  return {
    verifier: { id: 'https://sluice.dev/certifier/v1' },
    timeVerified: new Date(scope.atMs).toISOString(),
    resourceUri: `https://sluice.dev/program/${encodeURIComponent(scope.program)}`,
    policy: { uri: 'sluice.yaml', digest: { sha256: scope.policyDigest } },
    inputAttestations: [{ uri: 'log.jsonl', digest: { sha256: certification.logHead } }],
    verificationResult: verdict === 'NO_GO' ? 'FAILED' : 'PASSED',
    verifiedLevels: [LEVELS[verdict]],
    slsaVersion: SLSA_VERSION,
    [CERTIFICATION_FIELD]: {
      verdict,
      branch,
      commit,
      tree,
      counts: {
        done: counts.done,
        deferred: counts.deferred,
        blocked: counts.blocked,
        open: counts.open,
      },
      reasons: [...reasons],
      ...(planDigest === undefined ? {} : { planDigest }),
      ...(reservations === undefined
        ? {}
        : { reservations: { total: reservations.total, listed: [...reservations.listed] } }),
      logRecords,
      ...(certification.solo === true ? { solo: true } : {}),
    },
  };
}

/** The certification that a summary states: the inverse of `summaryOfCertification`. */
export function certificationOfSummary(summary: SummaryFields): CertificationRecord {
  const {
    verdict,
    branch,
    commit,
    tree,
    counts,
    reasons,
    logRecords,
    solo,
    planDigest,
    reservations,
  } = summary[CERTIFICATION_FIELD];
  const logHead = summary.inputAttestations[0].digest.sha256;
  return {
    type: 'certification',
    verdict,
    commit,
    tree,
    branch,
    counts,
    reasons,
    ...(planDigest === undefined ? {} : { planDigest }),
    ...(reservations === undefined ? {} : { reservations }),
    logHead,
    logRecords,
    ...(solo === true ? { solo } : {}),
  };
}
