import { type Judgement, passed, rejected } from '../judgement.ts';
import { settleFinding } from '../review/findings.ts';
import { samePerson } from '../review/person.ts';
import { missingBeforeReview, votesOfRound } from './completeness.ts';
import type { ItemStep } from './item-event.ts';
import type { WithdrawMessage } from './item-message.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState, Vote } from './item-state.ts';
import { only, type StepContext, withTurn } from './round.ts';

/**
 * The verdict that an actor can still take back: their approval while others are awaited, or their
 * request for changes while nothing has been submitted since.
 */
export function withdrawableVote(
  contract: ItemContract,
  state: ItemState,
  actor: WithdrawMessage['actor'],
): Vote | null {
  const isTheirs = (vote: Vote): boolean => samePerson(contract.identities, vote.actor, actor);
  if (state.turn.kind === 'reviewer') return votesOfRound(state).findLast(isTheirs) ?? null;
  const { setback, candidate, turn } = state;
  if (turn.kind !== 'implementer' || setback?.code !== 'CHANGES_REQUESTED') return null;
  if (candidate === null || missingBeforeReview(contract, state).length > 0) return null;
  const last = state.votes.findLast((vote) => vote.withdrawn !== true);
  const sentItBack =
    last !== undefined &&
    last.verdict === 'CHANGES_REQUESTED' &&
    last.attempt === setback.attempt &&
    last.attempt === state.attempt - 1 &&
    last.tree === candidate.tree;
  return sentItBack && isTheirs(last) ? last : null;
}

export function judgeWithdrawal(
  contract: ItemContract,
  state: ItemState,
  { actor, reason }: WithdrawMessage,
): Judgement {
  if (reason.trim() === '') return rejected('REASON_MISSING', {});
  return withdrawableVote(contract, state, actor) === null
    ? rejected('NOTHING_TO_WITHDRAW', { actor })
    : passed();
}

/**
 * Takes the verdict back. After a request for changes the same tree is under review again, as a new
 * attempt, in which everybody gives their verdict anew; the findings that it raised stand no longer.
 */
export function applyWithdrawal(
  context: StepContext,
  state: ItemState,
  { actor, reason }: WithdrawMessage,
): ItemStep {
  const vote = withdrawableVote(context.contract, state, actor);
  if (vote === null) return only(state);
  const votes = state.votes.map((each) =>
    each === vote ? { ...each, withdrawn: true as const } : each,
  );
  if (vote.verdict === 'APPROVED') return only(awaitedAgain({ ...state, votes }));
  const note = `withdrawn: ${reason}`;
  const raised = vote.findings.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const findings = raised.reduce(
    (ledger, id) =>
      settleFinding(ledger, id, { state: 'accepted', by: actor, attempt: state.attempt, note }),
    state.findings ?? [],
  );
  const reopened: ItemState = {
    ...state,
    votes,
    findings,
    setback: null,
    stage: 'REVIEW',
    failures: Math.max(0, state.failures - 1),
    reviewRounds: Math.max(0, (state.reviewRounds ?? 0) - 1),
  };
  return only(withTurn(reopened, { kind: 'reviewer' }, context.atMs));
}

/** What an approval no longer carries does not wait for the end of a freeze: its review is awaited. */
function awaitedAgain(state: ItemState): ItemState {
  const { freeze = null } = state;
  if (freeze === null) return state;
  const { waitingAttempt: _waitingAttempt, ...announced } = freeze;
  return { ...state, freeze: announced };
}
