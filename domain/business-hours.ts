export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When people are there to answer: on these days, from one minute of the day to another. */
export interface BusinessHours {
  /** A name of the IANA time zone database, such as Europe/Berlin. */
  readonly timezone: string;
  readonly days: readonly Weekday[];
  /** Minutes since midnight by the clock of the zone; `toMinute` is later, at most 1440. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Days without work, as 2026-12-25. */
  readonly holidays: readonly string[];
}

/** From this instant on, the zone's clock is ahead of UTC by so much. */
export interface ZoneOffset {
  readonly fromMs: number;
  readonly offsetMs: number;
}

/**
 * Business hours with the zone's offsets as they were known when the program started. A workflow
 * must come to the same answer for ever, so it never asks a time zone database, which is updated.
 */
export interface WorkCalendar extends BusinessHours {
  /** In order of time; the first also holds before, the last for ever. At least one. */
  readonly offsets: readonly ZoneOffset[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** 1970-01-01 was a Thursday. */
const WEEKDAY_OF_DAY_0 = WEEKDAYS.indexOf('thu');
/** Ten years: what takes longer in business time is due after so many days all the same. */
const DAYS_SEARCHED_MAX = 3_660;

/**
 * The instant at which `durationMs` of business time have passed since `fromMs`, both milliseconds;
 * without a calendar all time counts. Where a day is longer or shorter by a change of the clock,
 * the time that really passed within the hours counts.
 */
export function addBusinessTime(
  calendar: WorkCalendar | null,
  fromMs: number,
  durationMs: number,
): number {
  if (calendar === null) return fromMs + durationMs;
  const firstDay = Math.floor(localMs(calendar, fromMs) / DAY_MS) - 1;
  let leftMs = durationMs;
  for (let day = firstDay; day < firstDay + DAYS_SEARCHED_MAX; day += 1) {
    if (!isBusinessDay(calendar, day)) continue;
    const { openMs, closeMs } = windowOf(calendar, day);
    const startMs = Math.max(fromMs, openMs);
    if (startMs >= closeMs) continue;
    if (leftMs <= closeMs - startMs) return startMs + leftMs;
    leftMs -= closeMs - startMs;
  }
  return windowOf(calendar, firstDay + DAYS_SEARCHED_MAX).closeMs;
}

/** `day` counts days of the zone's own calendar since 1970-01-01. */
function isBusinessDay({ days, holidays }: WorkCalendar, day: number): boolean {
  const weekday = WEEKDAYS[(((day + WEEKDAY_OF_DAY_0) % 7) + 7) % 7];
  if (weekday === undefined || !days.includes(weekday)) return false;
  return !holidays.includes(new Date(day * DAY_MS).toISOString().slice(0, 10));
}

function windowOf(
  calendar: WorkCalendar,
  day: number,
): { readonly openMs: number; readonly closeMs: number } {
  const { fromMinute, toMinute } = calendar;
  return {
    openMs: firstInstant(calendar, day * DAY_MS + fromMinute * MINUTE_MS),
    closeMs: firstInstant(calendar, day * DAY_MS + toMinute * MINUTE_MS),
  };
}

/**
 * The first instant at which the zone's clock shows `local` or later: of two equal times in autumn
 * the first, and for a time that spring leaves out the moment of the change.
 */
function firstInstant({ offsets }: WorkCalendar, local: number): number {
  const last = offsets.at(-1)?.offsetMs ?? 0;
  for (const [place, { fromMs, offsetMs }] of offsets.entries()) {
    const sinceMs = place === 0 ? Number.NEGATIVE_INFINITY : fromMs;
    const untilMs = offsets[place + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    const instant = Math.max(sinceMs, local - offsetMs);
    if (instant < untilMs) return instant;
  }
  return local - last;
}

function localMs({ offsets }: WorkCalendar, atMs: number): number {
  const current = offsets.findLast(({ fromMs }) => fromMs <= atMs) ?? offsets[0];
  return atMs + (current?.offsetMs ?? 0);
}
