import { maskUnsafe } from '../domain/safe-text.ts';

/** Characters that no XML document may hold (XML 1.0, production 2), beyond control characters. */
const NONCHARACTERS = /[\uFFFE\uFFFF]/g;

/**
 * A text as one line that shows just what it says: no line breaks, no control characters, nothing
 * that turns the direction of text. What a renderer escapes is always such a line.
 */
export function plainLine(text: string): string {
  return maskUnsafe(text.replace(/\s+/g, ' ')).replace(NONCHARACTERS, '?').trim();
}
