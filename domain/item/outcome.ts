import { SLUICE } from '../actor.ts';
import type { CheckpointResult } from '../checkpoint.ts';
import type { GateRunResult } from '../gate-run.ts';
import { opensGate } from '../result.ts';
import { AUTHORS_MAX } from '../review/person.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Stage } from '../stage.ts';
import { gatesOfRound, RED_REPLAY_GATE } from './gate-sequence.ts';
import type { ItemEvent, ItemStep } from './item-event.ts';
import { GATE_ENTRIES_MAX, type GateEntry, type ItemState, newest } from './item-state.ts';
import { coverRerun } from './cover-rerun.ts';
import {
  continueRound,
  holdItem,
  only,
  sendBack,
  startCheckpoint,
  startRound,
  type StepContext,
  waitFor,
  withTurn,
} from './round.ts';
import { stopByCanary } from './stop-by-canary.ts';

/** A result counts only while the item waits for exactly that run; any other is an old echo. */
function isAwaited(state: ItemState, gate: string, attempt: number): boolean {
  return (
    state.hold === null &&
    state.turn.kind === 'gate' &&
    state.turn.gate === gate &&
    state.attempt === attempt
  );
}

export function onGateFinished(
  context: StepContext,
  state: ItemState,
  result: GateRunResult,
): ItemStep {
  if (!isAwaited(state, result.gate, result.attempt) || state.stage === 'DONE') return only(state);
  const seen = withEntry(state, state.stage, result);
  if (result.code === 'CANARY_NOT_CAUGHT') return stopByCanary(context, seen, result);
  if (!opensGate(result.result)) return onRejected(context, seen, result);
  if (state.stage === 'RED') {
    const { snapshot, casesSha256 } = result;
    return waitFor(context, { ...seen, red: { snapshot, casesSha256 }, failures: 0 }, 'green');
  }
  return onPassed(context, seen, result);
}

/** Keeps the run, and the snapshot that it took of the checkout, as the tree of this round. */
function withEntry(state: ItemState, stage: Stage, result: GateRunResult): ItemState {
  const { gate, attempt, code, facts, counts, exitCode, durationMs } = result;
  const { stdoutSha256, stderrSha256, recordSha256, casesSha256, measurements } = result;
  const { failingSha256 } = result;
  const tree =
    gate === RED_REPLAY_GATE ? (result.submitted ?? result.snapshot).tree : result.snapshot.tree;
  const entry: GateEntry = {
    gate,
    stage,
    attempt,
    result: result.result,
    code,
    facts,
    tree,
    counts,
    exitCode,
    durationMs,
    ...(result.sandbox === undefined ? {} : { sandbox: result.sandbox }),
    stdoutSha256,
    stderrSha256,
    recordSha256,
    casesSha256,
    ...(failingSha256 === undefined ? {} : { failingSha256 }),
    ...(measurements === undefined ? {} : { measurements }),
  };
  return {
    ...state,
    gates: newest([...state.gates, entry], GATE_ENTRIES_MAX),
    candidate: stage === 'RED' ? null : (state.candidate ?? result.submitted),
    ...withAuthors(state, result),
    ...(result.changedProtected === undefined || stage === 'RED'
      ? {}
      : { changedProtected: result.changedProtected }),
    carried: [],
  };
}

/** Whoever wrote a part of it stays its author, also when a later submission has other commits. */
function withAuthors(
  { authors = [] }: ItemState,
  result: GateRunResult,
): Pick<ItemState, 'authors'> {
  const all = [...new Set([...authors, ...(result.authors ?? [])])];
  return all.length === 0 ? {} : { authors: all.slice(0, AUTHORS_MAX) };
}

function onRejected(context: StepContext, state: ItemState, result: GateRunResult): ItemStep {
  const covered = coverRerun(state, result.gate);
  if (covered !== null) return onPassed(context, covered, result);
  return sendBack(context, state, {
    stage: state.stage === 'DONE' ? 'CHECKPOINT' : state.stage,
    gate: result.gate,
    code: result.code ?? 'COMMAND_FAILED',
    facts: result.facts,
    findings: [],
  });
}

function onPassed(context: StepContext, state: ItemState, result: GateRunResult): ItemStep {
  const steps = gatesOfRound(context.contract, state);
  const next = steps[steps.findIndex((step) => step.gate.id === result.gate) + 1];
  const replayed = afterReplay(state, result);
  // The rule of TARGETED names the cases of RED, which a replay has just renewed.
  const renewed = gatesOfRound(context.contract, replayed).find(
    (step) => step.gate.id === next?.gate.id,
  );
  return continueRound(context, replayed, renewed);
}

/** A replay that failed as it must: its cases are what TARGETED is held against from now on. */
function afterReplay(state: ItemState, result: GateRunResult): ItemState {
  const { red, testsChanged } = state;
  if (result.gate !== RED_REPLAY_GATE || red === null || testsChanged === null) return state;
  return {
    ...state,
    red: { ...red, casesSha256: result.casesSha256 },
    testsChanged: { reason: testsChanged.reason, files: result.changedTests, replayed: true },
  };
}

export function onCheckpointFinished(
  context: StepContext,
  state: ItemState,
  result: CheckpointResult,
): ItemStep {
  if (state.turn.kind !== 'checkpoint') return only(state);
  const kept: ItemState = { ...state, carried: [] };
  switch (result.kind) {
    case 'committed': {
      const done: ItemState = { ...kept, stage: 'DONE', commit: result.commit, lane: null };
      return only(withTurn(done, { kind: 'closed' }, context.atMs));
    }
    case 'moved': {
      if (result.candidate.tree === state.candidate?.tree) {
        return carryOver(context, kept, result.candidate);
      }
      // Somebody else committed meanwhile: the change on the new tip is another tree, so its
      // verdicts are stale and its gates run again.
      const attempt = state.attempt + 1;
      return startRound(context, { ...kept, candidate: result.candidate, attempt });
    }
    case 'conflict':
      return sendBack(context, kept, {
        stage: 'CHECKPOINT',
        gate: 'checkpoint',
        code: 'MERGE_CONFLICT',
        facts: { tip: result.tip, files: result.files },
        findings: [],
      });
  }
}

/**
 * The branch moved, and the change on the new tip is the very tree that was approved: verdicts and
 * runs are about that tree, so they hold. The checkpoint says that they were carried over.
 */
function carryOver(context: StepContext, state: ItemState, candidate: Snapshot): ItemStep {
  const { attempt } = state;
  const known = state.carriedFrom?.attempt === attempt ? state.carriedFrom : null;
  const carriedFrom = known ?? { attempt, tip: state.candidate?.base ?? candidate.base };
  return startCheckpoint(context, { ...state, candidate, carriedFrom });
}

/** An activity gave up: the item is blocked with the reason and goes on when it is unblocked. */
export function onFaulted(
  context: StepContext,
  state: ItemState,
  event: Extract<ItemEvent, { type: 'faulted' }>,
): ItemStep {
  const echo = event.activity === 'runGate' && event.attempt !== state.attempt;
  if (echo || state.hold !== null || state.turn.kind === 'closed') return only(state);
  const step = holdItem(context, state, {
    kind: 'blocked',
    reason: `${event.activity} could not run: ${event.code}: ${event.message}`,
    by: SLUICE,
    unblocker: null,
    untilMs: null,
  });
  // A gate that gave up is not running any more, so there is nothing to cancel.
  if (event.activity !== 'runGate') return step;
  return { ...step, commands: step.commands.filter((each) => each.type !== 'cancelGate') };
}
