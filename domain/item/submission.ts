import type { FixedFinding } from '../evidence-record.ts';
import { type Ledger, openFindings, settleFinding } from '../review/findings.ts';
import type { Actor } from '../actor.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import type { ItemStep } from './item-event.ts';
import type { GreenMessage, RedMessage } from './item-message.ts';
import type { ItemState } from './item-state.ts';
import { startRed, startRound, type StepContext } from './round.ts';

/** A submission is taken only when it is the implementer's turn, for the current attempt. */
export function judgeSubmission(state: ItemState, message: RedMessage | GreenMessage): Judgement {
  const fixed = message.type === 'green' ? (message.fixed ?? []) : [];
  const { turn } = state;
  if (turn.kind !== 'implementer' || turn.submit !== message.type) {
    return rejected('WRONG_STAGE', { stage: state.stage, waitingOn: turn.kind });
  }
  if (message.attempt !== state.attempt) {
    return rejected('STALE_ATTEMPT', { named: message.attempt, current: state.attempt });
  }
  const known = (state.findings ?? []).map((each) => each.id);
  const unknown = fixed.find((each) => !known.includes(each.finding));
  return unknown === undefined
    ? passed()
    : rejected('FINDING_UNKNOWN', { finding: unknown.finding, known });
}

/** The tests are said to be ready: the RED gate runs on a new snapshot. */
export function applyRed(context: StepContext, state: ItemState, message: RedMessage): ItemStep {
  return startRed(context, {
    ...state,
    checkout: message.checkout,
    implementers: withImplementer(state.implementers, message.actor),
  });
}

/** The implementation is said to be ready: its gates run on a new snapshot. */
export function applyGreen(
  context: StepContext,
  state: ItemState,
  message: GreenMessage,
): ItemStep {
  const declared = message.testsChanged;
  const findings = withFixed(state, message);
  return startRound(context, {
    ...state,
    ...(findings.length === 0 ? {} : { findings }),
    candidate: null,
    checkout: message.checkout,
    testsChanged: declared === null ? null : { reason: declared, files: [], replayed: false },
    implementers: withImplementer(state.implementers, message.actor),
  });
}

/**
 * What a submission says is fixed. One that names no findings says that all open ones are: it is the
 * implementer's word that the work is ready, and a reviewer may open a finding again.
 */
export function fixedBy(state: ItemState, { fixed = null }: GreenMessage): readonly FixedFinding[] {
  if (fixed !== null) return fixed;
  return openFindings(state.findings ?? []).map(({ id }) => ({ finding: id, note: null }));
}

function withFixed(state: ItemState, message: GreenMessage): Ledger {
  const { actor, attempt } = message;
  return fixedBy(state, message).reduce<Ledger>(
    (ledger, { finding, note }) =>
      settleFinding(ledger, finding, { state: 'fixed', by: actor, attempt, note }),
    state.findings ?? [],
  );
}

/** Adds an actor to the implementers of an item, once. */
function withImplementer(implementers: readonly Actor[], actor: Actor): readonly Actor[] {
  const known = implementers.some((each) => each.toLowerCase() === actor.toLowerCase());
  return known ? implementers : [...implementers, actor];
}
