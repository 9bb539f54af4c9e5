import type { TrackerDrift, TrackerUpdateResult } from '../tracker-update.ts';
import type { ItemStep } from './item-event.ts';
import { type ItemProgress, progressOf, progressSince } from './item-progress.ts';
import { recordOfRefusal, type RefusedMessage } from './item-records.ts';
import { type ItemState, newest, REFUSALS_MAX, type TrackerStanding } from './item-state.ts';
import { only, type StepContext } from './round.ts';

const SILENT: TrackerStanding = { told: null, writing: false, drift: [], problem: null };

/**
 * Tells the tracker document what has changed. One update is under way at a time, so that none
 * overtakes another; what happens meanwhile is told with the next.
 */
export function tellTracker({ contract, atMs }: StepContext, step: ItemStep): ItemStep {
  const { tracker, program } = contract;
  if (tracker === undefined || tracker === null) return step;
  const standing = step.state.tracker ?? SILENT;
  if (standing.writing) return step;
  const progress = progressSince(standing.told, progressOf(contract, step.state));
  if (standing.told !== null && isSame(standing.told, progress)) return step;
  const change = { kind: 'item', progress } as const;
  const request = { program, tracker, atMs, change };
  return {
    ...step,
    state: { ...step.state, tracker: { ...standing, told: progress, writing: true } },
    commands: [...step.commands, { type: 'updateTracker', request }],
  };
}

/**
 * An update ended. Hand edits that contradict the item are kept as a refusal, once each: they are
 * shown and recorded, and the item goes on by what was proven.
 */
export function onTrackerUpdated(
  context: StepContext,
  state: ItemState,
  result: TrackerUpdateResult | { readonly problem: string },
): ItemStep {
  const standing = state.tracker ?? SILENT;
  if ('problem' in result) {
    const { problem } = result;
    return only({ ...state, tracker: { ...standing, writing: false, problem } });
  }
  const { drift } = result;
  const next: ItemState = {
    ...state,
    tracker: { ...standing, writing: false, problem: null, drift },
  };
  const known = new Set(standing.drift.map((each) => keyOf(each)));
  const fresh = drift.filter((each) => !known.has(keyOf(each)));
  return only(fresh.reduce((current, each) => withDrift(context, current, each), next));
}

function withDrift(
  { contract, atMs }: StepContext,
  state: ItemState,
  drift: TrackerDrift,
): ItemState {
  const { field, line, document, sluice } = drift;
  const refused: RefusedMessage = {
    type: 'tracker',
    messageId: `tracker/${contract.item.id}/${atMs}/${field}`,
    actor: 'unknown',
    code: 'TRACKER_DRIFT',
    facts: { path: contract.tracker?.path ?? '', field, line, document, sluice },
  };
  const { type: message, ...rest } = refused;
  return {
    ...state,
    refusals: newest([...state.refusals, { message, ...rest, atMs }], REFUSALS_MAX),
    pending: [...state.pending, recordOfRefusal(contract, refused, atMs)],
  };
}

function keyOf({ field, document }: TrackerDrift): string {
  return `${field}\n${document ?? ''}`;
}

/** A run by itself is no progress: it is told with the next thing that is. */
function isSame(a: ItemProgress, b: ItemProgress): boolean {
  return textOf(a) === textOf(b);
}

function textOf({ lastRun: _lastRun, tests: _tests, ...progress }: ItemProgress): string {
  return JSON.stringify(progress);
}
