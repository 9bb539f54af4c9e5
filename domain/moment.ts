/**
 * A moment with its zone: `2026-12-01T18:00+01:00`, `2026-12-01T17:00:30Z`. A date with a time that
 * names no zone means different moments to different people, so it is none.
 */
const MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch of a moment, or null when the text is none, such as 30 February. */
export function parseMoment(text: string): number | null {
  const match = MOMENT.exec(text);
  const atMs = match === null ? Number.NaN : Date.parse(text);
  if (match === null || Number.isNaN(atMs)) return null;
  const [, year = '', month = '', day = ''] = match;
  // Date.parse lets 30 February pass as 2 March.
  const daysOfMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= daysOfMonth ? atMs : null;
}
