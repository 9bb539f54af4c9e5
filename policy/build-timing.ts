import type { Actor } from '../domain/actor.ts';
import type { BusinessHours } from '../domain/business-hours.ts';
import { parseDuration } from '../domain/duration.ts';
import { holdersOf, roleNames } from '../domain/policy-roles.ts';
import type { ReviewGate, Roles } from '../domain/policy.ts';
import { listed } from './document-command.ts';
import * as defaults from './policy-defaults.ts';
import type { PolicyDocument } from './policy.schema.ts';

type WrittenReview = NonNullable<PolicyDocument['gates']['review']>;

/** Milliseconds of a duration that the schema has checked; null for none. */
export function durationMs(text: string | undefined): number | null {
  return text === undefined ? null : parseDuration(text);
}

/** What happens while a review is not answered; nothing where the policy names no time. */
export function buildTiming(review: WrittenReview, roles: Roles): Pick<ReviewGate, 'timing'> {
  const { remindAfter, escalateAfter, escalateTo, expireAfter, onExpiry } = review;
  if ((remindAfter ?? escalateAfter ?? expireAfter) === undefined) return {};
  const route = listed(escalateTo ?? defaults.ESCALATE_TO);
  return {
    timing: {
      remindAfterMs: durationMs(remindAfter),
      escalateAfterMs: durationMs(escalateAfter),
      escalateTo: escalateAfter === undefined ? [] : route.map((step) => toldAt(roles, step)),
      expireAfterMs: durationMs(expireAfter),
      onExpiry: onExpiry ?? defaults.ON_EXPIRY,
    },
  };
}

/** Who is told at one step: all who hold the role, or the one actor. */
function toldAt(roles: Roles, step: string): readonly Actor[] {
  return roleNames(roles).includes(step) ? holdersOf(roles, step) : [step as Actor];
}

export function buildHours(hours: NonNullable<PolicyDocument['hours']>): BusinessHours {
  return {
    timezone: hours.timezone,
    days: hours.days ?? defaults.DAYS,
    fromMinute: minuteOf(hours.from ?? defaults.DAY_FROM),
    toMinute: minuteOf(hours.to ?? defaults.DAY_TO),
    holidays: hours.holidays ?? [],
  };
}

/** Minutes since midnight of a time such as 09:00. */
export function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
