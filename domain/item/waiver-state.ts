import type { WaiverPolicy } from '../policy.ts';
import { type Waiver, WAIVER_DURATION_MS } from '../waiver.ts';
import type { ItemContract } from './item-contract.ts';
import type { GateEntry, ItemState } from './item-state.ts';

/** Waivers that an item remembers, refused and expired ones too; older ones are in the evidence. */
export const WAIVERS_MAX = 50;

/** Who may waive and how; a policy from before there were waivers leaves it to the release leads. */
export function waiverPolicyOf({ waivers, roles }: ItemContract): WaiverPolicy {
  return (
    waivers ?? {
      approvers: roles.releaseLeads,
      maxDurationMs: WAIVER_DURATION_MS,
      couldNotRun: [],
    }
  );
}

/** The waivers that open a gate of the submitted tree now. */
export function waiversInForce(state: ItemState): readonly Waiver[] {
  return (state.waivers ?? []).filter((waiver) => {
    const entry = newestOn(state, waiver.gate);
    return (
      waiver.status === 'in-force' &&
      entry?.result === 'WAIVED' &&
      entry.facts['waiver'] === waiver.id
    );
  });
}

/** The newest run of a gate on the submitted tree. */
export function newestOn({ gates, candidate }: ItemState, gate: string): GateEntry | undefined {
  return gates.findLast((entry) => entry.gate === gate && entry.tree === candidate?.tree);
}

/** `W1` for the first waiver of an item, and so on. */
export function nextWaiverId({ waivers = [] }: ItemState): string {
  const last = waivers.at(-1)?.id.slice(1) ?? '0';
  return `W${Number(last) + 1}`;
}

/** Replaces a waiver by what became of it. */
export function withWaiver(state: ItemState, waiver: Waiver): ItemState {
  const others = (state.waivers ?? []).filter((each) => each.id !== waiver.id);
  const ordered = [...others, waiver].toSorted(
    (a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)),
  );
  return { ...state, waivers: ordered.slice(-WAIVERS_MAX) };
}
