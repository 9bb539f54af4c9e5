import type { CheckpointRequest, CheckpointResult } from '../checkpoint.ts';
import type { EvidenceRecord } from '../evidence-record.ts';
import type { GateRunRequest, GateRunResult } from '../gate-run.ts';
import type { ItemFreeze } from '../freeze.ts';
import type { Facts } from '../judgement.ts';
import type { NoticeRequest } from '../notice.ts';
import type { TrackerUpdateRequest, TrackerUpdateResult } from '../tracker-update.ts';
import type { CheckWord, WordChecked } from '../word/hear-word.ts';
import type { WaiverProof, WaiverProofRequest } from '../waiver.ts';
import type { Answer, ItemMessage } from './item-message.ts';
import type { ItemState } from './item-state.ts';

/** Everything that can happen to an item. Time comes in with the event. */
export type ItemEvent =
  | { readonly type: 'started' }
  | { readonly type: 'message'; readonly message: ItemMessage }
  /** A message whose shape is wrong: it is refused and kept, and the item goes on. */
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
  /** The program announces a freeze, or its end. */
  | { readonly type: 'frozen'; readonly freeze: ItemFreeze | null }
  | { readonly type: 'waiverProven'; readonly proof: WaiverProof }
  | { readonly type: 'checkpointFinished'; readonly result: CheckpointResult }
  /** An activity gave up after all its retries. */
  | {
      readonly type: 'faulted';
      readonly activity: string;
      readonly attempt: number;
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: 'recorded' }
  | {
      readonly type: 'trackerUpdated';
      readonly result: TrackerUpdateResult | { readonly problem: string };
    }
  /** The policy's command has told people, or could not. */
  | { readonly type: 'notified'; readonly id: string; readonly problem: string | null }
  /** The program lends the item a lane. */
  | { readonly type: 'admitted'; readonly lane: number }
  /** The time that the state asked to be woken at has come. */
  | { readonly type: 'clock' };

/** What the workflow performs for the item. */
export type ItemCommand =
  | { readonly type: 'runGate'; readonly request: GateRunRequest }
  | CheckWord
  | { readonly type: 'proveWaiver'; readonly request: WaiverProofRequest }
  | { readonly type: 'cancelGate' }
  | { readonly type: 'checkpoint'; readonly request: CheckpointRequest }
  | { readonly type: 'record'; readonly records: readonly EvidenceRecord[] }
  | { readonly type: 'updateTracker'; readonly request: TrackerUpdateRequest }
  | { readonly type: 'notify'; readonly request: NoticeRequest }
  /** Nobody needs to be told any more: what still runs for it is stopped. */
  | { readonly type: 'abandonNotices' }
  | { readonly type: 'tellProgram'; readonly standing: ItemStanding };

/** What the program has to know of an item while it is open. */
export type ItemStanding =
  | {
      readonly kind: 'held';
      readonly hold: 'blocked' | 'deferred';
      readonly reason: string;
      /** What happened is about all items: the program pauses. */
      readonly stopsProgram?: true;
    }
  /** Ready to go on, waiting for the program to lend a lane. */
  | { readonly kind: 'queued' };

export interface ItemStep {
  readonly state: ItemState;
  readonly commands: readonly ItemCommand[];
  /** Present for messages only. */
  readonly answer?: Answer;
}
