import type { SandboxLevel } from '../../domain/sandbox.ts';
import type { Identity } from './report-entry.ts';
import type { Actor } from '../../domain/actor.ts';
import type { ItemStatus } from '../../domain/backlog-status.ts';
import type {
  DecisionRecord,
  Finding,
  RerunFact,
  ReviewMark,
  RunRecord,
  TalkKind,
} from '../../domain/evidence-record.ts';
import type { Measurement } from '../../domain/measurement.ts';
import type { RejectionCode } from '../../domain/rejection.ts';
import type { Result } from '../../domain/result.ts';
import type { NumberedFinding } from '../../domain/review/findings.ts';
import type { Profile, Stage } from '../../domain/stage.ts';
import type { TestCounts } from '../../domain/test-report.ts';
import type { WaiverBasis } from '../../domain/waiver.ts';
import type { BoardItem } from '../board-model.ts';

/** A result, or the word for a check that was planned and has no run. Only PASS is a pass. */
export const GATE_STANDINGS = [
  'PASS',
  'FAIL',
  'NA',
  'WAIVED',
  'ERROR',
  'STALE',
  'NOT_RUN',
] as const satisfies readonly (Result | 'NOT_RUN')[];
export type GateStanding = (typeof GATE_STANDINGS)[number];
export type StandingCounts = Readonly<Record<GateStanding, number>>;

/** One gate as it stands now: its newest run, judged against the tree that counts now. */
export interface GateReport {
  readonly gate: string;
  readonly stage: RunRecord['stage'];
  readonly standing: GateStanding;
  readonly code: RejectionCode | null;
  /** Why, in words: of a refusal, of a mark, or of what made a result stale. */
  readonly reason: string | null;
  readonly attempt: number | null;
  readonly tree: string | null;
  /** How the command ended, such as `exit 0`; null for a gate that a person marks. */
  readonly end: string | null;
  readonly tests: TestCounts | null;
  readonly containment: SandboxLevel | null;
  readonly durationMs: number | null;
  /** What the run measured; empty where it measured nothing. */
  readonly measurements: readonly Measurement[];
  /** Runs of this gate, over all attempts. */
  readonly runs: number;
  /** Digest of the evidence record. */
  readonly record: string | null;
}

/** A submission that an actor made. `at` is RFC 3339, as everywhere in the model. */
export interface SubmissionReport {
  readonly at: string;
  readonly submission: 'red' | 'green';
  readonly actor: Actor;
  readonly identity: Identity;
  readonly attempt: number;
  readonly note: string | null;
  readonly record: string;
}

export interface ReviewReport {
  readonly at: string;
  readonly verdict: 'APPROVED' | 'CHANGES_REQUESTED';
  readonly actor: Actor;
  readonly identity: Identity;
  readonly attempt: number;
  readonly tree: string;
  /** The tree has moved on since: this verdict counts for nothing any more. */
  readonly isStale: boolean;
  readonly marks: Readonly<Record<string, ReviewMark>>;
  readonly findings: readonly Finding[];
  readonly note: string | null;
  readonly messageId: string;
  /** Given in solo mode: the reviewer may have implemented it. */
  readonly isSolo: boolean;
  /** Taken back by the one who gave it. */
  readonly isWithdrawn: boolean;
  /** Sluice's own runs that the reviewer could rest on. */
  readonly reruns: readonly RerunFact[];
  readonly record: string;
}

/** What was said around the reviews of an item. */
export interface TalkReport {
  readonly at: string;
  readonly talk: TalkKind;
  readonly actor: Actor;
  readonly identity: Identity;
  readonly attempt: number;
  readonly text: string;
  readonly record: string;
}

/** A round that ended without a pass, and what was done about it. */
export interface SetbackReport {
  readonly at: string;
  readonly attempt: number;
  readonly stage: Stage;
  readonly gate: string;
  readonly code: RejectionCode;
  readonly message: string;
  /** The reviewer, where a review sent it back. */
  readonly actor: Actor | null;
  readonly findings: readonly Finding[];
  readonly record: string;
  readonly followed: {
    /** The next submission after it. */
    readonly submission: SubmissionReport | null;
    /** What the same gate, or the next review, came to afterwards. */
    readonly outcome: {
      readonly at: string;
      readonly attempt: number;
      readonly word: string;
    } | null;
  };
}

export interface RefusalReport {
  readonly at: string;
  readonly item: string | null;
  readonly message: string;
  readonly actor: string;
  readonly code: RejectionCode;
  readonly reason: string;
  readonly record: string;
}

export interface DecisionReport {
  readonly at: string;
  readonly item: string | null;
  readonly decision: DecisionRecord['decision'];
  readonly actor: Actor;
  readonly identity: Identity;
  readonly reason: string | null;
  /** Results that it made void. */
  readonly voided: readonly string[];
  readonly record: string;
}

/** A waiver and what became of it. */
export interface WaiverReport {
  readonly at: string;
  readonly item: string | null;
  readonly waiver: string;
  readonly gate: string;
  readonly status: 'requested' | 'in-force' | 'refused' | 'expired' | 'superseded';
  readonly actor: Actor;
  readonly reason: string;
  readonly until: string;
  readonly basis: WaiverBasis | null;
  readonly tests: readonly string[];
  /** Why it was refused or ended. */
  readonly why: string | null;
  readonly tree: string;
  /** The newest record about it, and the run on the base tree. */
  readonly record: string;
  readonly baseRun: string | null;
}

export interface CheckpointReport {
  readonly at: string;
  readonly commit: string;
  readonly tree: string;
  readonly parent: string;
  readonly implementers: readonly Actor[];
  readonly reviewers: readonly Actor[];
  /** Verified where every one of these reviewers has signed. */
  readonly reviewIdentity: Identity;
  readonly isSolo: boolean;
  /** The verdict was given on one tip and holds on another: the tree was the same. */
  readonly carriedOver: { readonly from: string; readonly to: string } | null;
  readonly record: string;
}

/** Tests as counted one by one in the reports of gate runs. */
export interface TestTotals {
  readonly written: number;
  readonly passing: number;
}

/** One item with everything that the evidence says about it. Lists are oldest first. */
export interface ItemReport {
  readonly id: string;
  readonly title: string | null;
  readonly priority: string | null;
  readonly profile: Profile | null;
  readonly dependsOn: readonly string[];
  readonly status: ItemStatus;
  /** Done before the program by the tracker's word only. */
  readonly isClaimed: boolean;
  readonly stage: Stage | 'DONE' | null;
  /** Whom it waits for; known only while the program's server answers. */
  readonly waitingOn: BoardItem['waitingOn'];
  /** Why it is blocked or deferred. */
  readonly reason: string | null;
  readonly attempts: number;
  readonly gates: readonly GateReport[];
  readonly submissions: readonly SubmissionReport[];
  readonly reviews: readonly ReviewReport[];
  readonly setbacks: readonly SetbackReport[];
  readonly refusals: readonly RefusalReport[];
  readonly decisions: readonly DecisionReport[];
  readonly waivers: readonly WaiverReport[];
  /** Numbered findings of all reviews, and what became of each. */
  readonly findings: readonly NumberedFinding[];
  readonly talk: readonly TalkReport[];
  readonly checkpoint: CheckpointReport | null;
  readonly tests: TestTotals | null;
  readonly records: number;
  /** Older entries that the lists above leave out. */
  readonly leftOut: number;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
}
