import type { EvidenceRecord } from './evidence-record.ts';
import type { GateRunResult } from './gate-run.ts';

export type CertificationVerdict = 'GO' | 'GO_WITH_WAIVERS' | 'NO_GO';

/** Every item of the plan is in exactly one of these, so that none can be forgotten. */
export interface ItemCounts {
  readonly items: number;
  readonly done: number;
  /** Done before the program, by the tracker's word only. */
  readonly claimed: number;
  readonly deferred: number;
  readonly blocked: number;
  /** Taken out for good by a release lead; absent where none was. */
  readonly skipped?: number;
  readonly open: number;
}

export interface CertificationRequest {
  readonly program: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly key: string;
  readonly branch: string;
  readonly policyDigest: string;
  readonly planDigest: string;
  readonly atMs: number;
  /** The baseline rerun on the final commit, in order. */
  readonly baseline: readonly Pick<
    GateRunResult,
    'gate' | 'result' | 'code' | 'recordSha256' | 'snapshot'
  >[];
  readonly counts: ItemCounts;
  readonly pending: readonly EvidenceRecord[];
}

export interface CertificationResult {
  readonly verdict: CertificationVerdict;
  readonly commit: string;
  readonly reasons: readonly string[];
  readonly recordSha256: string;
}
