import type { CertificationRequest, CertificationResult } from '../certification.ts';
import type { EvidenceRecord } from '../evidence-record.ts';
import type { ItemFreeze } from '../freeze.ts';
import type { GateRunRequest, GateRunResult } from '../gate-run.ts';
import type { ItemStanding } from '../item/item-event.ts';
import type { Answer } from '../item/item-message.ts';
import type { Facts } from '../judgement.ts';
import type { LookUpRequest, LookUpResult } from '../look-up.ts';
import type { PlannedItem, PlanPage, PlanPageRequest } from '../plan-page.ts';
import type { TrackerUpdateRequest } from '../tracker-update.ts';
import type { CarriedWaiver } from '../waiver.ts';
import type { CheckWord, WordChecked } from '../word/hear-word.ts';
import type { ProgramMessage } from './program-message.ts';
import type { ProgramState, SkippedItem } from './program-state.ts';

/** Everything that can happen to a program. */
export type ProgramEvent =
  | { readonly type: 'started' }
  | { readonly type: 'message'; readonly message: ProgramMessage }
  | {
      readonly type: 'malformed';
      readonly message: string;
      readonly messageId: string;
      readonly actor: string;
      readonly facts: Facts;
    }
  /** A worker has checked the signature of a word. */
  | WordChecked
  | { readonly type: 'gateFinished'; readonly result: GateRunResult }
  | { readonly type: 'pageLoaded'; readonly page: PlanPage }
  | { readonly type: 'itemStanding'; readonly id: string; readonly standing: ItemStanding }
  | {
      readonly type: 'itemDone';
      readonly id: string;
      readonly commit: string;
      readonly waivers?: readonly CarriedWaiver[];
    }
  | { readonly type: 'itemSkipped'; readonly id: string; readonly reason: string }
  /** The item's workflow ended without a commit: terminated, cancelled or failed. */
  | { readonly type: 'itemLost'; readonly id: string; readonly reason: string }
  | { readonly type: 'certified'; readonly result: CertificationResult }
  | {
      readonly type: 'faulted';
      readonly activity: string;
      readonly code: string;
      readonly message: string;
    }
  /** What a message had to wait for; null with the reason when it could not be had. */
  | {
      readonly type: 'lookedUp';
      readonly messageId: string;
      readonly result: LookUpResult | null;
      readonly reason: string;
    }
  /** A gate of a promotion could not run at all. */
  | { readonly type: 'promotionFaulted'; readonly code: string; readonly message: string }
  | { readonly type: 'recorded' }
  /** The time that the state asked to be woken at has come. */
  | { readonly type: 'clock' };

export type ProgramCommand =
  | CheckWord
  | { readonly type: 'runGate'; readonly request: GateRunRequest }
  | { readonly type: 'loadPage'; readonly request: PlanPageRequest }
  | {
      readonly type: 'startItem';
      readonly planned: PlannedItem;
      readonly lane: number;
      /** What the item depends on and was taken out for good; absent where nothing was. */
      readonly skipped?: readonly SkippedItem[];
      /** A freeze that the item has to keep to; absent where there is none. */
      readonly freeze?: ItemFreeze;
    }
  | {
      readonly type: 'tellFreeze';
      readonly ids: readonly string[];
      readonly freeze: ItemFreeze | null;
    }
  | { readonly type: 'admitItem'; readonly id: string; readonly lane: number }
  | { readonly type: 'certify'; readonly request: CertificationRequest }
  | { readonly type: 'record'; readonly records: readonly EvidenceRecord[] }
  | { readonly type: 'lookUp'; readonly messageId: string; readonly request: LookUpRequest }
  | { readonly type: 'updateTracker'; readonly request: TrackerUpdateRequest };

export interface ProgramStep {
  readonly state: ProgramState;
  readonly commands: readonly ProgramCommand[];
  readonly answer?: Answer;
}
