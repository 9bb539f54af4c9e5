import type { ItemStatus } from '../../domain/backlog-status.ts';
import { opensGate } from '../../domain/result.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Stage } from '../../domain/stage.ts';
import type { ItemTrail } from './item-trail.ts';
import type { GateReport } from './item-model.ts';

/** Where an item stands, as far as its records say. */
export interface ItemStanding {
  readonly status: ItemStatus;
  readonly stage: Stage | 'DONE' | null;
  readonly reason: string | null;
}

/** Where an item stands. `gates` are its gates as they stand now. */
export function itemStanding(
  trail: ItemTrail,
  gates: readonly GateReport[],
  policy: Policy | null,
): ItemStanding {
  if (trail.checkpoint !== null) return { status: 'done', stage: 'DONE', reason: null };
  const { stage, hold, failures } = trail;
  if (hold !== null) return { status: hold.kind, stage, reason: hold.reason };
  const last = trail.setbacks.entries.at(-1);
  // Sluice blocks an item by itself when its attempts are used up, as the workflow does.
  if (last !== undefined && policy !== null && failures >= policy.limits.attemptsMax) {
    const reason = `${failures} attempts failed, the last by ${last.code}`;
    return { status: 'blocked', stage, reason };
  }
  return { ...courseOf(trail, gates, policy), reason: null };
}

function courseOf(
  trail: ItemTrail,
  gates: readonly GateReport[],
  policy: Policy | null,
): Pick<ItemStanding, 'status' | 'stage'> {
  const { stage } = trail;
  switch (stage) {
    case null:
      return { status: 'todo', stage };
    case 'RED':
      return { status: 'in_progress', stage };
    case 'GREEN': {
      const last = trail.setbacks.entries.at(-1);
      const isAsked = last?.code === 'CHANGES_REQUESTED' && last.followed.submission === null;
      return { status: isAsked ? 'changes_requested' : 'in_progress', stage };
    }
    case 'TARGETED':
    case 'VERIFY': {
      const before = gates.filter((gate) => gate.stage !== 'REVIEW');
      const isReady = before.every(({ standing }) => standing !== 'NOT_RUN' && opensGate(standing));
      return isReady ? { status: 'in_review', stage: 'REVIEW' } : { status: 'in_progress', stage };
    }
    case 'REVIEW':
    case 'CHECKPOINT': {
      const approvals = trail.reviews.entries.filter(
        (review) => review.tree === trail.tree && review.verdict === 'APPROVED',
      );
      const isApproved = approvals.length >= (policy?.gates.review.approvals ?? 1);
      return isApproved
        ? { status: 'approved', stage: 'CHECKPOINT' }
        : { status: 'in_review', stage: 'REVIEW' };
    }
  }
}
