import { maskUnsafe } from '../../domain/safe-text.ts';

/** A code span: what is between its backticks, and where in the text it was found. */
export interface CodeSpan {
  readonly code: string;
  /** Offset of the first backtick in the text given. */
  readonly start: number;
  /** Offset after the last backtick. */
  readonly end: number;
}

export interface Link {
  readonly label: string;
  readonly target: string;
}

const LINK = /!?\[([^[\]]*)\]\(([^()\s]*)(?:\s[^()]*)?\)/g;
/**
 * An escaped character, or a mark of emphasis at the edge of a word. `a * b`, `*.ts` and `SCOPES_*`
 * have none.
 */
const ESCAPE_OR_STARS =
  /\\([!-/:-@[-`{-~])|(?<=^|[\s([{"'>:—–-])\*{1,3}(?=[^\s*./])|(?<=[^\s*/_])\*{1,3}(?=$|[\s)\]}"'<:;,.!?—–-])|~~/g;
const UNDERSCORES = /(?<!\w)(_{1,2})(?=[^\s_])([^_]*[^\s_])\1(?!\w)/g;
/** ASCII without any mark: most cells are, and need no further look. */
const PLAIN = /^[ -)+-;=-Z\]^a-}]*$/;
const HTML_COMMENT = /<!--(?:(?!<!--|-->).)*-->/g;

/** The code spans of a line or cell, in order; an unclosed backtick is an ordinary character. */
export function codeSpans(text: string): readonly CodeSpan[] {
  const spans: CodeSpan[] = [];
  const unclosed = new Set<number>();
  for (let start = text.indexOf('`'); start !== -1;) {
    const width = backticksAt(text, start);
    const close = unclosed.has(width) ? -1 : closingBackticks(text, start + width, width);
    if (close === -1) unclosed.add(width);
    else spans.push({ code: codeBetween(text, start + width, close), start, end: close + width });
    start = text.indexOf('`', close === -1 ? start + width : close + width);
  }
  return spans;
}

/** The links of a line or cell, images too. */
export function links(text: string): readonly Link[] {
  return [...text.matchAll(LINK)].map((match) => ({
    label: plainText(match[1] ?? ''),
    target: match[2] ?? '',
  }));
}

/**
 * What a reader sees of a line or cell: the text of links, bold and code, without the marks. What
 * is inside code stays as it is. Control and bidirectional characters are masked here, once, so that
 * no surface can print what would drive a terminal.
 */
export function plainText(text: string): string {
  if (PLAIN.test(text)) return text.trim();
  const parts: string[] = [];
  let offset = 0;
  for (const span of codeSpans(text)) {
    parts.push(withoutMarks(text.slice(offset, span.start)), span.code);
    offset = span.end;
  }
  parts.push(withoutMarks(text.slice(offset)));
  return maskUnsafe(parts.join('').replaceAll('\t', ' ').trim());
}

function withoutMarks(text: string): string {
  if (!/[[*_~\\<]/.test(text)) return text;
  return text
    .replaceAll(HTML_COMMENT, '')
    .replaceAll(LINK, '$1')
    .replaceAll(UNDERSCORES, '$2')
    .replaceAll(ESCAPE_OR_STARS, '$1');
}

function backticksAt(text: string, start: number): number {
  let end = start;
  while (text[end] === '`') end += 1;
  return end - start;
}

function closingBackticks(text: string, from: number, width: number): number {
  for (let at = text.indexOf('`', from); at !== -1;) {
    const found = backticksAt(text, at);
    if (found === width) return at;
    at = text.indexOf('`', at + found);
  }
  return -1;
}

/** CommonMark strips one space on both sides where the code is padded. */
function codeBetween(text: string, start: number, end: number): string {
  const code = text.slice(start, end);
  const padded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '';
  return padded ? code.slice(1, -1) : code;
}
