import { isRerun, rerunOf } from '../../domain/item/gate-sequence.ts';
import { resolveItemGates } from '../../domain/item/item-gates.ts';
import type { ReviewMark } from '../../domain/evidence-record.ts';
import type { BacklogItem, Policy } from '../../domain/policy.ts';
import { requiredGates } from '../../domain/rules/item-proof.ts';
import { isSameFailure } from '../../domain/rules/same-failure.ts';
import { gateReport, type PlannedGate, unrun } from './gate-standing.ts';
import type { ItemTrail } from './item-trail.ts';
import type { GateReport } from './item-model.ts';
import { withWaiver } from './waiver-trail.ts';

const RED_REPLAY = 'red-replay';
const HASH_CHARS = 12;

/**
 * The gates of an item as they stand: those of the policy in its order, those that ran besides, and
 * the marks of the review. Without a policy only what ran is known.
 */
export function itemGates(
  trail: ItemTrail,
  item: BacklogItem | null,
  policy: Policy | null,
): readonly GateReport[] {
  const planned = item === null || policy === null ? [] : plannedGates(policy, item);
  const names = new Set(planned.map((each) => each.gate));
  const others = [...trail.latest.values()].filter((run) => !names.has(run.gate));
  const commands = [...planned, ...others].map((each) => {
    const stale = staleReason(trail, each);
    const runs = trail.runs.get(each.gate) ?? 0;
    return withWaiver(
      trail.waivers,
      gateReport(each, { last: trail.latest.get(each.gate), runs, stale }),
      waivedAs(trail, each.gate),
    );
  });
  return [...commands, ...reviewGates(trail, policy)];
}

/** The gate whose waiver opens this one: a rerun that failed just as its gate did has the gate's. */
function waivedAs({ latest }: ItemTrail, gate: string): string {
  const rerun = latest.get(gate);
  const first = [...latest.values()].find((each) => rerunOf(each.gate) === gate);
  if (rerun === undefined || first === undefined || first.tree !== rerun.tree) return gate;
  return isSameFailure(first.failure, rerun.failure) ? first.gate : gate;
}

function plannedGates(policy: Policy, item: BacklogItem): readonly PlannedGate[] {
  const { red, targeted, verify } = resolveItemGates(policy, item);
  return [
    ...(red === null ? [] : [{ gate: red.id, stage: 'RED' } as const]),
    ...(item.profile === 'chore' ? [] : targeted).map(({ id }) => ({
      gate: id,
      stage: 'TARGETED' as const,
    })),
    ...verify.map(({ id }) => ({ gate: id, stage: 'VERIFY' as const })),
    ...requiredGates(policy, item)
      .filter(isRerun)
      .map((gate) => ({ gate, stage: 'VERIFY' as const })),
  ];
}

/** Why the newest run of a gate does not count any more; RED is about a tree of its own. */
function staleReason(trail: ItemTrail, { gate, stage }: PlannedGate): string | null {
  if (trail.voided.has(gate)) return 'A retry made it void.';
  const ran = trail.latest.get(gate)?.tree;
  if (stage === 'RED' || gate === RED_REPLAY || ran === undefined || ran === trail.tree)
    return null;
  return `The tree moved on: it ran on ${ran.slice(0, HASH_CHARS)}.`;
}

/** What reviewers marked on the tree that counts; a mark on an older one is STALE. */
function reviewGates(trail: ItemTrail, policy: Policy | null): readonly GateReport[] {
  const reviews = trail.reviews.entries.filter((each) => !each.isWithdrawn);
  const names = new Set([
    ...(policy?.gates.review.gates ?? []),
    ...reviews.flatMap((review) => Object.keys(review.marks)),
  ]);
  return [...names].map((gate) => {
    const marked = reviews.filter((review) => review.marks[gate] !== undefined);
    const last = marked.at(-1);
    if (last === undefined) return unrun(gate, 'REVIEW');
    const inForce = marked.filter((review) => review.tree === trail.tree);
    const { result, reason } = heaviest(inForce.flatMap(({ marks }) => marks[gate] ?? []));
    const { attempt, tree, record } = inForce.at(-1) ?? last;
    const standing = inForce.length === 0 ? 'STALE' : result;
    const why = standing === 'STALE' ? 'The tree moved on after the review.' : reason;
    const runs = marked.length;
    return { ...unrun(gate, 'REVIEW'), standing, reason: why, attempt, tree, runs, record };
  });
}

/** Of several reviewers' marks the least favourable counts: FAIL, then NA, then PASS. */
function heaviest(marks: readonly ReviewMark[]): ReviewMark {
  const order = ['FAIL', 'NA', 'PASS'] as const;
  const found = order.map((result) => marks.find((mark) => mark.result === result));
  return found.find((mark) => mark !== undefined) ?? { result: 'PASS', reason: null };
}
