import type { CertificationResult } from '../domain/certification.ts';
import { nextCommand } from '../domain/program/program-details.ts';
import type { ProgramPhase } from '../domain/program/program-state.ts';
import { countLedger } from '../domain/register/ledger.ts';
import type { BoardView } from '../domain/program/program-view.ts';
import type { BoardFreeze, BoardProgram } from './board-model.ts';

/**
 * The program's own line of the board, from what its workflow answers. `tip` is the commit that the
 * branch has now, where it was asked for: a verdict is about one commit, and only about that.
 */
export function boardProgram(view: BoardView, tip: string | null = null): BoardProgram {
  const { phase } = view;
  const result = resultOf(phase);
  const command = nextCommand(view);
  return {
    id: view.program,
    state: stateOf(view),
    freeze: freezeOf(view),
    phase: phase.kind,
    branch: view.branch,
    verdict: phase.kind === 'not-certified' ? 'NO_GO' : (result?.verdict ?? null),
    commit: result?.commit ?? null,
    isStale: tip === null || result === null ? null : tip !== result.commit,
    reason: view.standstill ?? ('reason' in phase ? phase.reason : null),
    actors: command === null ? [] : view.releaseLeads,
    command,
    counts: view.counts,
    lanes: view.lanes,
    ...(view.solo === true ? { solo: true } : {}),
    startedAt: new Date(view.startedAtMs).toISOString(),
    registers: view.governance?.counts ?? countLedger([]),
    policyDigest: view.policyDigest,
    promoting: view.governance?.promotion?.capability ?? null,
  };
}

function stateOf({ paused, freeze, phase }: BoardView): BoardProgram['state'] {
  if (paused !== null) return 'paused';
  return freeze?.inForce === true ? 'frozen' : phase.kind;
}

function freezeOf({ freeze = null }: BoardView): BoardFreeze | null {
  if (freeze === null) return null;
  const { inForce, fromMs, until, by, reason, exempt } = freeze;
  return { inForce, from: new Date(fromMs).toISOString(), until, by, reason, exempt };
}

function resultOf(phase: ProgramPhase): CertificationResult | null {
  return phase.kind === 'closed' || phase.kind === 'not-certified' ? phase.result : null;
}
