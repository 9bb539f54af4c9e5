import type { CanaryRun } from '../canary.ts';
import { gatesOfRound, type GateStep, isRerun } from './gate-sequence.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';

/**
 * The canary that a gate of this round brings along, or null. Rounds are counted over items and
 * attempts; after one that was not caught, the item's next round has one in any case.
 */
export function canaryOfStep(
  contract: ItemContract,
  state: ItemState,
  step: GateStep,
): CanaryRun | null {
  const { canary } = contract;
  if (canary === undefined || step.stage === 'RED' || isRerun(step.gate.id)) return null;
  const isDue =
    (canary.turn + state.attempt - 1) % canary.every === 0 ||
    state.setback?.code === 'CANARY_NOT_CAUGHT';
  const { run } = canary;
  return isDue && carrierOf(contract, state, run.gate.id) === step.gate.id ? run : null;
}

/** The gate that runs the same command, or the last one of the round. */
function carrierOf(contract: ItemContract, state: ItemState, gate: string): string | undefined {
  const ids = gatesOfRound(contract, state)
    .map((step) => step.gate.id)
    .filter((id) => !isRerun(id));
  return ids.includes(gate) ? gate : ids.at(-1);
}
