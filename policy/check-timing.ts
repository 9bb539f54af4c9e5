import { isActor } from '../domain/actor.ts';
import { parseDuration } from '../domain/duration.ts';
import { roleNames } from '../domain/policy-roles.ts';
import { buildHours } from './build-timing.ts';
import { builtRoles } from './build-roles.ts';
import { listed } from './document-command.ts';
import * as defaults from './policy-defaults.ts';
import type { DocumentPath, Finding, Findings } from './finding.ts';
import { quoted } from './found-text.ts';
import type { SoundParts } from './sound-parts.ts';
import { isTimeZone } from './zone-offsets.ts';

/** Times and routes of a review, and the hours in which they count. */
export function checkTiming(parts: SoundParts): Findings {
  const findings = [
    ...checkHours(parts),
    ...checkRoute(parts),
    ...checkEscalation(parts),
    ...checkExpiry(parts),
  ];
  return { findings, warnings: hoursWithoutUse(parts) };
}

type Said = Pick<Finding, 'expected' | 'found' | 'fix'>;

function wrong(path: DocumentPath, said: Said): readonly Finding[] {
  return [{ code: 'POLICY_INVALID', path, at: 'value', ...said }];
}

function checkHours({ document: { hours } }: SoundParts): readonly Finding[] {
  if (hours === undefined) return [];
  const { fromMinute, toMinute } = buildHours(hours);
  const zone = isTimeZone(hours.timezone)
    ? []
    : wrong(['hours', 'timezone'], {
        expected: 'a time zone of the IANA database, such as Europe/Berlin or UTC',
        found: quoted(hours.timezone),
        fix: 'Write the name of the zone, not its offset or abbreviation.',
      });
  if (fromMinute < toMinute) return zone;
  const [from, to] = [hours.from ?? defaults.DAY_FROM, hours.to ?? defaults.DAY_TO];
  return [
    ...zone,
    ...wrong(['hours', hours.to === undefined ? 'from' : 'to'], {
      expected: 'a day that ends after it begins',
      found: `${from} to ${to}`,
      fix: 'Write a later "to"; hours that go over midnight are not possible.',
    }),
  ];
}

function checkRoute({ document: { gates, roles } }: SoundParts): readonly Finding[] {
  const route = gates?.review?.escalateTo;
  if (route === undefined || roles === undefined) return [];
  const known = roleNames(builtRoles(roles));
  return listed(route).flatMap((step, nth) => {
    if (known.includes(step) || isActor(step)) return [];
    const path = ['gates', 'review', 'escalateTo', ...(typeof route === 'string' ? [] : [nth])];
    return wrong(path, {
      expected: `one of the roles ${known.join(', ')}, or an actor such as human:bo`,
      found: quoted(step),
      fix: 'Name a role or an actor.',
    });
  });
}

function checkEscalation({ document: { gates } }: SoundParts): readonly Finding[] {
  const { escalateTo, escalateAfter } = gates?.review ?? {};
  if (escalateTo === undefined || escalateAfter !== undefined) return [];
  return wrong(['gates', 'review', 'escalateTo'], {
    expected: '"escalateAfter" beside it, because a route without a time is never taken',
    found: 'no "escalateAfter"',
    fix: 'Add "escalateAfter", for example 1d, or remove "escalateTo".',
  });
}

function checkExpiry({ document: { gates } }: SoundParts): readonly Finding[] {
  const { remindAfter, escalateAfter, escalateTo, expireAfter, onExpiry } = gates?.review ?? {};
  if (expireAfter === undefined) {
    return onExpiry === undefined
      ? []
      : wrong(['gates', 'review', 'onExpiry'], {
          expected: '"expireAfter" beside it, because a review without it never expires',
          found: 'no "expireAfter"',
          fix: 'Add "expireAfter", for example 5d, or remove "onExpiry".',
        });
  }
  const expiryMs = parseDuration(expireAfter) ?? 0;
  const steps = listed(escalateTo ?? defaults.ESCALATE_TO).length;
  const lastMs = Math.max(ms(remindAfter), ms(escalateAfter) * steps);
  if (expiryMs > lastMs) return [];
  return wrong(['gates', 'review', 'expireAfter'], {
    expected: 'a time after the first reminder and after the last step of the escalation',
    found: `${expireAfter}, before some of them`,
    fix: 'Write a longer "expireAfter", or shorter "remindAfter" and "escalateAfter".',
  });
}

function ms(duration: string | undefined): number {
  return duration === undefined ? 0 : (parseDuration(duration) ?? 0);
}

function hoursWithoutUse({ document, allGates }: SoundParts): Findings['warnings'] {
  const { remindAfter, escalateAfter, expireAfter } = document.gates?.review ?? {};
  const isUsed = (remindAfter ?? escalateAfter ?? expireAfter) !== undefined;
  if (document.hours === undefined || isUsed || !allGates) return [];
  const message =
    'The hours have no effect, because the review has no "remindAfter", "escalateAfter" or "expireAfter".';
  return [{ path: ['hours'], message }];
}
