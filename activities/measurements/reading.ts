/** What looking for one number in a gate's output came to. */
export type Reading =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'missing'; readonly reason: string }
  /** More than one place says it; which of them is true cannot be known. */
  | { readonly kind: 'ambiguous'; readonly values: readonly string[] }
  | { readonly kind: 'invalid'; readonly found: string };

const FOUND_CHARS_MAX = 100;

/** What was found instead of a number, short enough to be shown. */
export function excerptOf(found: string): string {
  return found.length > FOUND_CHARS_MAX ? `${found.slice(0, FOUND_CHARS_MAX)}…` : found;
}

/** Places that are listed where there are too many; one more would say no more. */
export const PLACES_NAMED_MAX = 5;
