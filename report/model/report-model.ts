import type { CertificationVerdict } from '../../domain/certification.ts';
import type { ReservationList } from '../../domain/reservation.ts';
import type { Result } from '../../domain/result.ts';
import type { Stage } from '../../domain/stage.ts';
import type { BoardProgram } from '../board-model.ts';
import type { GovernanceReport } from './governance-report.ts';
import type {
  DecisionReport,
  GateReport,
  ItemReport,
  RefusalReport,
  StandingCounts,
  TestTotals,
} from './item-model.ts';

/** One line of the daily log. */
export interface DayEvent {
  readonly at: string;
  readonly item: string | null;
  readonly kind: 'gate' | 'review' | 'checkpoint' | 'decision' | 'refusal' | 'certification';
  readonly text: string;
}

/** Where work goes on: the first item in order that is neither finished nor held. */
export interface ResumePoint {
  readonly item: string;
  readonly stage: Stage | null;
}

/** What happened on one day, in UTC. */
export interface DayReport {
  /** `2026-11-21`. */
  readonly day: string;
  readonly records: number;
  readonly submissions: number;
  readonly runs: Readonly<Record<Result, number>>;
  readonly approvals: number;
  readonly changesRequested: number;
  readonly checkpoints: number;
  readonly refusals: number;
  readonly decisions: number;
  readonly events: readonly DayEvent[];
  /** Events that the list leaves out, the oldest of the day. */
  readonly leftOut: number;
  /** Where the day ended; null when nothing was left to do. */
  readonly resumeAt: ResumePoint | null;
}

/** What one actor did. An identity is verified where every word of theirs is signed. */
export interface ActorReport {
  readonly actor: string;
  readonly identity: 'claimed' | 'partly verified' | 'verified';
  readonly roles: readonly ('implementer' | 'reviewer' | 'release lead')[];
  readonly submissions: number;
  readonly reviews: number;
  readonly decisions: number;
  readonly refused: number;
}

export interface CertificationReport {
  readonly verdict: CertificationVerdict;
  readonly at: string;
  readonly branch: string;
  readonly commit: string;
  readonly tree: string;
  readonly reasons: readonly string[];
  /** What the release goes without, or what was let pass: each counted apart from the passes. */
  readonly reservations: ReservationList;
  /** The record that the verdict rests on: its digest stands for all before it. */
  readonly logHead: string;
  readonly logRecords: number;
  readonly record: string;
  readonly gates: readonly GateReport[];
  /** The branch's tip is another commit by now; null where it is not known. */
  readonly hasBranchMoved: boolean | null;
}

/** Whether the proof itself holds, from the files alone. */
export interface EvidenceReport {
  readonly ok: boolean;
  readonly records: number;
  /** Digest of the last record of the log. */
  readonly head: string;
  /** Commits of the repository that name records of the log. */
  readonly anchors: number;
  readonly problems: readonly {
    readonly code: string;
    readonly record: number | null;
    readonly message: string;
  }[];
}

export interface ReportCounts {
  readonly items: number;
  readonly done: number;
  readonly claimed: number;
  readonly active: number;
  readonly blocked: number;
  readonly deferred: number;
  /** Taken out for good, without a commit. */
  readonly skipped: number;
  readonly todo: number;
  /** Gates of all items as they stand now. */
  readonly gates: StandingCounts;
  /** Every gate run that was recorded, also of the program itself. */
  readonly runs: Readonly<Record<Result, number>>;
  readonly setbacks: number;
  readonly refusals: number;
}

export interface PriorityTotals extends TestTotals {
  readonly priority: string;
  readonly items: number;
  readonly done: number;
}

export interface ProgramReport {
  readonly id: string;
  readonly branch: string | null;
  readonly policyDigest: string | null;
  readonly planDigest: string | null;
  /** Implementers may have reviewed their own work: by the policy, or by what is recorded. */
  readonly isSolo: boolean;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly actors: readonly ActorReport[];
  readonly baseline: readonly GateReport[];
  /** What the program's workflow says now; null where its server does not answer. */
  readonly live: BoardProgram | null;
}

/** The data of `sluice report --json`. */
export interface ReportModel {
  readonly program: ProgramReport;
  /** When the report was made. */
  readonly madeAt: string;
  readonly certification: CertificationReport | null;
  readonly evidence: EvidenceReport;
  readonly counts: ReportCounts;
  readonly tests: TestTotals & { readonly byPriority: readonly PriorityTotals[] };
  /** In the order of the plan. */
  readonly items: readonly ItemReport[];
  /** Of the program and its items, oldest first. */
  readonly decisions: readonly DecisionReport[];
  readonly refusals: readonly RefusalReport[];
  readonly days: readonly DayReport[];
  readonly resumeAt: ResumePoint | null;
  readonly governance: GovernanceReport;
  /** What this report could not know, in whole sentences. */
  readonly gaps: readonly string[];
}
