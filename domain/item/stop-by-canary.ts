import type { GateRunResult } from '../gate-run.ts';
import { rejectionText } from '../rejection-text.ts';
import type { ItemStep } from './item-event.ts';
import type { ItemState } from './item-state.ts';
import { holdItem, type StepContext, waitFor } from './round.ts';

/**
 * A failing test went unseen: nothing that was reported lately can be believed. The item is blocked
 * and tells the program to stop, until a release lead has found out why.
 */
export function stopByCanary(
  context: StepContext,
  state: ItemState,
  result: GateRunResult,
): ItemStep {
  const { attempt } = state;
  const code = 'CANARY_NOT_CAUGHT';
  const { gate, facts } = result;
  const stage = state.stage === 'DONE' ? 'CHECKPOINT' : state.stage;
  const setback = { stage, gate, attempt, code, facts, findings: [] } as const;
  const back: ItemState = { ...state, attempt: attempt + 1, setback };
  const waiting = waitFor(context, back, 'green');
  const reason = `${code}: ${rejectionText(code, facts).message}`;
  const held = holdItem(context, waiting.state, {
    kind: 'blocked',
    reason,
    by: 'service:sluice',
    unblocker: null,
    untilMs: null,
  });
  return {
    ...held,
    commands: held.commands.map((each) =>
      each.type === 'tellProgram' && each.standing.kind === 'held'
        ? { ...each, standing: { ...each.standing, stopsProgram: true as const } }
        : each,
    ),
  };
}
