import { SLUICE } from '../actor.ts';
import { type Facts, type Judgement, passed, rejected } from '../judgement.ts';
import { type Stage, stagesOf } from '../stage.ts';
import { signedBy } from '../word/signed-by.ts';
import type { EvidenceRecord } from '../evidence-record.ts';
import { recordOfOwnHold, resolve } from './blocking-issue.ts';
import type { ItemStep } from './item-event.ts';
import { missingBeforeReview, votesOfRound } from './completeness.ts';
import type { BlockMessage, DeferMessage, RetryMessage } from './item-message.ts';
import { gatesOfRound, isRerun } from './gate-sequence.ts';
import type { GateEntry, ItemState } from './item-state.ts';
import {
  continueRound,
  holdItem,
  only,
  startRed,
  startRound,
  type StepContext,
  waitFor,
  withTurn,
} from './round.ts';

export function applyBlock(
  context: StepContext,
  state: ItemState,
  message: BlockMessage,
): ItemStep {
  return holdItem(context, state, {
    kind: 'blocked',
    reason: message.reason,
    by: message.actor,
    unblocker: message.unblocker,
    untilMs: message.untilMs ?? null,
    ...signedBy(context),
  });
}

export function applyDefer(
  context: StepContext,
  state: ItemState,
  message: DeferMessage,
): ItemStep {
  return holdItem(context, state, {
    kind: 'deferred',
    reason: message.reason,
    by: message.actor,
    unblocker: null,
    untilMs: message.untilMs,
    ...signedBy(context),
  });
}

/** Ends a hold; the item goes on when the program lends it a lane. */
export function releaseHold(
  context: StepContext,
  state: ItemState,
  resolution: { readonly by: string; readonly how: string },
): ItemStep {
  const queued: ItemState = {
    ...state,
    issues: resolve(state.issues ?? [], { ...resolution, atMs: context.atMs }),
    pending: [...state.pending, ...ownRelease(context, state, resolution)],
    hold: null,
    failures: 0,
    reviewRounds: 0,
    turnSinceMs: context.atMs,
  };
  return only(queued, { type: 'tellProgram', standing: { kind: 'queued' } });
}

/** A hold that ended by itself has its record here: nobody sent anything. */
function ownRelease(
  { contract, atMs }: StepContext,
  { issues = [] }: ItemState,
  { by, how }: { readonly by: string; readonly how: string },
): readonly EvidenceRecord[] {
  const issue = issues.at(-1)?.id;
  if (by !== SLUICE || issue === undefined) return [];
  return [recordOfOwnHold(contract, { decision: 'unblock', issue, reason: how, atMs })];
}

/** A retry needs something to run again: an item that is not held, and a tree where gates run. */
export function judgeRetry(
  context: StepContext,
  state: ItemState,
  message: RetryMessage,
): Judgement {
  if (!stagesOf(context.contract.item.profile).includes(message.from)) {
    return rejected('NOTHING_TO_RETRY', { from: message.from, stage: state.stage });
  }
  return isReached(context, state, message.from)
    ? passed()
    : rejected('NOTHING_TO_RETRY', { from: message.from, stage: state.stage });
}

function isReached(context: StepContext, state: ItemState, from: RetryMessage['from']): boolean {
  const missing = missingBeforeReview(context.contract, state);
  switch (from) {
    case 'RED':
      return true;
    case 'GREEN':
    case 'TARGETED':
      return !missing.includes('red') && (from === 'GREEN' || state.candidate !== null);
    case 'VERIFY':
      return state.candidate !== null && !missing.some((gate) => !isVerify(context, gate));
    case 'REVIEW':
      return missing.length === 0;
  }
}

function isVerify(context: StepContext, gateId: string): boolean {
  if (isRerun(gateId)) return true;
  return context.contract.gates.verify.some((gate) => gate.id === gateId);
}

/** The results that a retry makes void: of the submitted tree, at or after the stage. */
export function invalidatedBy(context: StepContext, state: ItemState, from: Stage): Facts {
  const stages = stagesOf(context.contract.item.profile);
  const later = new Set(stages.slice(stages.indexOf(from)));
  const gates = state.gates
    .filter((entry) => later.has(entry.stage) && isInForce(state, entry))
    .map((entry) => `${entry.gate}#${entry.attempt}`);
  const votes = votesOfRound(state).map((vote) => `review by ${vote.actor}`);
  return { invalidated: [...gates, ...votes], attempt: state.attempt + 1 };
}

function isInForce(state: ItemState, entry: GateEntry): boolean {
  return entry.stage === 'RED' || entry.tree === state.candidate?.tree;
}

export function applyRetry(
  context: StepContext,
  state: ItemState,
  message: RetryMessage,
): ItemStep {
  const wasRunning = state.turn.kind === 'gate';
  const next: ItemState = { ...state, attempt: state.attempt + 1, failures: 0, waiving: null };
  const step = restartFrom(context, next, message.from);
  return wasRunning ? { ...step, commands: [{ type: 'cancelGate' }, ...step.commands] } : step;
}

function restartFrom(context: StepContext, state: ItemState, from: RetryMessage['from']): ItemStep {
  switch (from) {
    case 'RED': {
      const fresh: ItemState = { ...state, red: null, candidate: null, testsChanged: null };
      const atOnce = context.contract.gates.red?.trigger === 'at-once';
      return atOnce ? startRed(context, fresh) : waitFor(context, fresh, 'red');
    }
    case 'GREEN':
      return waitFor(context, { ...state, candidate: null }, 'green');
    case 'TARGETED':
      return startRound(context, state);
    case 'VERIFY': {
      const steps = gatesOfRound(context.contract, state);
      return continueRound(
        context,
        state,
        steps.find((step) => step.stage === 'VERIFY'),
      );
    }
    case 'REVIEW':
      return only(withTurn({ ...state, stage: 'REVIEW' }, { kind: 'reviewer' }, context.atMs));
  }
}
