/**
 * One line that is safe to show on a terminal and in a table: no control characters (`Cc`: terminal
 * escapes and line breaks among them), no line or paragraph separators, no halves of surrogate
 * pairs, and none of the marks that turn the direction of text (Unicode TR 36, "Trojan Source").
 */
export const SAFE_LINE_PATTERN = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u;

const UNSAFE_CHARACTERS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu;

export function isSafeLine(text: string): boolean {
  return SAFE_LINE_PATTERN.test(text);
}

/** The text with each unsafe character replaced by `?`, so that it can be quoted in a message. */
export function maskUnsafe(text: string): string {
  return text.replace(UNSAFE_CHARACTERS, '?');
}
