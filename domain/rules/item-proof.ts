import { resolveItemGates } from '../item/item-gates.ts';
import type { BacklogItem, Policy } from '../policy.ts';
import { opensGate, type Result } from '../result.ts';

/** What the evidence proves of one item at its checkpoint; nothing of it is anybody's word. */
export interface ItemProof {
  readonly item: string;
  readonly commit: string;
  readonly tree: string;
  readonly parent: string;
  /** The policy that was in force when it was committed. */
  readonly policyDigest: string;
  /** The newest RED run; null when there is none. */
  readonly red: Result | null;
  /** The newest result of each gate on exactly the committed tree. */
  readonly gates: ReadonlyMap<string, Result>;
  /** People and agents who approved that tree in that round. */
  readonly approvals: number;
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
  const { red, targeted, verify, review } = resolveItemGates(policy, item);
  const needed = [...(item.profile === 'chore' ? [] : targeted), ...verify];
  const missing = needed.map((gate) => gate.id).filter((gate) => !opened(proof, gate));
  const isRedMissing = red !== null && (proof.red === null || !opensGate(proof.red));
  return [
    ...(isRedMissing ? [red.id] : []),
    ...missing,
    ...(proof.approvals < review.approvals ? ['review'] : []),
  ];
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
  const { red, targeted, verify } = resolveItemGates(policy, item);
  const planned = [
    ...(red === null ? [] : [red]),
    ...(item.profile === 'chore' ? [] : targeted),
    ...verify,
  ];
  return planned.map((gate) => gate.id).filter((gate) => !ran.has(gate));
}
