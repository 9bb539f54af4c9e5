import type { Actor } from './actor.ts';
import type { Facts } from './judgement.ts';
import type { ProgramStage } from './program-stage.ts';
import type { RegisterRecord, SignOffRecord } from './register/register-record.ts';
import type { MeasuredValue, Measurement } from './measurement.ts';
import type { RejectionCode } from './rejection.ts';
import type { ReservationList } from './reservation.ts';
import type { Result } from './result.ts';
import type { RunOutcome } from './run-outcome.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stage } from './stage.ts';
import type { VerifiedWord } from './word/signed-word.ts';
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

/**
 * Why a gate's command ran besides the run that decides: `base` on the tree that the work is held
 * against, `confirmation` a second time because of what the first run said, `canary` with a test that
 * must fail, and whose failure is its pass.
 */
export const RUN_PURPOSES = ['base', 'confirmation', 'canary'] as const;
export type RunPurpose = (typeof RUN_PURPOSES)[number];

/** One execution of one gate on one snapshot. */
export interface RunRecord {
  readonly type: 'run';
  /** Absent for the run that decides; any other never opens a gate. */
  readonly purpose?: RunPurpose;
  readonly gate: string;
  /** `BASE`: an item's gate on the tree that its work started from, as the proof for a waiver. */
  readonly stage: Stage | ProgramStage | 'BASE';
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
    /** Digest of the ids that failed, in order; absent where none did or nothing names them. */
    readonly failingSha256?: string;
  };
  readonly treeAfter: string;
  readonly result: Result;
  readonly code: RejectionCode | null;
  readonly facts: Facts;
  /** Authors and co-authors of the commits that the submitted work has; absent where it has none. */
  readonly authors?: readonly string[];
  /** What the gate measured, in the order of the policy; absent where it measures nothing. */
  readonly measurements?: readonly Measurement[];
  /** The bare numbers of a run that does not decide: what `measurements` of another run rest on. */
  readonly measured?: readonly MeasuredValue[];
}

export interface SubmissionRecord {
  readonly type: 'submission';
  readonly submission: 'red' | 'green';
  readonly messageId: string;
  readonly actor: Actor;
  readonly attempt: number;
  readonly note: string | null;
  /** Findings that the implementer says are fixed; absent where there are none. */
  readonly fixed?: readonly FixedFinding[];
}

export interface Finding {
  readonly severity: string;
  readonly text: string;
  /** `path:line`, or null for a finding about the whole. */
  readonly where: string | null;
  /** Its number in the item, `F1` and so on; absent in a message and in old records. */
  readonly id?: string;
}

/** What an implementer says about a finding when submitting. */
export interface FixedFinding {
  readonly finding: string;
  readonly note: string | null;
}

/** A run that Sluice made for the reviewer, in a worktree without caches. */
export interface RerunFact {
  readonly gate: string;
  readonly exitCode: number | null;
  readonly recordSha256: string | null;
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
  /** Present in solo mode: the reviewer may have implemented it. */
  readonly solo?: true;
  /** What Sluice's own rerun came to, where the policy asks for one. */
  readonly reruns?: readonly RerunFact[];
}

/** What was said about a review beside its verdicts. */
export interface TalkRecord {
  readonly type: 'talk';
  readonly talk: TalkKind;
  readonly messageId: string;
  readonly actor: Actor;
  readonly attempt: number;
  /** The words: a question, a comment, a reason. */
  readonly text: string | null;
  /** Whom a review was given to. */
  readonly to: Actor | null;
  /** The finding that was settled, and as what. */
  readonly finding: string | null;
  readonly state: 'open' | 'fixed' | 'accepted' | null;
  /** Message id of the verdict that was withdrawn. */
  readonly verdict: string | null;
}

export type TalkKind = 'withdraw' | 'reassign' | 'ask' | 'comment' | 'settle';

export type NoticeKind = 'reminder' | 'escalation' | 'expiry';
/** Each kind once, for schemas. */
export const NOTICE_KINDS = [
  'reminder',
  'escalation',
  'expiry',
] as const satisfies readonly NoticeKind[];

/** Somebody was told that a review waits, because nobody had answered in time. */
export interface NoticeRecord {
  readonly type: 'notice';
  readonly notice: NoticeKind;
  readonly to: readonly Actor[];
  /** Which reminder, or which step of the escalation, from 1. */
  readonly count: number;
  readonly attempt: number;
  /** The tree under review. */
  readonly tree: string;
  /** Since when it waited, and when the notice was due, as RFC 3339 times. */
  readonly since: string;
  readonly due: string;
  /** What the expiry did; null for other notices. */
  readonly onExpiry: 'stay-closed' | 'block' | null;
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
    | 'certify'
    | 'promote';
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
  readonly solo?: true;
  /**
   * Somebody else committed meanwhile, and the approved tree was the same on the new tip: the
   * verdict was given on `from` and carried over to `to`. Absent where nothing had moved.
   */
  readonly carriedOver?: { readonly from: string; readonly to: string };
}

export interface CertificationRecord {
  readonly type: 'certification';
  readonly verdict: 'GO' | 'GO_WITH_WAIVERS' | 'NO_GO';
  readonly commit: string;
  readonly tree: string;
  readonly branch: string;
  readonly counts: Readonly<Record<'done' | 'deferred' | 'blocked' | 'open', number>>;
  readonly reasons: readonly string[];
  /** Digest of the plan that every item was held against; absent in records of older releases. */
  readonly planDigest?: string;
  /** What the release goes without, or what was let pass; absent in records of older releases. */
  readonly reservations?: ReservationList;
  /** Digests of the records that the verdict rests on, or of the log head that covers them. */
  readonly logHead: string;
  readonly logRecords: number;
  readonly solo?: true;
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
  | TalkRecord
  | NoticeRecord
  | RefusalRecord
  | DecisionRecord
  | CheckpointRecord
  | CertificationRecord
  | RegisterRecord
  | SignOffRecord;

export interface EvidenceRecord {
  readonly scope: RecordScope;
  readonly body: RecordBody;
  /** The signature of the message that the record states, checked; absent where it was only claimed. */
  readonly word?: VerifiedWord;
}
