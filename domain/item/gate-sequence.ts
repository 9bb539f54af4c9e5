import type { EvidenceRecord } from '../evidence-record.ts';
import type { FrozenTests, GateRule, GateRunRequest, TreeSource } from '../gate-run.ts';
import type { CommandGate } from '../policy.ts';
import type { Stage } from '../stage.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';

/** The gate that replays RED when test files were changed and the change was declared. */
export const RED_REPLAY_GATE = 'red-replay';

/** What the id of a gate ends with when Sluice runs it once more for the reviewer. */
export const RERUN_SUFFIX = '.rerun';

/** The rerun of a gate. */
export function rerunOf(gateId: string): string {
  return `${gateId}${RERUN_SUFFIX}`;
}

export function isRerun(gateId: string): boolean {
  return gateId.endsWith(RERUN_SUFFIX);
}

/** A gate at its place in a round. */
export interface GateStep {
  readonly stage: Stage;
  readonly gate: CommandGate;
  readonly rule: GateRule;
}

/** The gates that a submitted tree passes, in order: replay where needed, targeted, verify. */
export function gatesOfRound(contract: ItemContract, state: ItemState): readonly GateStep[] {
  return [
    ...replaySteps(contract, state),
    ...targetedSteps(contract, state),
    ...verifySteps(contract),
    ...rerunSteps(contract, state),
  ];
}

/** The required commands once more, where the policy wants exit codes that are the reviewer's own. */
function rerunSteps(contract: ItemContract, state: ItemState): readonly GateStep[] {
  if (contract.gates.review.rerun !== true) return [];
  return [...targetedSteps(contract, state), ...verifySteps(contract)].map(({ gate, rule }) => ({
    stage: 'VERIFY',
    gate: { ...gate, id: rerunOf(gate.id) },
    rule,
  }));
}

export function redStep(contract: ItemContract): GateStep | null {
  const gate = contract.gates.red;
  if (gate === null) return null;
  const { tests, expect } = contract.item;
  return { stage: 'RED', gate, rule: { rule: 'red', tests, expect } };
}

function replaySteps(contract: ItemContract, state: ItemState): readonly GateStep[] {
  const red = contract.gates.red;
  if (red === null || (red.replay !== 'always' && !isReplayDue(state))) return [];
  const { tests, expect } = contract.item;
  const gate = { ...red, id: RED_REPLAY_GATE };
  return [{ stage: 'TARGETED', gate, rule: { rule: 'red-replay', tests, expect } }];
}

/** Tests were changed, it was declared, and RED has not been replayed with them yet. */
function isReplayDue({ testsChanged }: ItemState): boolean {
  return testsChanged !== null && !testsChanged.replayed;
}

function targetedSteps(contract: ItemContract, state: ItemState): readonly GateStep[] {
  if (contract.item.profile === 'chore') return [];
  return contract.gates.targeted.map((gate, place) => ({
    stage: 'TARGETED',
    gate,
    // Only the policy's own targeted gate runs the tests that RED ran; its ids can be compared.
    rule: {
      rule: 'targeted',
      redCasesSha256: place === 0 ? (state.red?.casesSha256 ?? null) : null,
    },
  }));
}

function verifySteps(contract: ItemContract): readonly GateStep[] {
  return contract.gates.verify.map((gate) => ({
    stage: 'VERIFY',
    gate,
    rule: { rule: 'exit-zero' },
  }));
}

/** The request of one gate run on the right tree, carrying the records that wait. */
export function gateRequest(
  contract: ItemContract,
  state: ItemState,
  run: {
    readonly step: GateStep;
    readonly atMs: number;
    readonly pending: readonly EvidenceRecord[];
  },
): GateRunRequest {
  const { step, atMs, pending } = run;
  const { id, title, tests } = contract.item;
  const source = sourceOf(contract, state, step);
  return {
    key: {
      workflowId: contract.workflowId,
      runId: contract.runId,
      gate: step.gate.id,
      attempt: state.attempt,
    },
    program: contract.program,
    item: { id, title, tests },
    stage: step.stage,
    gate: step.gate,
    rule: step.rule,
    source,
    ...(isRerun(step.gate.id) ? { clean: true as const } : {}),
    frozen: state.candidate === null ? frozenTests(contract, state, step) : null,
    budget: {
      base: contract.base ?? null,
      testsFallDeclared: state.testsChanged !== null,
    },
    branch: contract.branch,
    lane: state.lane ?? 1,
    policyDigest: contract.policyDigest,
    atMs,
    pending,
  };
}

function sourceOf(contract: ItemContract, state: ItemState, step: GateStep): TreeSource {
  const { checkout, candidate, red } = state;
  if (step.gate.id === RED_REPLAY_GATE && red !== null && contract.gates.red !== null) {
    const { tests: patterns, replay } = contract.gates.red;
    // What was proven at RED may have failed because of more than the tests; the base has none of it.
    const base = replay === 'always' ? { onBase: true as const } : {};
    return { kind: 'replay', red: red.snapshot, patterns, from: candidate, ...base, checkout };
  }
  if (step.stage !== 'RED' && candidate !== null) return { kind: 'snapshot', snapshot: candidate };
  return { kind: 'checkout', checkout };
}

function frozenTests(contract: ItemContract, state: ItemState, step: GateStep): FrozenTests | null {
  if (step.stage === 'RED' || state.red === null || contract.gates.red === null) return null;
  return {
    red: state.red.snapshot,
    patterns: contract.gates.red.tests,
    changeDeclared: state.testsChanged !== null,
  };
}
