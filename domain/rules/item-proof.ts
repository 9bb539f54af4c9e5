import type { Actor } from '../actor.ts';
import { rerunOf } from '../item/gate-sequence.ts';
import { resolveItemGates } from '../item/item-gates.ts';
import type { BacklogItem, Policy } from '../policy.ts';
import { samePerson } from '../review/person.ts';
import { type Approval, isOpen, tallyGates } from '../review/tally.ts';
import { opensGate, type Result } from '../result.ts';

/** What the evidence proves of one item at its checkpoint; nothing of it is anybody's word. */
export interface ItemProof {
  readonly item: string;
  readonly commit: string;
  readonly tree: string;
  /** The tree that was verified and approved; another than `tree` only in paths that the policy excludes. */
  readonly approvedTree: string;
  readonly parent: string;
  /** The policy that was in force when it was committed. */
  readonly policyDigest: string;
  /** The newest RED run; null when there is none. */
  readonly red: Result | null;
  /** The newest result of each gate on exactly the approved tree. */
  readonly gates: ReadonlyMap<string, Result>;
  /** Who approved that tree in that round, and what they marked. */
  readonly approvals: readonly Approval[];
  /** Who worked on it, by the checkpoint. */
  readonly implementers: readonly Actor[];
}

/**
 * What the policy demands of an item and its evidence does not have, as names of gates; empty when
 * the proof is complete. A gate that ended as NA or WAIVED is there: it is counted apart.
 */
export function missingProofs(
  policy: Policy,
  item: BacklogItem,
  proof: ItemProof,
): readonly string[] {
  const { red } = resolveItemGates(policy, item);
  const missing = requiredGates(policy, item).filter((gate) => !opened(proof, gate));
  const isRedMissing = red !== null && (proof.red === null || !opensGate(proof.red));
  return [
    ...(isRedMissing ? [red.id] : []),
    ...missing,
    ...(isReviewed(policy, proof) ? [] : ['review']),
  ];
}

/** Ids of the gates that the submitted tree passes, with those that are rerun for the reviewer. */
export function requiredGates(policy: Policy, item: BacklogItem): readonly string[] {
  const { targeted, verify, review } = resolveItemGates(policy, item);
  const ids = [...(item.profile === 'chore' ? [] : targeted), ...verify].map((gate) => gate.id);
  return [...ids, ...(review.rerun === true ? ids.map(rerunOf) : [])];
}

/** Every review gate has its quorum, and nobody of it worked on the item, under whatever name. */
function isReviewed(policy: Policy, { approvals, implementers }: ItemProof): boolean {
  const { roles, identities, solo } = policy;
  const standings = tallyGates({ review: policy.gates.review, roles, identities }, approvals);
  const isOwnWork = approvals.some(({ actor }) =>
    implementers.some((each) => samePerson(identities, each, actor)),
  );
  return !standings.some(isOpen) && (solo === true || !isOwnWork);
}

function opened({ gates }: ItemProof, gate: string): boolean {
  const result = gates.get(gate);
  return result !== undefined && opensGate(result);
}

/** The gates that an item would have run and has no run of: checks that never ran. */
export function gatesNotRun(
  policy: Policy,
  item: BacklogItem,
  ran: ReadonlySet<string>,
): readonly string[] {
  const { red } = resolveItemGates(policy, item);
  const planned = [...(red === null ? [] : [red.id]), ...requiredGates(policy, item)];
  return planned.filter((gate) => !ran.has(gate));
}
