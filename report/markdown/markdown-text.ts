import { plainLine } from '../plain-text.ts';

/** Characters that begin Markdown of their own within a line (CommonMark, GFM, GitHub's maths). */
const INLINE = /[\\`*_{}[\]<>|#~&$!]/g;
/** What begins a list or a rule at the start of a line. */
const LINE_START = /^(?:[-+=]|\d{1,9}(?=[.)]))/;
/** Texts that stay as they are between backticks, in a table too. */
const CODE = /^[\w .:/@+,'"=%-]+$/;

/** A text as Markdown that shows just that text, whoever wrote it. */
export function markdownText(text: string): string {
  return plainLine(text).replace(INLINE, String.raw`\$&`);
}

/** The same at the start of a block, where more characters have a meaning. */
export function atLineStart(markdown: string): string {
  return markdown.replace(LINE_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** A text between backticks; one that could end them is written as plain text. */
export function markdownCode(text: string): string {
  const line = plainLine(text);
  return CODE.test(line) ? `\`${line}\`` : markdownText(line);
}
