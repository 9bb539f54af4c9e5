import { type Actor, sameActor } from '../../domain/actor.ts';
import type { CheckpointRecord } from '../../domain/evidence-record.ts';
import type { ReviewReport } from './item-model.ts';
import type { Identity } from './report-entry.ts';

/** Whether each of the reviewers has signed an approval of the tree that was committed. */
export function identityOfReview(
  reviews: readonly Omit<ReviewReport, 'isStale'>[],
  body: CheckpointRecord,
): Identity {
  const signed = reviews.filter(
    ({ identity, verdict, tree }) =>
      identity === 'verified' && verdict === 'APPROVED' && tree === body.approvedTree,
  );
  const isSigned = (reviewer: Actor): boolean =>
    signed.some(({ actor }) => sameActor(actor, reviewer));
  return body.reviewers.length > 0 && body.reviewers.every(isSigned) ? 'verified' : 'claimed';
}
