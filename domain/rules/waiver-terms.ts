import { type Actor, includesActor } from '../actor.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { parseMoment } from '../moment.ts';
import type { WaiverPolicy } from '../policy.ts';

/** The terms of a waiver: who grants it, why and until when. */
export interface WaiverTerms {
  readonly actor: Actor;
  readonly reason: string;
  readonly until: string;
}

/**
 * Whether somebody may grant a waiver on these terms: an approver of the policy who did none of the
 * work (a solo policy excepted), a reason, and an end that names its zone, is still to come and not
 * too far off.
 */
export function judgeTerms(
  terms: WaiverTerms,
  rules: {
    readonly policy: WaiverPolicy;
    readonly implementers: readonly Actor[];
    readonly solo: boolean;
    readonly atMs: number;
  },
): Judgement {
  const { actor, reason, until } = terms;
  const { policy, implementers, solo, atMs } = rules;
  if (!includesActor(policy.approvers, actor)) {
    return rejected('NOT_ALLOWED', { actor, action: 'waive', allowed: policy.approvers });
  }
  if (includesActor(implementers, actor) && !solo) {
    const approvers = policy.approvers.filter((each) => !includesActor(implementers, each));
    return rejected('WAIVER_BY_IMPLEMENTER', { actor, approvers });
  }
  if (reason.trim() === '') return rejected('REASON_MISSING', {});
  return judgeEnd(until, { atMs, latestMs: atMs + policy.maxDurationMs });
}

/** Whether an end names a moment that is still to come, and not later than `latestMs`. */
export function judgeEnd(
  until: string,
  bounds: { readonly atMs: number; readonly latestMs: number },
): Judgement {
  const untilMs = parseMoment(until);
  if (untilMs === null) return rejected('EXPIRY_WITHOUT_ZONE', { until });
  if (untilMs <= bounds.atMs) return rejected('EXPIRY_PASSED', { until });
  if (untilMs <= bounds.latestMs) return passed();
  return rejected('EXPIRY_TOO_LATE', { until, latest: new Date(bounds.latestMs).toISOString() });
}
