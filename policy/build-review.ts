import type { GateApproval, ReviewGate, Roles } from '../domain/policy.ts';
import { buildTiming } from './build-timing.ts';
import * as defaults from './policy-defaults.ts';
import type { Review } from './review.schema.ts';

/** The review gate that a document means; what only some policies say is absent in the others. */
export function buildReview(review: Review, roles: Roles): ReviewGate {
  const { approvers, perGate, rounds, rerun, allNa } = review;
  return {
    gates: review.gates ?? defaults.REVIEW_GATES,
    approvals: review.approvals ?? defaults.APPROVALS,
    ...(approvers === undefined ? {} : { approvers }),
    ...(perGate === undefined ? {} : { perGate: buildPerGate(perGate) }),
    blocking: review.blocking ?? defaults.BLOCKING_SEVERITIES,
    ...(rounds === undefined ? {} : { rounds }),
    ...(rerun === undefined ? {} : { rerun }),
    ...(allNa === undefined ? {} : { allNa }),
    ...buildTiming(review, roles),
  };
}

function buildPerGate(
  perGate: NonNullable<Review['perGate']>,
): Readonly<Record<string, GateApproval>> {
  const entries = Object.entries(perGate).map(
    ([gate, { approvers, approvals }]) =>
      [
        gate,
        {
          ...(approvers === undefined ? {} : { approvers }),
          ...(approvals === undefined ? {} : { approvals }),
        },
      ] as const,
  );
  return Object.fromEntries(entries);
}
