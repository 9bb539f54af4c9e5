import { gateReport } from './gate-standing.ts';
import type { ItemTrail } from './item-trail.ts';
import type { PlannedProgram } from './report-collector.ts';
import type { GateReport } from './item-model.ts';

/** When the gates ran, and on which tree they had to; null where any tree will do. */
export interface ProgramGateStage {
  readonly stage: 'BASELINE' | 'CERTIFICATION';
  readonly tree: string | null;
}

/** The gates of the program itself at one of its two stages, those of the policy first. */
export function programGates(
  own: ItemTrail,
  { policy, items }: Pick<PlannedProgram, 'policy' | 'items'>,
  { stage, tree }: ProgramGateStage,
): readonly GateReport[] {
  const provesClaimed = stage === 'CERTIFICATION' && items.some((each) => each.claimed === true);
  const planned = [
    ...(policy?.baseline ?? []),
    ...(provesClaimed ? (policy?.gates.verify ?? []) : []),
  ].map(({ id }) => `${stage.toLowerCase()}/${id}`);
  const ran = [...own.latest.values()].filter((run) => run.stage === stage).map((run) => run.gate);
  return [...new Set([...planned, ...ran])].map((gate) => {
    const last = own.latest.get(gate);
    const isElsewhere = tree !== null && last !== undefined && last.tree !== tree;
    const stale = isElsewhere ? 'It ran on another tree than the certified one.' : null;
    return gateReport({ gate, stage }, { last, runs: own.runs.get(gate) ?? 0, stale });
  });
}
