import { maskUnsafe } from '../domain/safe-text.ts';

/** Characters of a line that are shown before and after the place. */
const BEFORE_CHARS_MAX = 60;
const AFTER_CHARS_MAX = 60;

/**
 * The line with a caret below `column` (1-based), cut on both sides where it is long. Control
 * characters are shown as `?` so that nothing in a file can move the terminal's cursor.
 */
export function caretExcerpt(line: string, column: number): string {
  const at = Math.min(column - 1, line.length);
  const start = at > BEFORE_CHARS_MAX ? at - BEFORE_CHARS_MAX : 0;
  const end = Math.min(line.length, at + AFTER_CHARS_MAX);
  const head = start > 0 ? '…' : '';
  const tail = end < line.length ? '…' : '';
  const shown = maskUnsafe(line.slice(start, end).replaceAll('\t', ' '));
  return `${head}${shown}${tail}\n${' '.repeat(head.length + at - start)}^`;
}
