import type { GateRunRequest } from '../../domain/gate-run.ts';
import { isRerun } from '../../domain/item/gate-sequence.ts';

/**
 * Whether a run is held against budgets. Neither the proof for a waiver, which is about tests that
 * fail, nor what runs once more for the reviewer, without caches and therefore slower.
 */
export function isBudgeted({ gate, rule, stage }: GateRunRequest): boolean {
  return rule.rule === 'exit-zero' && stage !== 'BASE' && !isRerun(gate.id);
}
