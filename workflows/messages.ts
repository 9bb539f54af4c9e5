import type { CarriedWaiver } from '../domain/waiver.ts';
import type { ItemStanding } from '../domain/item/item-event.ts';
import type { ItemMessageType } from '../domain/item/item-message.ts';
import type { ProgramMessageType } from '../domain/program/program-message.ts';

/**
 * The names on the wire: what clients, the Temporal UI and the `temporal` CLI send. Each message
 * exists as a signal and as an update of the same name with the same payload: the type of that name
 * in `domain/item/item-message.ts` or `domain/program/program-message.ts`, without its `type`. An
 * update answers at once with an `Answer`; a signal is kept even when no worker runs.
 *
 * This file is the only one of `workflows/` that clients import, so it needs no SDK.
 */
export const ITEM_MESSAGES: Readonly<Record<ItemMessageType, string>> = {
  red: 'The tests are written and fail: {messageId, actor, attempt, note?}',
  green:
    'The implementation is ready: {messageId, actor, attempt, note?, testsChanged?, fixed?: [{finding: "F1", note?}]}',
  review:
    'A verdict: {messageId, actor, attempt, tree, verdict: "APPROVED"|"CHANGES_REQUESTED", gates: {"P0": {"result": "PASS"|"FAIL"|"NA", "reason"?}}, findings?: [{severity, text, where?}], note?}',
  withdraw: 'Take back my verdict: {messageId, actor, attempt, reason}',
  reassign: 'Give the review to somebody: {messageId, actor, attempt, to, reason?}',
  ask: 'A question about the item: {messageId, actor, text}',
  comment: 'A comment, or the answer to a question: {messageId, actor, text}',
  settle:
    'What became of a finding: {messageId, actor, attempt, finding: "F1", state: "fixed"|"accepted"|"open", reason?}',
  block: 'Stop the item: {messageId, actor, reason, unblocker?, untilMs?}',
  unblock: 'Let a blocked or deferred item go on: {messageId, actor, reason?}',
  defer:
    'Put the item off, or take it out for good: {messageId, actor, reason, untilMs?, skip?: "for-good"}',
  waive:
    'Waive the gate that failed on this tree, once it is proven to fail on the base tree too: {messageId, actor, attempt, tree, gate, reason, until: "2026-12-01T18:00+01:00", tests?}',
  retry:
    'Run again from a stage: {messageId, actor, from: "RED"|"GREEN"|"TARGETED"|"VERIFY"|"REVIEW", reason}',
};

export const PROGRAM_MESSAGES: Readonly<Record<ProgramMessageType, string>> = {
  pause:
    'Start nothing new: {messageId, actor, reason}; with {until, from?, exempt?: [item]} a freeze: no checkpoints either, and it ends by itself',
  resume: 'Go on after a pause: {messageId, actor, reason?}',
  retry:
    'Run the baseline or the certification again: {messageId, actor, target: "baseline"|"certification", reason}',
  waive:
    'Renew a waiver that a finished item was committed with: {messageId, actor, item, gate, reason, until}',
  certify: 'End the program although items are held: {messageId, actor, reason}',
  decide:
    'Enter into a register: {messageId, actor, kind: "decision"|"debt"|"risk"|"rollback"|"drift", id?, title, items?, …}; its end: {messageId, actor, kind: "debt"|"risk", close, reason}; without kind, accept what the tracker document says: {messageId, actor, item, field?, reason}',
  signOff: 'Answer for the tip of the branch: {messageId, actor, subject, role?, commit, reason}',
  defer:
    'Put an item off that has not started, or take it out for good: {messageId, actor, item, reason, untilMs?, skip?: "for-good"}',
  unblock: 'Let an item start that was put off: {messageId, actor, item, reason?}',
  promote:
    'Run the gates of a capability on the tip of the branch: {messageId, actor, capability, commit?, reason}',
  acceptPolicy:
    'Put an edited policy in force for what starts from now on: {messageId, actor, digest, reason}; `sluice decide accept-policy` stores the policy under its digest',
};

/** Query names: `item` answers an `ItemView`, `board` takes a `BoardPageRequest` and answers a `BoardView`. */
export const ITEM_QUERY = 'item';
export const BOARD_QUERY = 'board';

/** Signals between the two workflows; clients do not send them. */
export const ITEM_CHANGED_SIGNAL = 'itemChanged';
export const ADMITTED_SIGNAL = 'admitted';
export const FREEZE_SIGNAL = 'freeze';
export const REPORT_COMPLETION_SIGNAL = 'reportCompletion';

/** What an item tells its program. */
export type ItemChange =
  | { readonly id: string; readonly kind: 'standing'; readonly standing: ItemStanding }
  | {
      readonly id: string;
      readonly kind: 'done';
      readonly commit: string;
      readonly waivers?: readonly CarriedWaiver[];
    }
  | { readonly id: string; readonly kind: 'skipped'; readonly reason: string }
  | { readonly id: string; readonly kind: 'lost'; readonly reason: string };

/** What a program or an item returns when its workflow ends. */
export interface ItemResult {
  readonly id: string;
  /** Empty for an item that was skipped. */
  readonly commit: string;
  readonly waivers?: readonly CarriedWaiver[];
  /** Why it was taken out for good. */
  readonly skipped?: string;
}

export const ITEM_WORKFLOW = 'itemWorkflow';
export const PROGRAM_WORKFLOW = 'programWorkflow';

export function programWorkflowId(program: string): string {
  return `sluice/${program}`;
}

export function itemWorkflowId(program: string, item: string): string {
  return `sluice/${program}/${item}`;
}
