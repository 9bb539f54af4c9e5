/** The number that a cell starts with (`14 (2 skipped)`, `2,878`), or null. */
export function leadingCount(text: string | undefined): number | null {
  const match = /^\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?![\d.,%/])(?!\s*[/%])/.exec(text ?? '');
  return match?.[1] === undefined ? null : Number(match[1].replaceAll(',', ''));
}
