import type { Waiver } from '../waiver.ts';
import { gatesOfRound, type GateStep } from './gate-sequence.ts';
import type { ItemStep } from './item-event.ts';
import type { ItemState } from './item-state.ts';
import { only, startGate, type StepContext, withTurn } from './round.ts';
import { recordOfOutcome } from './waiver-records.ts';
import { waiversInForce, withWaiver } from './waiver-state.ts';

/**
 * The waivers of an item that can still end: a commit under way can no longer be stopped, and after
 * it a waiver that ends counts against the certification.
 */
export function endingWaivers(state: ItemState): readonly Waiver[] {
  const isCommitting = state.turn.kind === 'checkpoint' && state.hold === null;
  return state.turn.kind === 'closed' || isCommitting ? [] : waiversInForce(state);
}

/**
 * Reopens the gates whose waivers have ended by `context.atMs`; null when none has. The item goes
 * back to the first of them as a new attempt, whatever was running or under review; verdicts given
 * with the waiver in force count for nothing any more.
 */
export function expireWaivers(context: StepContext, state: ItemState): ItemStep | null {
  const ended = endingWaivers(state).filter((each) => each.untilMs <= context.atMs);
  if (ended.length === 0) return null;
  const closed = ended.reduce((current, each) => withEnded(context, current, each), state);
  const waits = state.turn.kind === 'implementer';
  const step = waits ? undefined : firstToRun(context, state, ended);
  return step === undefined ? only(closed) : reopen(context, closed, { step, ended });
}

function withEnded({ contract, atMs }: StepContext, state: ItemState, waiver: Waiver): ItemState {
  const { id, gate, until } = waiver;
  const facts = { waiver: id, gate, until };
  const ended: Waiver = { ...waiver, status: 'expired', code: 'WAIVER_EXPIRED', facts };
  const record = recordOfOutcome(contract, { waiver: ended, event: 'expired', atMs });
  return {
    ...withWaiver(state, ended),
    pending: [...state.pending, record],
    gates: state.gates.map((entry) =>
      entry.result === 'WAIVED' && entry.facts['waiver'] === id
        ? { ...entry, result: 'STALE', code: 'WAIVER_EXPIRED', facts }
        : entry,
    ),
  };
}

/** The first gate of the round that is open again or was running just now. */
function firstToRun(
  { contract }: StepContext,
  state: ItemState,
  ended: readonly Waiver[],
): GateStep | undefined {
  const running = state.turn.kind === 'gate' ? [state.turn.gate] : [];
  const open = new Set([...ended.map((each) => each.gate), ...running]);
  return gatesOfRound(contract, state).find((step) => open.has(step.gate.id));
}

function reopen(
  context: StepContext,
  state: ItemState,
  { step, ended }: { readonly step: GateStep; readonly ended: readonly Waiver[] },
): ItemStep {
  const { hold, lane, turn } = state;
  const [first] = ended;
  const next: ItemState = {
    ...state,
    stage: step.stage,
    attempt: state.attempt + 1,
    waiving: null,
    setback: {
      stage: step.stage,
      gate: first?.gate ?? step.gate.id,
      attempt: state.attempt,
      code: 'WAIVER_EXPIRED',
      facts: { waiver: first?.id ?? null, gate: first?.gate ?? null, until: first?.until ?? null },
      findings: [],
    },
  };
  // Held or without a lane it stands still; it goes on with this gate when it may.
  if (hold !== null || lane === null) {
    return only(withTurn(next, { kind: 'gate', gate: step.gate.id }, context.atMs));
  }
  const started = startGate(context, next, step);
  if (turn.kind !== 'gate') return started;
  return { ...started, commands: [{ type: 'cancelGate' }, ...started.commands] };
}
