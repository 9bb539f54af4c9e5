import type { ZoneOffset } from '../domain/business-hours.ts';

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** A change of the clock that is undone sooner would be missed; the shortest known take weeks. */
const STEP_MS = 7 * DAY_MS;
/** How far ahead changes of the clock are looked up: ten years. */
export const ZONE_OFFSETS_AHEAD_MS = 3_653 * DAY_MS;

/** Whether this is the name of a zone; an offset such as +02:00 is none, as it has no summer. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && formatOf(name) !== null;
}

/**
 * The offsets of a zone from `fromMs` for ten years, as this machine's time zone database has
 * them; beyond, the last one is taken to hold. Throws RangeError for a zone that does not exist.
 */
export function zoneOffsets(timezone: string, fromMs: number): readonly ZoneOffset[] {
  const format = formatOf(timezone);
  if (format === null) throw new RangeError(`${timezone} is no time zone`);
  const offsets: ZoneOffset[] = [{ fromMs, offsetMs: offsetAt(format, fromMs) }];
  for (let at = fromMs; at < fromMs + ZONE_OFFSETS_AHEAD_MS; at += STEP_MS) {
    const before = offsets.at(-1)?.offsetMs ?? 0;
    const offsetMs = offsetAt(format, at + STEP_MS);
    if (offsetMs === before) continue;
    offsets.push({ fromMs: changeBetween(format, at, at + STEP_MS), offsetMs });
  }
  return offsets;
}

/** The first whole second between two instants at which the offset is that of the later one. */
function changeBetween(format: Intl.DateTimeFormat, afterMs: number, byMs: number): number {
  const wanted = offsetAt(format, byMs);
  let [before, since] = [Math.floor(afterMs / SECOND_MS), Math.ceil(byMs / SECOND_MS)];
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2);
    if (offsetAt(format, middle * SECOND_MS) === wanted) since = middle;
    else before = middle;
  }
  return since * SECOND_MS;
}

function offsetAt(format: Intl.DateTimeFormat, atMs: number): number {
  const wholeMs = Math.floor(atMs / SECOND_MS) * SECOND_MS;
  const parts = new Map(format.formatToParts(wholeMs).map(({ type, value }) => [type, value]));
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const [year, month, day] = [read('year'), read('month') - 1, read('day')];
  return Date.UTC(year, month, day, read('hour'), read('minute'), read('second')) - wholeMs;
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}
