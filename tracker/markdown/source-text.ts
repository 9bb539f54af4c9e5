import { refused, type Read } from '../input-problem.ts';

/** Larger documents are refused before anything else looks at them. */
export const DOCUMENT_BYTES_MAX = 8 * 1024 * 1024;
/** No person keeps a longer line, and no pattern is run over one. */
export const LINE_CHARS_MAX = 32 * 1024;

const BOM = '\uFEFF';
const NUL = '\u0000';
const LINE_END = /\r\n|\n|\r/g;

/** A half-open range of offsets (UTF-16 units) into a document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface SourceLine {
  /** 1-based. */
  readonly number: number;
  /** Offset of its first character in the document's text. */
  readonly start: number;
  /** Without its line ending, and on line 1 without the byte order mark. */
  readonly text: string;
}

/** A document cut into lines without losing anything: `text` is what was read, BOM and all. */
export interface SourceText {
  readonly text: string;
  readonly lines: readonly SourceLine[];
}

/**
 * Decodes a document's bytes as UTF-8, keeping a byte order mark. Refuses what is no text or is
 * larger than `DOCUMENT_BYTES_MAX`, with the line at which that shows.
 */
export function decodeDocument(bytes: Uint8Array): Read<string> {
  if (bytes.length > DOCUMENT_BYTES_MAX) return tooLarge(countLineFeeds(bytes) + 1);
  const nul = bytes.indexOf(0);
  if (nul !== -1) return binary(countLineFeeds(bytes.subarray(0, nul)) + 1, 'a NUL byte');
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { kind: 'read', value: decoder.decode(bytes) };
  } catch {
    return binary(1, 'bytes that are no UTF-8');
  }
}

/** Cuts a document into lines; refuses an empty, binary or unreasonably large one. */
export function readSourceText(text: string): Read<SourceText> {
  if (text.length > DOCUMENT_BYTES_MAX) {
    return tooLarge(text.slice(0, DOCUMENT_BYTES_MAX).split('\n').length);
  }
  const nul = text.indexOf(NUL);
  if (nul !== -1) return binary(text.slice(0, nul).split('\n').length, 'a NUL character');
  if (text.trim() === '' || text === BOM) return empty();
  const source = cutLines(text);
  const long = source.lines.find((line) => line.text.length > LINE_CHARS_MAX);
  if (long === undefined) return { kind: 'read', value: source };
  return refused({
    line: long.number,
    column: LINE_CHARS_MAX + 1,
    expected: `lines of at most ${LINE_CHARS_MAX} characters`,
    found: `a line of ${long.text.length}`,
    fix: 'Break the line, or name the right file.',
  });
}

/** Offset after the line's last character, before its line ending. */
export function lineEnd(line: SourceLine): number {
  return line.start + line.text.length;
}

function cutLines(text: string): SourceText {
  const lines: SourceLine[] = [];
  let start = text.startsWith(BOM) ? BOM.length : 0;
  for (const match of text.matchAll(LINE_END)) {
    lines.push({ number: lines.length + 1, start, text: text.slice(start, match.index) });
    start = match.index + match[0].length;
  }
  if (start < text.length) lines.push({ number: lines.length + 1, start, text: text.slice(start) });
  return { text, lines };
}

function countLineFeeds(bytes: Uint8Array): number {
  const end = Math.min(bytes.length, DOCUMENT_BYTES_MAX);
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1 && at < end; at = bytes.indexOf(10, at + 1)) {
    count += 1;
  }
  return count;
}

function tooLarge(line: number): Read<never> {
  return refused({
    line,
    column: 1,
    expected: `a document of at most ${DOCUMENT_BYTES_MAX} bytes`,
    found: 'more, from this line on',
    fix: 'Name the tracker itself, or split it into several programs.',
  });
}

function binary(line: number, found: string): Read<never> {
  return refused({
    line,
    column: 1,
    expected: 'a text document in UTF-8',
    found,
    fix: 'Name a Markdown, CSV or JSON file, or save it as UTF-8.',
  });
}

function empty(): Read<never> {
  return refused({
    line: 1,
    column: 1,
    expected: 'a tracker document',
    found: 'an empty file',
    fix: 'Name a file that has items, or start one with `sluice init`.',
  });
}
