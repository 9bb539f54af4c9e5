import { type Actor, includesActor, isActor } from '../domain/actor.ts';
import { parseDuration } from '../domain/duration.ts';
import type { Roles, WaiverPolicy } from '../domain/policy.ts';
import { holdersOf } from '../domain/policy-roles.ts';
import { WAIVER_DURATION_MS } from '../domain/waiver.ts';
import type { Waivers } from './waivers.schema.ts';

/** The approvers by name, each once: a role stands for those who hold it. */
export function buildWaivers(written: Waivers, roles: Roles): WaiverPolicy {
  const { approvers = ['releaseLeads'], maxDuration, couldNotRun = [] } = written;
  const named = approvers.flatMap((each) => (isActor(each) ? [each] : holdersOf(roles, each)));
  const distinct = named.filter(
    (actor, place): actor is Actor => !includesActor(named.slice(0, place), actor),
  );
  return {
    approvers: distinct,
    maxDurationMs:
      maxDuration === undefined
        ? WAIVER_DURATION_MS
        : (parseDuration(maxDuration) ?? WAIVER_DURATION_MS),
    couldNotRun,
  };
}
