import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBusinessTime,
  type BusinessHours,
  type WorkCalendar,
  WEEKDAYS,
} from '../../../domain/business-hours.ts';
import { zoneOffsets } from '../../../policy/zone-offsets.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const OFFICE: BusinessHours = {
  timezone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  fromMinute: 9 * 60,
  toMinute: 17 * 60,
  holidays: ['2026-12-25'],
};
/** Changes in March and October; never; in April and September, south; by half an hour; around Ramadan. */
const ZONES = [
  'Europe/Berlin',
  'UTC',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/St_Johns',
];
const OFFSETS = new Map(ZONES.map((zone) => [zone, zoneOffsets(zone, START)]));

function calendarOf(hours: Partial<BusinessHours> = {}): WorkCalendar {
  const merged = { ...OFFICE, ...hours };
  return {
    ...merged,
    offsets: OFFSETS.get(merged.timezone) ?? zoneOffsets(merged.timezone, START),
  };
}

function after(from: string, hours: number, calendar = calendarOf()): string {
  const due = addBusinessTime(calendar, Date.parse(from), hours * HOUR);
  return new Date(due).toISOString().replace(':00.000Z', 'Z');
}

describe('business time', () => {
  it('passes only between opening and closing', () => {
    expect(after('2026-11-20T10:00+01:00', 4)).toBe('2026-11-20T13:00Z');
    expect(after('2026-11-20T15:00+01:00', 4)).toBe('2026-11-23T10:00Z');
    expect(after('2026-11-20T22:00+01:00', 4)).toBe('2026-11-23T12:00Z');
    expect(after('2026-11-21T12:00+01:00', 8)).toBe('2026-11-23T16:00Z');
  });

  it('stands still on a holiday', () => {
    expect(after('2026-12-24T16:00+01:00', 2)).toBe('2026-12-28T09:00Z');
  });

  it('is all time where the policy has no hours', () => {
    expect(addBusinessTime(null, START, 4 * HOUR)).toBe(START + 4 * HOUR);
  });

  it('opens at nine by the clock on the wall before and after the clock is changed', () => {
    expect(after('2026-03-27T17:00+01:00', 1)).toBe('2026-03-30T08:00Z');
    expect(after('2026-10-23T17:00+02:00', 1)).toBe('2026-10-26T09:00Z');
  });

  it('counts the hour that autumn repeats and not the one that spring leaves out', () => {
    const night = calendarOf({ days: ['sun'], fromMinute: 60, toMinute: 4 * 60 });
    expect(after('2026-10-25T01:00+02:00', 4, night)).toBe('2026-10-25T03:00Z');
    expect(after('2026-03-29T01:00+01:00', 2, night)).toBe('2026-03-29T02:00Z');
  });

  it('opens at the change itself when the opening hour is left out', () => {
    const night = calendarOf({ days: ['sun'], fromMinute: 150, toMinute: 5 * 60 });
    expect(after('2026-03-28T12:00+01:00', 1, night)).toBe('2026-03-29T02:00Z');
  });

  it('is due after ten years at the latest', () => {
    const rare = calendarOf({ days: ['mon'], fromMinute: 0, toMinute: 1 });
    const due = addBusinessTime(rare, START, 366 * 24 * HOUR);
    expect(due).toBeGreaterThan(START + 3_600 * 24 * HOUR);
    expect(due).toBeLessThan(START + 3_700 * 24 * HOUR);
  });
});

const hours = fc
  .record({
    timezone: fc.constantFrom(...ZONES),
    days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    fromMinute: fc.nat(1_379),
    length: fc.integer({ min: 60, max: 1_440 }),
    holidays: fc.subarray(['2026-03-29', '2026-10-25', '2027-01-01', '2027-03-28']),
  })
  .map(({ length, ...rest }) =>
    calendarOf({ ...rest, toMinute: Math.min(1_440, rest.fromMinute + length) }),
  );
/** Two years from 2026 on, by the minute, so that every change of the clock is met. */
const instant = fc.nat(2 * 365 * 24 * 60).map((minutes) => START + minutes * 60_000);
const duration = fc.nat(80 * 60).map((minutes) => minutes * 60_000);

/** The zone's own clock at an instant, asked of the time zone database and not of the table. */
function wallClock(
  timezone: string,
  atMs: number,
): { day: string; minute: number; weekday: string } {
  const text = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(atMs);
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone: timezone, weekday: 'short' });
  const [day = '', time = ''] = text.split(', ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { day, minute: hour * 60 + minute, weekday: weekday.format(atMs).toLowerCase() };
}

describe('business time, whatever the zone and the season', () => {
  it('ends within the hours of a business day by the clock on the wall', () => {
    fc.assert(
      fc.property(hours, instant, duration, (calendar, fromMs, durationMs) => {
        const due = addBusinessTime(calendar, fromMs, durationMs + 60_000);
        // The last minute that counted, as the close itself is no part of the hours.
        const { day, minute, weekday } = wallClock(calendar.timezone, due - 60_000);
        expect(calendar.days).toContain(weekday);
        expect(calendar.holidays).not.toContain(day);
        expect(minute).toBeLessThan(calendar.toMinute);
      }),
    );
  });

  it('does not depend on how a duration is divided', () => {
    fc.assert(
      fc.property(
        hours,
        instant,
        fc.tuple(duration, duration),
        (calendar, fromMs, [one, other]) => {
          const first = addBusinessTime(calendar, fromMs, one);
          const then = addBusinessTime(calendar, first, other);
          const least = addBusinessTime(calendar, fromMs, one + other);
          // Nothing at all may be due at a close; the same moment of work is the next opening.
          expect(addBusinessTime(calendar, then, 60_000)).toBe(
            addBusinessTime(calendar, least, 60_000),
          );
        },
      ),
    );
  });

  it('is never due before the time on the clock has passed', () => {
    fc.assert(
      fc.property(hours, instant, duration, (calendar, fromMs, durationMs) => {
        expect(addBusinessTime(calendar, fromMs, durationMs)).toBeGreaterThanOrEqual(
          fromMs + durationMs,
        );
      }),
    );
  });

  it('comes to the same answer from the table as from the time zone database', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (timezone, atMs) => {
        const offset = OFFSETS.get(timezone)?.findLast(({ fromMs }) => fromMs <= atMs);
        const local = new Date(atMs + (offset?.offsetMs ?? 0)).toISOString();
        const { day, minute } = wallClock(timezone, atMs);
        expect(local.slice(0, 10)).toBe(day);
        expect(Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))).toBe(minute);
      }),
    );
  });
});

describe('the offsets of a zone', () => {
  it('are few: two a year, as they go into every item', () => {
    expect(OFFSETS.get('Europe/Berlin')?.length).toBeLessThanOrEqual(21);
    expect(OFFSETS.get('Africa/Casablanca')?.length).toBeLessThanOrEqual(42);
    expect(OFFSETS.get('UTC')).toEqual([{ fromMs: START, offsetMs: 0 }]);
  });

  it('change to the second when the law says so', () => {
    const changes = OFFSETS.get('Europe/Berlin')?.slice(1, 3) ?? [];
    expect(changes.map(({ fromMs }) => new Date(fromMs).toISOString())).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
    ]);
  });

  it('are refused for a zone that does not exist', () => {
    expect(() => zoneOffsets('Europe/Atlantis', START)).toThrow(RangeError);
  });
});
