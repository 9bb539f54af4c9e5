import { type Actor, includesActor } from '../actor.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';
import { approversOfItem } from './reviewer.ts';

/** A question that nobody else has said anything after. */
export interface OpenQuestion {
  readonly actor: Actor;
  readonly text: string;
  /** Whose inbox it waits in: implementers answer reviewers, and the other way round. */
  readonly answerers: readonly Actor[];
}

export function openQuestions(contract: ItemContract, state: ItemState): readonly OpenQuestion[] {
  const talk = state.talk ?? [];
  return talk.flatMap((entry, nth) => {
    if (entry.talk !== 'ask') return [];
    const isAnswered = talk
      .slice(nth + 1)
      .some((later) => later.talk === 'comment' && later.actor !== entry.actor);
    if (isAnswered) return [];
    const { actor, text } = entry;
    return [{ actor, text, answerers: answerersOf(contract, state, actor) }];
  });
}

function answerersOf(contract: ItemContract, state: ItemState, asker: Actor): readonly Actor[] {
  const workers = state.implementers.length > 0 ? state.implementers : contract.roles.implementers;
  const others = includesActor(workers, asker) ? approversOfItem(contract) : workers;
  return others.filter((each) => !includesActor([asker], each));
}
