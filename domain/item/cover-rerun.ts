import { isSameFailure } from '../rules/same-failure.ts';
import type { Waiver } from '../waiver.ts';
import { rerunOf } from './gate-sequence.ts';
import { GATE_ENTRIES_MAX, type GateEntry, type ItemState, newest } from './item-state.ts';
import { newestOn, waiversInForce } from './waiver-state.ts';

/**
 * The rerun of a waived gate has failed on the same tree. Failing just as the waived run did, it is
 * covered by that waiver: nothing has failed that nobody looked at. Null where it is not covered.
 */
export function coverRerun(state: ItemState, gate: string): ItemState | null {
  const waiver = waiversInForce(state).find((each) => rerunOf(each.gate) === gate);
  const rerun = newestOn(state, gate);
  if (waiver === undefined || rerun === undefined) return null;
  const failed = waivedRun(state, waiver);
  if (failed === undefined || !isSameFailure(failed, rerun)) return null;
  const { id, actor, until, basis } = waiver;
  const facts = { waiver: id, by: actor, until, basis, covers: waiver.gate };
  const entry: GateEntry = { ...rerun, result: 'WAIVED', code: null, facts };
  return { ...state, gates: newest([...state.gates, entry], GATE_ENTRIES_MAX) };
}

/** The run that the waiver was granted for, as it ended. */
function waivedRun({ gates }: ItemState, { gate, snapshot }: Waiver): GateEntry | undefined {
  return gates.findLast(
    (entry) => entry.gate === gate && entry.tree === snapshot.tree && entry.result !== 'WAIVED',
  );
}
