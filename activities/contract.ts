import type { CheckpointRequest, CheckpointResult } from '../domain/checkpoint.ts';
import type { CertificationRequest, CertificationResult } from '../domain/certification.ts';
import type { EvidenceRecord } from '../domain/evidence-record.ts';
import type { GateRunRequest, GateRunResult } from '../domain/gate-run.ts';
import type { NoticeRequest } from '../domain/notice.ts';
import type { TrackerUpdateRequest, TrackerUpdateResult } from '../domain/tracker-update.ts';
import type { WordCheckRequest, WordCheckResult } from '../domain/word/signed-word.ts';
import type { LookUpRequest, LookUpResult } from '../domain/look-up.ts';
import type { WaiverProof, WaiverProofRequest } from '../domain/waiver.ts';
import type { PlanPage, PlanPageRequest } from '../domain/plan-page.ts';

/** Short activities: they run beside the workflows and never wait for a gate. */
export interface ControlActivities {
  /** Makes the checkpoint commit exactly once, or says why it cannot be made. */
  checkpoint(request: CheckpointRequest): Promise<CheckpointResult>;
  /** Checks the signature of a word with the keys that the pinned policy names. */
  checkWord(request: WordCheckRequest): Promise<WordCheckResult>;
  /** Appends records by key; returns the digest of each, in order. */
  record(records: readonly EvidenceRecord[]): Promise<readonly string[]>;
  /** Reads one page of the planned backlog from the store. */
  loadPlanPage(request: PlanPageRequest): Promise<PlanPage>;
  /** Says which items the plan does not have, and where the branch is. */
  lookUp(request: LookUpRequest): Promise<LookUpResult>;
  /** Writes progress into the tracker document, and answers what in it says otherwise. */
  updateTracker(request: TrackerUpdateRequest): Promise<TrackerUpdateResult>;
  /** Runs the policy's command that tells people of a notice; throws when they could not be told. */
  notify(request: NoticeRequest): Promise<void>;
  /** Judges the whole program from the files and records the verdict. */
  certify(request: CertificationRequest): Promise<CertificationResult>;
}

/** Long activities: they run commands and have a task queue of their own. */
export interface GateActivities {
  runGate(request: GateRunRequest): Promise<GateRunResult>;
  /** Runs a gate on the base tree and says whether the failure was there before the work. */
  proveWaiver(request: WaiverProofRequest): Promise<WaiverProof>;
}
