import type { SpanEdit } from './markdown/edit.ts';

/**
 * Inserts lines after a line of a document, with the document's line ending. What follows moves
 * down; a last line without a line ending keeps having none.
 */
export function insertAfterLine(
  text: string,
  line: number,
  { lines, lineEnding }: { readonly lines: readonly string[]; readonly lineEnding: string },
): SpanEdit {
  const at = endOfLine(text, line);
  return { start: at, end: at, text: lines.map((each) => `${lineEnding}${each}`).join('') };
}

/** Offset of the line ending of a line, 1-based, or of the end of the text. */
function endOfLine(text: string, line: number): number {
  const ending = /\r\n|\n|\r/g;
  let match = ending.exec(text);
  for (let count = 1; match !== null && count < line; count += 1) match = ending.exec(text);
  return match?.index ?? text.length;
}
