import type { Actor } from './actor.ts';
import type { GateRunRequest, GateRunResult } from './gate-run.ts';
import type { Facts, Judgement } from './judgement.ts';
import type { RejectionCode } from './rejection.ts';
import type { Result } from './result.ts';
import type { Snapshot } from './snapshot.ts';

/** Stages whose gates can be waived: RED proves the tests, and nobody waives a person's word. */
export const WAIVABLE_STAGES = ['TARGETED', 'VERIFY'] as const;
export type WaivableStage = (typeof WAIVABLE_STAGES)[number];

/** Longest waiver that a policy allows unless it says otherwise. */
export const WAIVER_DURATION_MS = 30 * 86_400_000;
/** Test ids that one waiver may name. */
export const WAIVER_TESTS_MAX = 200;

/**
 * What showed that a failure is out of the item's scope.
 * - `same-tests`: the gate fails on the base tree too, by the same test ids.
 * - `exit-code`: it fails there too, but without a report nothing says by what. Weaker.
 * - `could-not-run`: it cannot be judged there either, and the policy names this very case.
 */
export const WAIVER_BASES = ['same-tests', 'exit-code', 'could-not-run'] as const;
export type WaiverBasis = (typeof WAIVER_BASES)[number];

/** What became of a waiver. Only one that is `granted` or `renewed` and not expired opens its gate. */
export const WAIVER_EVENTS = ['requested', 'granted', 'refused', 'renewed', 'expired'] as const;
export type WaiverEvent = (typeof WAIVER_EVENTS)[number];

/** What somebody asks for: one gate of one item on one tree, until a moment. */
export interface WaiverClaim {
  /** `W1`, `W2` and so on, within the item. */
  readonly id: string;
  readonly gate: string;
  readonly stage: WaivableStage;
  /** The attempt that the waiver was asked for in, which is the one after the failed run. */
  readonly attempt: number;
  readonly snapshot: Snapshot;
  /** The failing tests that it is about; empty for all that fail. */
  readonly tests: readonly string[];
  readonly actor: Actor;
  readonly reason: string;
  /** As it was given, with its zone. */
  readonly until: string;
  readonly untilMs: number;
  /** Digest of the record of the run that failed. */
  readonly runSha256: string | null;
}

/** A waiver as its item remembers it. */
export interface Waiver extends WaiverClaim {
  readonly status: 'in-force' | 'refused' | 'expired';
  readonly basis: WaiverBasis | null;
  /** Why it was refused, or expired; null while it is in force. */
  readonly code: RejectionCode | null;
  readonly facts: Facts;
  /** Digest of the record of the run on the base tree. */
  readonly baseSha256: string | null;
}

/** A run that a waiver is about, as far as its proof needs it. */
export interface WaivedRun {
  readonly result: Result;
  readonly code: RejectionCode | null;
  readonly exitCode: number | null;
  readonly casesSha256: string | null;
}

/** Asks for the proof that a failure is out of scope: the same gate on the base tree. */
export interface WaiverProofRequest {
  readonly waiver: string;
  readonly run: GateRunRequest;
  readonly failed: WaivedRun;
  readonly stage: WaivableStage;
  readonly tests: readonly string[];
  /** What the item itself names as its tests: they are never out of its scope. */
  readonly itemTests: readonly string[];
  readonly redCasesSha256: string | null;
}

export interface WaiverProof {
  readonly waiver: string;
  readonly base: GateRunResult;
  readonly judgement: Judgement;
}

/** A waiver that a finished item was committed with, as its program is told. */
export interface CarriedWaiver {
  readonly item: string;
  readonly waiver: Waiver;
  /** Who worked on the item, and so may not renew it. */
  readonly implementers: readonly Actor[];
}
