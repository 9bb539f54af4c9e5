import type { Actor } from '../domain/actor.ts';
import type { ItemStatus } from '../domain/backlog-status.ts';
import type { CertificationVerdict, ItemCounts } from '../domain/certification.ts';
import type { WaitingOn } from '../domain/item/item-view.ts';
import type { ProgramPhase } from '../domain/program/program-state.ts';
import type { LedgerCounts } from '../domain/register/ledger.ts';
import type { Stage } from '../domain/stage.ts';

/** What an open item waits for; `dependency` is the word for one whose turn has not come. */
export type BoardWaitingOn = WaitingOn | 'dependency';

/** One item of `sluice board`. Absent facts are null: not started, or not known on this machine. */
export interface BoardItem {
  readonly id: string;
  readonly title: string | null;
  readonly priority: string | null;
  readonly status: ItemStatus;
  readonly stage: Stage | 'DONE' | null;
  readonly waitingOn: BoardWaitingOn | null;
  /** What was last told of its unanswered review, such as `reminder 2`; null for nothing. */
  readonly notice: string | null;
  readonly attempt: number | null;
  readonly lane: number | null;
  readonly dependsOn: readonly string[];
  /** Why it is blocked, deferred or skipped. */
  readonly reason: string | null;
  /** How it goes on, where it is held: who can unblock it, and until when (RFC 3339). */
  readonly hold: BoardHold | null;
  readonly commit: string | null;
  /** Done before the program by the tracker's word only: no evidence, no commit. */
  readonly claimed: boolean;
  /** Who can move it on now, and how. */
  readonly actors: readonly Actor[];
  readonly command: string | null;
}

/** Who can let a held item go on besides release leads, and when it goes on by itself. */
export interface BoardHold {
  readonly issue: string | null;
  readonly unblocker: Actor | null;
  readonly until: string | null;
}

/** A freeze that is announced or in force; times are RFC 3339. */
export interface BoardFreeze {
  readonly inForce: boolean;
  readonly from: string;
  /** As it was given, with its zone. */
  readonly until: string;
  readonly by: string;
  readonly reason: string;
  readonly exempt: readonly string[];
}

/** The program itself. `state` is `paused`, `frozen` or the phase. */
export interface BoardProgram {
  readonly id: string;
  readonly state: ProgramPhase['kind'] | 'paused' | 'frozen';
  readonly freeze: BoardFreeze | null;
  readonly phase: ProgramPhase['kind'];
  readonly branch: string;
  readonly verdict: CertificationVerdict | null;
  /** The certified commit. */
  readonly commit: string | null;
  /** The branch has moved on from the certified commit; null where it is not known. */
  readonly isStale: boolean | null;
  /** Why it stands still, or was not certified. */
  readonly reason: string | null;
  /** Who can move the program itself on, and how. */
  readonly actors: readonly Actor[];
  readonly command: string | null;
  readonly counts: ItemCounts;
  readonly lanes: number;
  /** Implementers may review their own work. */
  readonly solo?: boolean;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Entries of the registers that are in force. */
  readonly registers: LedgerCounts;
  /** The capability whose gates run now; null where none is promoted. */
  readonly promoting: string | null;
  /** Names the policy that is in force. */
  readonly policyDigest: string;
  /** `sluice.yaml` here says something else, which no release lead has accepted; absent where not. */
  readonly policyEdited?: true;
}

export interface BoardPage {
  readonly offset: number;
  readonly limit: number;
  /** Items on all pages. */
  readonly total: number;
}

/** The data of `sluice board --json`. */
export interface BoardModel {
  readonly program: BoardProgram;
  readonly items: readonly BoardItem[];
  readonly page: BoardPage;
}
