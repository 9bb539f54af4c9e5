import type { Actor } from '../actor.ts';
import type { EvidenceRecord, Finding, ReviewMark, TalkKind } from '../evidence-record.ts';
import type { ItemFreeze } from '../freeze.ts';
import type { Facts } from '../judgement.ts';
import type { Measurement } from '../measurement.ts';
import type { Notice } from '../notice.ts';
import type { ReviewClock } from '../review-timing.ts';
import type { RejectionCode } from '../rejection.ts';
import type { Ledger } from '../review/findings.ts';
import type { Result } from '../result.ts';
import type { SandboxFacts } from '../sandbox.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Stage } from '../stage.ts';
import type { TestCounts } from '../test-report.ts';
import type { TrackerDrift } from '../tracker-update.ts';
import type { WordsState } from '../word/hear-word.ts';
import type { ItemMessage } from './item-message.ts';
import type { Waiver, WaiverClaim } from '../waiver.ts';
import type { BlockingIssue } from './blocking-issue.ts';
import type { ItemProgress } from './item-progress.ts';

/** What the tracker document was told, and what it says against it. */
export interface TrackerStanding {
  /** Null before the first update. */
  readonly told: ItemProgress | null;
  readonly writing: boolean;
  /** Hand edits that contradict the item, as the last update found them. */
  readonly drift: readonly TrackerDrift[];
  /** Why the last update could not be written; null when it was. */
  readonly problem: string | null;
}

/** Whose turn it is. */
export type Turn =
  | { readonly kind: 'implementer'; readonly submit: 'red' | 'green' }
  | { readonly kind: 'gate'; readonly gate: string }
  | { readonly kind: 'reviewer' }
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'closed' };

/** Why an item stands still although nobody's turn has come. */
export interface Hold {
  readonly kind: 'blocked' | 'deferred';
  readonly reason: string;
  readonly by: string;
  readonly unblocker: Actor | null;
  readonly sinceMs: number;
  readonly untilMs: number | null;
  /** Fingerprint of the key that signed it; absent where `by` is only claimed. */
  readonly signedBy?: string;
}

/** One gate run as the workflow remembers it; the bytes are in the evidence store. */
export interface GateEntry {
  readonly gate: string;
  readonly stage: Stage;
  readonly attempt: number;
  readonly result: Result;
  readonly code: RejectionCode | null;
  readonly facts: Facts;
  readonly tree: string;
  readonly counts: TestCounts | null;
  readonly exitCode: number | null;
  readonly durationMs: number;
  readonly sandbox?: SandboxFacts;
  readonly stdoutSha256: string | null;
  readonly stderrSha256: string | null;
  readonly recordSha256: string | null;
  /** Blob of the cases that its test report listed; absent where there was none. */
  readonly casesSha256?: string | null;
  /** Digest of the ids that failed; absent where none did or nothing names them. */
  readonly failingSha256?: string;
  /** Absent where the gate measures nothing. */
  readonly measurements?: readonly Measurement[];
}

export interface Vote {
  readonly actor: Actor;
  readonly verdict: 'APPROVED' | 'CHANGES_REQUESTED';
  readonly attempt: number;
  readonly tree: string;
  readonly gates: Readonly<Record<string, ReviewMark>>;
  readonly findings: readonly Finding[];
  readonly note: string | null;
  readonly atMs: number;
  /** Id of its message; absent in votes of an older version. */
  readonly messageId?: string;
  /** Taken back by the one who gave it: it counts for nothing. */
  readonly withdrawn?: true;
  /** Fingerprint of the key that signed it; absent where the reviewer is only claimed. */
  readonly signedBy?: string;
}

/** Something that was said about the item beside its verdicts. */
export interface TalkEntry {
  readonly talk: TalkKind;
  readonly actor: Actor;
  readonly attempt: number;
  readonly text: string;
  readonly atMs: number;
}

/** What was proven at RED and is held against later trees. */
export interface RedProof {
  readonly snapshot: Snapshot;
  readonly casesSha256: string | null;
}

/** The last answer that sent the item back, for the implementer to act on. */
export interface Setback {
  readonly stage: Stage;
  readonly gate: string;
  readonly attempt: number;
  readonly code: RejectionCode;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
}

export interface Refusal {
  readonly message: string;
  readonly messageId: string;
  readonly actor: string;
  readonly code: RejectionCode;
  readonly facts: Facts;
  readonly atMs: number;
}

export interface SeenMessage {
  readonly id: string;
  readonly answer: 'accepted' | 'refused';
}

export interface TestsChanged {
  readonly reason: string;
  readonly files: readonly string[];
  /** RED was replayed with the changed tests and failed as it must. */
  readonly replayed: boolean;
}

/** Where an item stands. Everything that survives continue-as-new is here, and only that. */
export interface ItemState {
  readonly stage: Stage | 'DONE';
  readonly turn: Turn;
  readonly hold: Hold | null;
  /** Gate worktree that the program lent to this item; null while it has none. */
  readonly lane: number | null;
  /** Round of the current submission, from 1. Messages, gate runs and verdicts belong to one. */
  readonly attempt: number;
  /** Rounds that failed since the last person stepped in. */
  readonly failures: number;
  readonly red: RedProof | null;
  /** The submitted tree that TARGETED, VERIFY, REVIEW and CHECKPOINT are about. */
  readonly candidate: Snapshot | null;
  readonly checkout: string | null;
  /** Why test files changed since RED, as the implementer declared it for this round. */
  readonly testsChanged: TestsChanged | null;
  readonly implementers: readonly Actor[];
  /** Files of the protected set that the submitted tree changes. Absent where none is protected. */
  readonly changedProtected?: readonly string[];
  readonly votes: readonly Vote[];
  /** Authors of the commits that were submitted, as Git names them; bounded by AUTHORS_MAX. */
  readonly authors?: readonly string[];
  /** Numbered findings of all reviews, oldest first; bounded by LEDGER_MAX. */
  readonly findings?: Ledger;
  /** Reviews that asked for changes since a person let the item go on last. */
  readonly reviewRounds?: number;
  /** Who is to review it, where somebody said so. */
  readonly assignee?: Actor | null;
  /** Newest last, bounded by TALK_MAX. */
  readonly talk?: readonly TalkEntry[];
  /** The tip that an approved tree was submitted on, when its verdict was carried over to another. */
  readonly carriedFrom?: { readonly attempt: number; readonly tip: string };
  /** Newest last, bounded by GATE_ENTRIES_MAX. */
  readonly gates: readonly GateEntry[];
  readonly setback: Setback | null;
  readonly commit: string | null;
  readonly startedAtMs: number;
  readonly turnSinceMs: number;
  readonly seen: readonly SeenMessage[];
  readonly refusals: readonly Refusal[];
  /** Records that wait to be appended by the next activity. */
  readonly pending: readonly EvidenceRecord[];
  /** Records that an activity under way is appending. */
  readonly carried: readonly EvidenceRecord[];
  /** Waivers that were asked for, oldest first; absent before the first. */
  readonly waivers?: readonly Waiver[];
  /** Taken out for good, without a commit; absent for every other item. */
  readonly skipped?: { readonly reason: string; readonly by: string; readonly atMs: number };
  /** A freeze of the program that the item keeps to; absent or null where there is none. */
  readonly freeze?: (ItemFreeze & { readonly waitingAttempt?: number }) | null;
  /** Each time that the item stood still, oldest first; absent before the first. */
  readonly issues?: readonly BlockingIssue[];
  /** The waiver that is being proven on the base tree. */
  readonly waiving?: WaiverClaim | null;
  /** Present while a review is awaited or has expired, where the policy gives it a time. */
  readonly reviewClock?: ReviewClock | null;
  /** What people were told, the newest last; bounded by NOTICES_MAX. */
  readonly notices?: readonly Notice[];
  /** Absent where no tracker document has to be told. */
  readonly tracker?: TrackerStanding;
  /** Words that wait for the check of a signature; absent before the first. */
  readonly words?: WordsState<ItemMessage>;
}

/** Gate runs that the workflow remembers; older ones are in the evidence store. */
export const GATE_ENTRIES_MAX = 40;
/** Questions and comments that the workflow remembers; older ones are in the evidence store. */
export const TALK_MAX = 50;
/** Message ids remembered for idempotency; an older one is refused by its attempt. */
export const SEEN_MESSAGES_MAX = 200;
/** Refused messages shown to operators. */
export const REFUSALS_MAX = 20;
/** Records that may wait for the next activity before they are appended on their own. */
export const PENDING_RECORDS_MAX = 20;

export function openItemState(atMs: number, lane: number): ItemState {
  return {
    stage: 'GREEN',
    turn: { kind: 'implementer', submit: 'green' },
    hold: null,
    lane,
    attempt: 1,
    failures: 0,
    red: null,
    candidate: null,
    checkout: null,
    testsChanged: null,
    implementers: [],
    votes: [],
    gates: [],
    setback: null,
    commit: null,
    startedAtMs: atMs,
    turnSinceMs: atMs,
    seen: [],
    refusals: [],
    pending: [],
    carried: [],
  };
}

/** Keeps the newest `max` entries of a list. */
export function newest<T>(entries: readonly T[], max: number): readonly T[] {
  return entries.length > max ? entries.slice(entries.length - max) : entries;
}
