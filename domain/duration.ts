/** Units from the largest to the smallest, as they are written: `1d`, `4h`, `20m`, `90s`, `500ms`. */
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** Longest duration that a policy may name: a year, in milliseconds. */
export const DURATION_MS_MAX = 366 * 86_400_000;

/** A whole number of each unit at most once, largest first, for example `1h30m`. */
export const DURATION_PATTERN =
  /^(?=[0-9])(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,12})ms)?$/;

/** Milliseconds of a duration such as `20m`, or null when the text is none or exceeds a year. */
export function parseDuration(text: string): number | null {
  const match = DURATION_PATTERN.exec(text);
  if (match === null) return null;
  const ms = UNITS.reduce((sum, [, unit], index) => sum + Number(match[index + 1] ?? 0) * unit, 0);
  return ms <= DURATION_MS_MAX ? ms : null;
}

/** The shortest text that `parseDuration` reads as `ms` (a whole number of milliseconds, not negative). */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  let rest = ms;
  let text = '';
  for (const [name, unit] of UNITS) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) text += `${count}${name}`;
  }
  return text;
}
