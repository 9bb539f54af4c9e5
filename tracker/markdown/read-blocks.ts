import { refused, type Read } from '../input-problem.ts';

import type { Block, Fence, Heading, Paragraph } from './blocks.ts';
import { indentOf, isListItem, ListReader } from './list-lines.ts';
import { readSourceText, type SourceLine, type SourceText } from './source-text.ts';
import { isDelimiterRow, readRow, rowProblem, type Table, type TableRow } from './table.ts';

/** A Markdown document: its exact text, and its blocks in order. */
export interface MarkdownDocument {
  readonly source: SourceText;
  readonly blocks: readonly Block[];
}

interface Cursor {
  readonly source: SourceText;
  at: number;
}

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const HEADING_CLOSE = /[ \t]#+$/;
const FENCE = /^[ \t]*(`{3,}|~{3,})([^`]*)$/;
const BREAK = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const FRONT_MATTER = '---';
const COMMENT_OPEN = /^\s*<!--/;
const COMMENT_CLOSE = '-->';

/**
 * Reads a document into blocks, in one pass over its lines. Refuses, with the line, what cannot be
 * told apart for sure: a code fence, comment or front matter that does not end, and what
 * `readSourceText` refuses.
 */
export function readMarkdown(text: string): Read<MarkdownDocument> {
  const source = readSourceText(text);
  if (source.kind === 'refused') return source;
  const cursor: Cursor = { source: source.value, at: 0 };
  const blocks: Block[] = [];
  while (cursor.at < cursor.source.lines.length) {
    const read = readBlock(cursor);
    if (read.kind === 'refused') return read;
    if (read.value !== null) blocks.push(read.value);
  }
  return { kind: 'read', value: { source: source.value, blocks } };
}

/** Reads the block at the cursor and moves past it; null for a blank line. */
function readBlock(cursor: Cursor): Read<Block | null> {
  const line = lineAt(cursor);
  if (line === undefined || line.text.trim() === '') {
    cursor.at += 1;
    return { kind: 'read', value: null };
  }
  if (line.number === 1 && line.text.trimEnd() === FRONT_MATTER) return readFrontMatter(cursor);
  if (FENCE.test(line.text)) return readFence(cursor);
  if (COMMENT_OPEN.test(line.text)) return readComment(cursor);
  if (HEADING.test(line.text)) return { kind: 'read', value: readHeading(cursor, line) };
  if (BREAK.test(line.text)) {
    cursor.at += 1;
    return { kind: 'read', value: { kind: 'break', line: line.number, lineLast: line.number } };
  }
  if (isListItem(line.text)) return readList(cursor, line);
  if (startsTable(cursor)) return { kind: 'read', value: readTable(cursor, line) };
  return { kind: 'read', value: readParagraph(cursor, line) };
}

function lineAt(cursor: Cursor, ahead = 0): SourceLine | undefined {
  return cursor.source.lines[cursor.at + ahead];
}

function readFrontMatter(cursor: Cursor): Read<Block | null> {
  const { lines } = cursor.source;
  const close = lines.findIndex(
    (line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line.text),
  );
  // Without a second `---` the first one is a thematic break, as most Markdown tools read it.
  const last = lines[close];
  const first = lines[1];
  cursor.at += 1;
  if (last === undefined || first === undefined) {
    return { kind: 'read', value: { kind: 'break', line: 1, lineLast: 1 } };
  }
  cursor.at = close + 1;
  const span = { start: first.start, end: last.start };
  return { kind: 'read', value: { kind: 'front-matter', line: 1, lineLast: last.number, span } };
}

function readFence(cursor: Cursor): Read<Fence> {
  const open = lineAt(cursor);
  const [, fence = '```', info = ''] = FENCE.exec(open?.text ?? '') ?? [];
  const line = open?.number ?? 1;
  const code: string[] = [];
  for (cursor.at += 1; ; cursor.at += 1) {
    const next = lineAt(cursor);
    if (next === undefined) return unclosed(line, `a closing \`${fence}\``, 'Close the code block');
    if (closesFence(next.text, fence)) {
      cursor.at += 1;
      const language = info.trim().split(/\s+/)[0] ?? '';
      return {
        kind: 'read',
        value: { kind: 'fence', line, lineLast: next.number, language, code },
      };
    }
    code.push(next.text);
  }
}

function closesFence(text: string, fence: string): boolean {
  const trimmed = text.trim();
  return trimmed.startsWith(fence) && trimmed === (fence[0] ?? '').repeat(trimmed.length);
}

function readComment(cursor: Cursor): Read<Block> {
  const line = lineAt(cursor)?.number ?? 1;
  for (; ; cursor.at += 1) {
    const next = lineAt(cursor);
    if (next === undefined) return unclosed(line, 'a closing `-->`', 'Close the comment');
    if (next.text.includes(COMMENT_CLOSE)) {
      cursor.at += 1;
      return { kind: 'read', value: { kind: 'comment', line, lineLast: next.number } };
    }
  }
}

function unclosed(line: number, expected: string, what: string): Read<never> {
  const fix = `${what} that opens on this line: everything after it would be lost.`;
  return refused({ line, column: 1, expected, found: 'the end of the document', fix });
}

function readHeading(cursor: Cursor, line: SourceLine): Heading {
  cursor.at += 1;
  const [whole = '', marks = '#'] = HEADING.exec(line.text) ?? [];
  const raw = line.text.slice(whole.length).trimEnd().replace(HEADING_CLOSE, '').trimEnd();
  const start = line.start + whole.length;
  return {
    kind: 'heading',
    line: line.number,
    lineLast: line.number,
    level: marks.length as Heading['level'],
    raw,
    span: { start, end: start + raw.length },
  };
}

function readList(cursor: Cursor, first: SourceLine): Read<Block> {
  const list = new ListReader(first.number);
  let blank = false;
  for (let line = lineAt(cursor); line !== undefined; line = lineAt(cursor)) {
    const isBlank = line.text.trim() === '';
    if (!isBlank && endsList(line, { list, blank, first: line === first })) break;
    if (!isBlank && isListItem(line.text)) {
      const added = list.addItem(line);
      if (added.kind === 'refused') return added;
    } else if (!isBlank) list.addText(line);
    blank = isBlank;
    cursor.at += 1;
  }
  return { kind: 'read', value: list.finish() };
}

/** Whether a line that is not blank is no longer part of the list before it. */
function endsList(
  line: SourceLine,
  { list, blank, first }: { list: ListReader; blank: boolean; first: boolean },
): boolean {
  if (first) return false;
  const { text } = line;
  if (FENCE.test(text) || BREAK.test(text) || HEADING.test(text)) return true;
  if (isListItem(text)) return false;
  if (COMMENT_OPEN.test(text)) return true;
  return blank && !list.holds(indentOf(text));
}

function startsTable(cursor: Cursor): boolean {
  const next = lineAt(cursor, 1);
  const line = lineAt(cursor);
  if (next === undefined || line === undefined) return false;
  if (!line.text.includes('|') || !isDelimiterRow(next.text)) return false;
  return readRow(line, null).width === readRow(next, null).width;
}

function readTable(cursor: Cursor, first: SourceLine): Table {
  const header = readRow(first, null);
  const rows: TableRow[] = [];
  for (cursor.at += 2; ; cursor.at += 1) {
    const line = lineAt(cursor);
    if (line === undefined || !line.text.includes('|') || HEADING.test(line.text)) break;
    rows.push(readRow(line, header.width));
  }
  const lineLast = rows.at(-1)?.line ?? first.number + 1;
  const problems = rows.map((row) => rowProblem(row, header)).filter((each) => each !== null);
  return { kind: 'table', line: first.number, lineLast, header, rows, problems };
}

function readParagraph(cursor: Cursor, first: SourceLine): Paragraph {
  const texts: { line: number; raw: string; span: { start: number; end: number } }[] = [];
  for (let line = lineAt(cursor); line !== undefined; line = lineAt(cursor)) {
    if (line !== first && endsParagraph(cursor, line)) break;
    const raw = line.text.trim();
    const start = line.start + (line.text.length - line.text.trimStart().length);
    texts.push({ line: line.number, raw, span: { start, end: start + raw.length } });
    cursor.at += 1;
  }
  const lineLast = texts.at(-1)?.line ?? first.number;
  return { kind: 'paragraph', line: first.number, lineLast, texts };
}

function endsParagraph(cursor: Cursor, line: SourceLine): boolean {
  const { text } = line;
  if (text.trim() === '' || FENCE.test(text) || HEADING.test(text) || BREAK.test(text)) return true;
  return isListItem(text) || COMMENT_OPEN.test(text) || startsTable(cursor);
}
