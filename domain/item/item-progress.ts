import type { ItemStatus } from '../backlog-status.ts';
import { checkpointSubject } from '../checkpoint.ts';
import { commandText } from '../command-text.ts';
import { opensGate } from '../result.ts';
import { type Stage, stagesOf } from '../stage.ts';
import { fillTemplate } from '../template.ts';
import { missingBeforeReview, votesOfRound } from './completeness.ts';
import { gatesOfRound, RED_REPLAY_GATE, redStep } from './gate-sequence.ts';
import { statusOfItem } from './item-status.ts';
import type { ItemContract } from './item-contract.ts';
import type { GateEntry, ItemState, Vote } from './item-state.ts';
import { newestOn } from './waiver-state.ts';

/** What a tracker document may say about an item: nothing in it is ahead of the proof. */
export interface ItemProgress {
  readonly item: string;
  /** Stages that are passed on the tree that counts now. */
  readonly passed: readonly Stage[];
  /** Stages that were passed and are open again. */
  readonly reopened: readonly Stage[];
  readonly status: ItemStatus;
  readonly implementer?: string;
  readonly reviewer?: string;
  readonly reviewState?: 'PENDING' | 'APPROVED' | 'CHANGES_REQUESTED';
  /** Full hash of the checkpoint commit. */
  readonly commit?: string;
  readonly deferredReason?: string;
  readonly testsWritten?: number;
  readonly testsPassing?: number;
  /** Test files and names of the item, as it was planned. */
  readonly tests?: readonly string[];
  /** The newest run of the item's tests on what was submitted last. */
  readonly lastRun?: LastRun;
  readonly evidence?: ProgressEvidence;
}

/** When the item's tests ran last: on which commit, and whether they passed there. */
export interface LastRun {
  readonly commit: string;
  readonly isPassed: boolean;
}

/** What a reviewer saw and said, as a document's evidence section shows it. */
export interface ProgressEvidence {
  /** The two commits whose difference is what the item changed. */
  readonly range: { readonly from: string; readonly to: string };
  readonly commands: readonly {
    readonly command: string;
    /** Null where the command did not exit by itself. */
    readonly exitCode: number | null;
    readonly remark: string;
  }[];
  readonly gates: readonly {
    readonly name: string;
    readonly mark: 'PASS' | 'FAIL' | 'NA';
    readonly remark: string;
  }[];
  readonly verdict: 'APPROVED' | 'CHANGES_REQUESTED';
  readonly commit: { readonly hash: string; readonly subject: string } | null;
  readonly residualRisk: readonly string[];
  readonly rollback: readonly string[];
}

/** Where the item stands, as its document is to say it. `reopened` is left to `progressSince`. */
export function progressOf(contract: ItemContract, state: ItemState): ItemProgress {
  const votes = verdictVotes(state);
  return {
    item: contract.item.id,
    passed: passedStages(contract, state),
    reopened: [],
    status: statusOfItem(state),
    ...(state.implementers.length === 0 ? {} : { implementer: state.implementers.join(', ') }),
    ...(votes.length === 0 ? {} : { reviewer: votes.map((vote) => vote.actor).join(', ') }),
    ...reviewStateOf(state),
    ...(state.commit === null ? {} : { commit: state.commit }),
    ...(state.hold?.kind === 'deferred' ? { deferredReason: state.hold.reason } : {}),
    ...countsOf(contract, state),
    ...(contract.item.tests.length === 0 ? {} : { tests: contract.item.tests }),
    ...lastRunOf(contract, state),
    ...evidenceOf(contract, state, votes),
  };
}

/** The same, with the stages that were passed when it was told last and are not any more. */
export function progressSince(told: ItemProgress | null, now: ItemProgress): ItemProgress {
  const before = told === null ? [] : [...told.passed, ...told.reopened];
  return { ...now, reopened: before.filter((stage) => !now.passed.includes(stage)) };
}

/**
 * A stage is passed when all its gates opened on exactly the tree that was submitted last. GREEN is
 * the implementer's own word, so it counts when the first gates after it have confirmed it.
 */
function passedStages(contract: ItemContract, state: ItemState): readonly Stage[] {
  const stages: readonly Stage[] = stagesOf(contract.item.profile);
  if (state.commit !== null || state.stage === 'DONE') {
    return stages.filter((stage) => !isWaived(contract, state, stage));
  }
  const before = stages.slice(0, stages.indexOf(state.stage));
  const confirms = stages[stages.indexOf('GREEN') + 1] ?? 'VERIFY';
  const passed: Readonly<Record<Stage, boolean>> = {
    RED: state.red !== null,
    GREEN: gatesPassed(contract, state, confirms),
    TARGETED: gatesPassed(contract, state, 'TARGETED'),
    VERIFY: gatesPassed(contract, state, 'VERIFY'),
    REVIEW: state.turn.kind === 'checkpoint',
    CHECKPOINT: false,
  };
  // An item that was sent back is open again from there on, whatever ran on its tree before.
  return before.filter((stage) => passed[stage]);
}

function gatesPassed(contract: ItemContract, state: ItemState, stage: Stage): boolean {
  if (state.candidate === null) return false;
  const missing = missingBeforeReview(contract, state);
  const gates = gatesOfRound(contract, state).filter((step) => step.stage === stage);
  // A waiver lets the item go on; the stage is not passed by it, and its box stays open.
  if (isWaived(contract, state, stage)) return false;
  // A stage without gates of its own is passed with the review that follows it.
  if (gates.length === 0) return missing.length === 0;
  return gates.every((step) => !missing.includes(step.gate.id));
}

/** Whether one of the stage's gates was opened by a waiver on the submitted tree. */
function isWaived(contract: ItemContract, state: ItemState, stage: Stage): boolean {
  const gates = gatesOfRound(contract, state).filter((step) => step.stage === stage);
  return gates.some(({ gate }) => newestOn(state, gate.id)?.result === 'WAIVED');
}

/** The votes on the tree under review, or those that sent the item back last. */
function verdictVotes(state: ItemState): readonly Vote[] {
  const votes = votesOfRound(state);
  if (votes.length > 0 || state.setback?.code !== 'CHANGES_REQUESTED') return votes;
  const { attempt } = state.setback;
  return state.votes.filter((vote) => vote.attempt === attempt);
}

function reviewStateOf(state: ItemState): Pick<ItemProgress, 'reviewState'> {
  const { kind } = state.turn;
  if (kind === 'checkpoint' || kind === 'closed') return { reviewState: 'APPROVED' };
  if (kind === 'reviewer') return { reviewState: 'PENDING' };
  return state.setback?.code === 'CHANGES_REQUESTED' ? { reviewState: 'CHANGES_REQUESTED' } : {};
}

/** Tests counted one by one in the reports: those of TARGETED, or before it those of RED. */
function countsOf(
  contract: ItemContract,
  state: ItemState,
): Pick<ItemProgress, 'testsWritten' | 'testsPassing'> {
  const isPassed = gatesPassed(contract, state, 'TARGETED');
  const targeted = entriesInForce(contract, state).find((entry) => entry.stage === 'TARGETED');
  const red = state.gates.findLast((entry) => entry.gate === 'red');
  const counts = isPassed ? (targeted?.counts ?? null) : (red?.counts ?? null);
  const isProven = isPassed || state.red !== null;
  return counts === null || !isProven
    ? {}
    : { testsWritten: counts.total, testsPassing: counts.passed };
}

/** The targeted tests on the submitted tree; the full verify of an item that has none. */
function lastRunOf(contract: ItemContract, state: ItemState): Pick<ItemProgress, 'lastRun'> {
  const { candidate } = state;
  if (candidate === null) return {};
  const steps = gatesOfRound(contract, state);
  const stage = steps.some((step) => step.stage === 'TARGETED') ? 'TARGETED' : 'VERIFY';
  const gates = steps.filter((step) => step.stage === stage).map(({ gate }) => gate.id);
  const runs = gates.flatMap((gate) => newestOn(state, gate) ?? []);
  if (runs.length === 0) return {};
  const isPassed = runs.length === gates.length && runs.every((each) => each.result === 'PASS');
  return { lastRun: { commit: candidate.commit, isPassed } };
}

/** The runs that the submitted tree rests on, in the order of the stages. */
function entriesInForce(contract: ItemContract, state: ItemState): readonly GateEntry[] {
  const red = redStep(contract);
  const steps = [...(red === null ? [] : [red]), ...gatesOfRound(contract, state)];
  return steps.flatMap(({ gate, stage }) => {
    const tree = stage === 'RED' ? state.red?.snapshot.tree : state.candidate?.tree;
    const entry = state.gates.findLast((each) => each.gate === gate.id && each.tree === tree);
    return entry !== undefined && opensGate(entry.result) ? [entry] : [];
  });
}

function evidenceOf(
  contract: ItemContract,
  state: ItemState,
  votes: readonly Vote[],
): Pick<ItemProgress, 'evidence'> {
  const last = votes.at(-1);
  const { candidate } = state;
  if (last === undefined || candidate === null) return {};
  const { commit } = state;
  const subject = checkpointSubject(contract.item);
  return {
    evidence: {
      range: { from: candidate.base, to: candidate.commit },
      commands: entriesInForce(contract, state).map((entry) => commandOf(contract, entry)),
      gates: contract.gates.review.gates.flatMap((name) => gateMark(name, last)),
      verdict: last.verdict,
      commit: commit === null ? null : { hash: commit, subject },
      residualRisk: last.findings.map(({ severity, where, text }) =>
        [severity, where, text].filter((part) => part !== null).join(' '),
      ),
      rollback: commit === null ? [] : [`git revert ${commit}`],
    },
  };
}

function gateMark(name: string, vote: Vote): ProgressEvidence['gates'] {
  const mark = vote.gates[name];
  return mark === undefined ? [] : [{ name, mark: mark.result, remark: mark.reason ?? '' }];
}

function commandOf(
  contract: ItemContract,
  { gate, stage, exitCode, counts, attempt, result, facts }: GateEntry,
): ProgressEvidence['commands'][number] {
  const { red, targeted, verify } = contract.gates;
  const isRed = gate === 'red' || gate === RED_REPLAY_GATE;
  const found = isRed ? red : [...targeted, ...verify].find((each) => each.id === gate);
  const tests = counts === null ? [] : [`${counts.passed} of ${counts.total} tests passed`];
  const must = isRed ? ['RED must fail'] : [];
  const waived =
    result === 'WAIVED' ? [fillTemplate('WAIVED by {by} until {until}, not passed', facts)] : [];
  const place = `${stage.toLowerCase()}, attempt ${attempt}`;
  const remark = [place, ...must, ...waived, ...tests].join('; ');
  return { command: found ? commandText(found.command) : gate, exitCode, remark };
}
