import type { Actor } from './actor.ts';
import type { Facts } from './judgement.ts';
import type { RejectionCode } from './rejection.ts';
import type { Result } from './result.ts';
import type { RunOutcome } from './run-outcome.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stage } from './stage.ts';
import type { ReportFormat, TestCounts } from './test-report.ts';
import type { WaivableStage, WaiverBasis, WaiverEvent } from './waiver.ts';

/** What every record says about where it belongs. */
export interface RecordScope {
  readonly program: string;
  /** Null for records of the program itself: baseline, certification, pause. */
  readonly item: string | null;
  readonly workflowId: string;
  readonly runId: string;
  /** Names the one fact that this record states; a second append with the same key is a no-op. */
  readonly key: string;
  /** Workflow time, milliseconds since the epoch. */
  readonly atMs: number;
  readonly policyDigest: string;
}

/** One execution of one gate on one snapshot. */
export interface RunRecord {
  readonly type: 'run';
  readonly gate: string;
  /** `BASE`: an item's gate on the tree that its work started from, as the proof for a waiver. */
  readonly stage: Stage | 'BASELINE' | 'CERTIFICATION' | 'BASE';
  readonly attempt: number;
  readonly snapshot: Snapshot;
  readonly argv: readonly string[];
  /** Names of the variables that the command saw; values are never recorded. */
  readonly environment: readonly string[];
  readonly outcome: RunOutcome;
  readonly report: {
    readonly format: ReportFormat;
    readonly casesSha256: string | null;
    readonly counts: TestCounts | null;
  };
  readonly treeAfter: string;
  readonly result: Result;
  readonly code: RejectionCode | null;
  readonly facts: Facts;
}

export interface SubmissionRecord {
  readonly type: 'submission';
  readonly submission: 'red' | 'green';
  readonly messageId: string;
  readonly actor: Actor;
  readonly attempt: number;
  readonly note: string | null;
}

export interface Finding {
  readonly severity: string;
  readonly text: string;
  /** `path:line`, or null for a finding about the whole. */
  readonly where: string | null;
}

export interface ReviewMark {
  readonly result: 'PASS' | 'FAIL' | 'NA';
  readonly reason: string | null;
}

export interface VerdictRecord {
  readonly type: 'verdict';
  readonly verdict: 'APPROVED' | 'CHANGES_REQUESTED';
  readonly messageId: string;
  readonly actor: Actor;
  readonly attempt: number;
  readonly snapshot: Snapshot;
  readonly gates: Readonly<Record<string, ReviewMark>>;
  readonly findings: readonly Finding[];
  readonly note: string | null;
}

/** A message that was refused: refused attempts are kept, not lost. */
export interface RefusalRecord {
  readonly type: 'refusal';
  readonly message: string;
  readonly messageId: string;
  readonly actor: string;
  readonly code: RejectionCode;
  readonly facts: Facts;
}

/** Something that a person decided about the course: block, defer, pause, retry and so on. */
export interface DecisionRecord {
  readonly type: 'decision';
  readonly decision:
    | 'block'
    | 'unblock'
    | 'defer'
    | 'retry'
    | 'pause'
    | 'resume'
    | 'decide'
    | 'accept-policy'
    | 'certify';
  readonly messageId: string;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly facts: Facts;
}

export interface CheckpointRecord {
  readonly type: 'checkpoint';
  readonly attempt: number;
  readonly branch: string;
  readonly commit: string;
  readonly tree: string;
  readonly parent: string;
  readonly approvedTree: string;
  readonly reviewers: readonly Actor[];
  readonly implementers: readonly Actor[];
}

export interface CertificationRecord {
  readonly type: 'certification';
  readonly verdict: 'GO' | 'GO_WITH_WAIVERS' | 'NO_GO';
  readonly commit: string;
  readonly tree: string;
  readonly branch: string;
  readonly counts: Readonly<Record<'done' | 'deferred' | 'blocked' | 'open', number>>;
  readonly reasons: readonly string[];
  /** Digests of the records that the verdict rests on, or of the log head that covers them. */
  readonly logHead: string;
  readonly logRecords: number;
}

/** Something that happened to a waiver. The proof on the base tree is a run record of its own. */
export interface WaiverRecord {
  readonly type: 'waiver';
  readonly event: WaiverEvent;
  readonly waiver: string;
  /** Null where nobody sent anything: the proof ended, or the waiver expired. */
  readonly messageId: string | null;
  /** Who approves it, in all its records. */
  readonly actor: Actor;
  readonly gate: string;
  readonly stage: WaivableStage;
  readonly attempt: number;
  readonly snapshot: Snapshot;
  readonly tests: readonly string[];
  readonly reason: string;
  /** RFC 3339 with the zone that the approver named. */
  readonly until: string;
  readonly basis: WaiverBasis | null;
  /** Records of the run that failed, and of the run on the base tree. */
  readonly run: string | null;
  readonly baseRun: string | null;
  readonly code: RejectionCode | null;
  readonly facts: Facts;
}

export type RecordBody =
  | WaiverRecord
  | RunRecord
  | SubmissionRecord
  | VerdictRecord
  | RefusalRecord
  | DecisionRecord
  | CheckpointRecord
  | CertificationRecord;

export interface EvidenceRecord {
  readonly scope: RecordScope;
  readonly body: RecordBody;
}
