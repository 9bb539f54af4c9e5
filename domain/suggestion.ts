/** A misspelling differs from what was meant in at most this many letters. */
const EDITS_MAX = 2;

/** Longer words are not compared: no key, id or name is so long. */
const WORD_CHARS_MAX = 64;

/**
 * The candidate that `word` is most likely a misspelling of, or null when none is near: at most two
 * letters added, left out, changed or swapped, and fewer than half of the word. Letter case is free.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | null {
  if (word.length > WORD_CHARS_MAX) return null;
  const wanted = word.toLowerCase();
  let limit = Math.min(EDITS_MAX, Math.floor((word.length - 1) / 2));
  let nearest: string | null = null;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance > limit) continue;
    nearest = candidate;
    if (distance === 0) break;
    limit = distance - 1;
  }
  return nearest;
}

/**
 * Optimal string alignment distance of two words (Damerau 1964: a swap of neighbours is one edit),
 * or any number above `limit` as soon as the distance is known to exceed it.
 */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
