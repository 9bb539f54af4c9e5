import type { ZoneOffset } from '../business-hours.ts';
import type { CertificationResult } from '../certification.ts';
import type { EvidenceRecord } from '../evidence-record.ts';
import type { Freeze } from '../freeze.ts';
import type { GateRunResult } from '../gate-run.ts';
import type { Refusal, SeenMessage } from '../item/item-state.ts';
import type { PlannedItem } from '../plan-page.ts';
import type { CommandGate, Policy } from '../policy.ts';
import type { TrackerLink } from '../tracker-update.ts';
import type { CarriedWaiver } from '../waiver.ts';
import type { WordsState } from '../word/hear-word.ts';
import type { AcceptedPolicy } from './accepted-policy.ts';
import type { ProgramMessage } from './program-message.ts';
import type { PutOff } from './put-off.ts';
import type { Governance } from './governance.ts';

/** What is fixed while a program runs: the pinned policy and the planned backlog, by digest. */
export interface ProgramContract {
  readonly program: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly policy: Policy;
  readonly policyDigest: string;
  readonly planDigest: string;
  /** Items in the plan. */
  readonly total: number;
  readonly branch: string;
  /** The commit that the program started from; absent in programs of older versions. */
  readonly base?: string;
  /** The document that progress is written into; absent where there is none. */
  readonly tracker?: TrackerLink | null;
  /** Offsets of the zone of the policy's hours, looked up when the program started. */
  readonly zone?: readonly ZoneOffset[];
}

/**
 * An item that is open: seen in the plan and not finished.
 * - `waiting`: not started, for its dependencies, a lane or its turn.
 * - `active`: holds a lane.
 * - `held`: blocked or deferred; it gave its lane back.
 * - `queued`: ready to go on, waiting for a lane.
 */
export type OpenStatus =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'active'; readonly lane: number }
  | { readonly kind: 'held'; readonly hold: 'blocked' | 'deferred'; readonly reason: string }
  | { readonly kind: 'queued' };

export interface OpenItem {
  readonly planned: PlannedItem;
  readonly status: OpenStatus;
}

export interface FinishedItem {
  readonly index: number;
  readonly id: string;
  readonly commit: string;
}

/** An item that was closed for good without a commit. */
export interface SkippedItem {
  readonly index: number;
  readonly id: string;
  readonly reason: string;
}

/** The run of the baseline's gates, before the first item and again at the end. */
export interface BaselineRun {
  readonly attempt: number;
  readonly results: readonly BaselineResult[];
}

export type BaselineResult = Pick<
  GateRunResult,
  | 'gate'
  | 'result'
  | 'code'
  | 'facts'
  | 'recordSha256'
  | 'snapshot'
  | 'exitCode'
  | 'stdoutSha256'
  | 'stderrSha256'
  | 'measurements'
>;

export type ProgramPhase =
  | { readonly kind: 'baseline'; readonly run: BaselineRun }
  | { readonly kind: 'baseline-failed'; readonly run: BaselineRun; readonly reason: string }
  | { readonly kind: 'running' }
  | { readonly kind: 'certifying'; readonly run: BaselineRun }
  | {
      readonly kind: 'not-certified';
      readonly run: BaselineRun;
      readonly result: CertificationResult | null;
      readonly reason: string;
    }
  | { readonly kind: 'closed'; readonly result: CertificationResult };

/**
 * Where a program stands. Nothing in it grows with the backlog: items before `cursor` that are not
 * open are finished, items from it on have not been looked at.
 */
export interface ProgramState {
  readonly phase: ProgramPhase;
  readonly cursor: number;
  readonly open: readonly OpenItem[];
  /** The highest place in the order that was ever started, or -1. */
  readonly startedUpTo: number;
  /** Most urgent own priority of the items from `cursor` on; null when there are none or it is unknown. */
  readonly mostUrgentAhead: number | null;
  readonly loading: boolean;
  readonly done: number;
  /** Items that the tracker claims as done: skipped, counted apart. */
  readonly claimed: number;
  /** Commands of claimed items, which the certification runs; at most CLAIMED_GATES_MAX. */
  readonly claimedGates: readonly CommandGate[];
  /** The newest finished items, for the board. */
  readonly recent: readonly FinishedItem[];
  readonly paused: {
    readonly reason: string;
    readonly by: string;
    readonly sinceMs: number;
    /** Fingerprint of the key that signed it; absent where `by` is only claimed. */
    readonly signedBy?: string;
  } | null;
  /** Waivers that finished items were committed with; absent before the first. */
  readonly waivers?: readonly CarriedWaiver[];
  /** Items that a release lead took out for good; absent before the first. */
  readonly skipped?: readonly SkippedItem[];
  /** Items that were put off or taken out before they started; absent before the first. */
  readonly putOff?: readonly PutOff[];
  /** A window that is announced or has begun; absent or null where there is none. */
  readonly freeze?: Freeze | null;
  readonly attempts: number;
  readonly startedAtMs: number;
  readonly seen: readonly SeenMessage[];
  readonly refusals: readonly Refusal[];
  readonly pending: readonly EvidenceRecord[];
  readonly carried: readonly EvidenceRecord[];
  /** Words that wait for the check of a signature; absent before the first. */
  readonly words?: WordsState<ProgramMessage>;
  /** Registers, sign-offs and promotions; absent until there are any. */
  readonly governance?: Governance;
  /** The policy that took the place of the one that the program started with; absent before. */
  readonly accepted?: AcceptedPolicy;
}

/** Items that may be open at once; beyond this, held items must be settled before more are looked at. */
export const OPEN_ITEMS_MAX = 1_000;
/** Most lanes that a program may have. */
export const LANES_MAX = 64;
/** Commands of claimed items that the certification runs; the full verify runs besides. */
export const CLAIMED_GATES_MAX = 200;
/** Items that one activity reads from the plan. */
export const PLAN_PAGE_ITEMS = 50;
/** Finished items that the workflow itself remembers. */
export const RECENT_ITEMS_MAX = 50;

export function openProgramState(atMs: number): ProgramState {
  return {
    phase: { kind: 'baseline', run: { attempt: 1, results: [] } },
    cursor: 0,
    open: [],
    startedUpTo: -1,
    mostUrgentAhead: null,
    loading: false,
    done: 0,
    claimed: 0,
    claimedGates: [],
    recent: [],
    paused: null,
    attempts: 1,
    startedAtMs: atMs,
    seen: [],
    refusals: [],
    pending: [],
    carried: [],
  };
}
