import { type Actor, includesActor } from '../actor.ts';
import { holdersOf, roleNames } from '../policy-roles.ts';
import { gatesOf, quorumsOf } from '../review/approvers.ts';
import { samePerson, wroteAs } from '../review/person.ts';
import { votesOfRound } from './completeness.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';
import { openGates } from './review-quorum.ts';

/**
 * How an actor took part in the work of an item: as the submitter of that name, under another name,
 * or as author of one of its commits. Null for somebody who did not.
 */
export function partInWork(
  { identities }: ItemContract,
  state: ItemState,
  actor: Actor,
): string | null {
  const submitter = state.implementers.find((each) => samePerson(identities, each, actor));
  if (submitter !== undefined) return submitter;
  return (state.authors ?? []).find((author) => wroteAs(identities, actor, author)) ?? null;
}

/** Whether the actor may not review the item because of their part in it. */
export function isBarred(contract: ItemContract, state: ItemState, actor: Actor): boolean {
  return contract.solo !== true && partInWork(contract, state, actor) !== null;
}

/** Everybody of the policy who took part in the work, the submitters first. */
export function workersOf(contract: ItemContract, state: ItemState): readonly Actor[] {
  const { roles } = contract;
  const named = roleNames(roles).flatMap((role) => holdersOf(roles, role));
  const authors = named.filter((actor) =>
    (state.authors ?? []).some((author) => wroteAs(contract.identities, actor, author)),
  );
  const found = [...state.implementers, ...authors];
  return found.filter((actor, nth) => !includesActor(found.slice(0, nth), actor));
}

/** The review gates that an actor may mark, by the policy alone. */
export function gatesOfActor({ gates, roles }: ItemContract, actor: Actor): readonly string[] {
  return gatesOf(quorumsOf(gates.review, roles), actor);
}

/** Everybody who may mark a review gate, by the policy alone. */
export function approversOfItem({ gates, roles }: ItemContract): readonly Actor[] {
  const all = quorumsOf(gates.review, roles).flatMap((each) => each.approvers);
  return all.filter((actor, nth) => !includesActor(all.slice(0, nth), actor));
}

/** Whether this person has given a verdict on the tree under review. */
export function hasVoted(contract: ItemContract, state: ItemState, actor: Actor): boolean {
  return votesOfRound(state).some((vote) => samePerson(contract.identities, vote.actor, actor));
}

/**
 * Who can bring the review on now: approvers of gates that are still open, without those who worked
 * on the item or have voted. Where the review is assigned, only those who are needed in any case.
 */
export function awaitedReviewers(contract: ItemContract, state: ItemState): readonly Actor[] {
  const open = new Set(openGates(contract, votesOfRound(state)).map((each) => each.gate));
  return approversOfItem(contract).filter(
    (actor) =>
      gatesOfActor(contract, actor).some((gate) => open.has(gate)) &&
      !isBarred(contract, state, actor) &&
      !hasVoted(contract, state, actor) &&
      !isLeftToAssignee(contract, state, actor),
  );
}

/**
 * Whether the review is somebody else's now. An assignee alone may be enough; where another mark is
 * needed beside theirs, whoever may give it is welcome.
 */
export function isLeftToAssignee(contract: ItemContract, state: ItemState, actor: Actor): boolean {
  const assignee = state.assignee ?? null;
  if (assignee === null || samePerson(contract.identities, assignee, actor)) return false;
  // Somebody who voted already, or took part in the work since, holds nothing up.
  if (hasVoted(contract, state, assignee) || isBarred(contract, state, assignee)) return false;
  const theirs = gatesOfActor(contract, assignee);
  const mine = gatesOfActor(contract, actor);
  return !openGates(contract, votesOfRound(state)).some(
    ({ gate, given, approvals }) =>
      mine.includes(gate) && given.length + (theirs.includes(gate) ? 1 : 0) < approvals,
  );
}
