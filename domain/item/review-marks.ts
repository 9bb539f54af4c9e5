import { type Judgement, passed, rejected } from '../judgement.ts';
import { PROTECTED_GATE } from '../protected-set.ts';
import { votesOfRound } from './completeness.ts';
import type { ReviewMessage } from './item-message.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';
import { gatesOfActor } from './reviewer.ts';

/** Whether the marks of a verdict are complete, explained, and the reviewer's own to give. */
export function judgeMarks(
  contract: ItemContract,
  state: ItemState,
  message: ReviewMessage,
): Judgement {
  const { gates: known } = contract.gates.review;
  const marked = Object.keys(message.gates);
  const unknown = marked.filter((name) => !known.includes(name));
  if (unknown.length > 0) return rejected('REVIEW_GATE_UNKNOWN', { unknown, known });
  const mine = gatesOfActor(contract, message.actor);
  const unapproved = judgeProtected(state, message, mine);
  if (unapproved !== null) return unapproved;
  const others = marked.filter((name) => !mine.includes(name));
  if (others.length > 0) {
    const { actor } = message;
    return rejected('REVIEW_GATE_NOT_YOURS', { actor, gates: others, mine });
  }
  const unexplained = marked.find(
    (name) => message.gates[name]?.result === 'NA' && isBlank(message.gates[name].reason),
  );
  if (unexplained !== undefined) return rejected('NA_WITHOUT_REASON', { gate: unexplained });
  return message.verdict === 'APPROVED' ? judgeApproval(contract, state, message) : passed();
}

/** A change of the protected set is marked by a person, and by every person who approves. */
function judgeProtected(
  { changedProtected: files = [] }: ItemState,
  { actor, gates, verdict }: ReviewMessage,
  mine: readonly string[],
): Judgement | null {
  if (files.length === 0) return null;
  const isMarked = gates[PROTECTED_GATE] !== undefined;
  const isMine = mine.includes(PROTECTED_GATE);
  const isForgotten = isMine && !isMarked && verdict === 'APPROVED';
  if (!isForgotten && (isMine || !isMarked)) return null;
  return rejected('PROTECTED_CHANGED_UNAPPROVED', { actor, files });
}

/** An approval marks every gate that is the reviewer's, and none of them FAIL. */
function judgeApproval(
  contract: ItemContract,
  state: ItemState,
  message: ReviewMessage,
): Judgement {
  const mine = gatesOfActor(contract, message.actor);
  const missing = mine.filter((name) => message.gates[name] === undefined);
  if (missing.length > 0) return rejected('REVIEW_GATE_MISSING', { missing });
  const failed = mine.find((name) => message.gates[name]?.result === 'FAIL');
  if (failed !== undefined) return rejected('APPROVED_WITH_FAILED_GATE', { gate: failed });
  return isAllNa(contract, state, message) ? rejected('ALL_GATES_NA', {}) : passed();
}

/**
 * Whether nobody would have marked any gate PASS although all gates are marked: neither one reviewer
 * nor several together may wave a change through that way.
 */
function isAllNa(contract: ItemContract, state: ItemState, { gates }: ReviewMessage): boolean {
  const { gates: known, allNa } = contract.gates.review;
  if (allNa === 'allow') return false;
  const marks = [...votesOfRound(state).map((vote) => vote.gates), gates];
  return known.every((name) => {
    const given = marks.flatMap((each) => each[name] ?? []);
    return given.length > 0 && given.every((mark) => mark.result === 'NA');
  });
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
