/** As JSON writes numbers, besides a leading plus and zeros. */
const NUMBER = /^[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/;

/** The finite number that a text is, or null: `NaN`, `1,000`, `0x10` and `1e999` are none. */
export function finiteNumber(text: string): number | null {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
