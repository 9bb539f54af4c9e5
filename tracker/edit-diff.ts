import { maskUnsafe } from '../domain/safe-text.ts';

import { applyEdits, type SpanEdit } from './markdown/edit.ts';

const LINE_END = /\r\n|\n|\r/;

/**
 * The lines that edits would change, as in a unified diff without context: `@@ -12 +12 @@`, then the
 * old lines with `-` and the new ones with `+`. Safe to print: control characters are masked.
 */
export function diffOfEdits(text: string, edits: readonly SpanEdit[]): readonly string[] {
  const groups = groupByLines(text, edits);
  let shift = 0;
  return groups.flatMap(({ start, end, line, own }) => {
    const before = text.slice(start, end);
    const after = applyEdits(
      before,
      own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
    );
    const [removed, added] = [before.split(LINE_END), after.split(LINE_END)];
    const head = `@@ -${range(line, removed.length)} +${range(line + shift, added.length)} @@`;
    shift += added.length - removed.length;
    return [
      head,
      ...removed.map((each) => `-${maskUnsafe(each)}`),
      ...added.map((each) => `+${maskUnsafe(each)}`),
    ];
  });
}

interface Group {
  /** Offset of the first character of the first line. */
  readonly start: number;
  /** Offset after the last character of the last line, before its ending. */
  end: number;
  /** 1-based. */
  readonly line: number;
  readonly own: SpanEdit[];
}

/** Edits that touch the same or neighbouring lines belong together. */
function groupByLines(text: string, edits: readonly SpanEdit[]): readonly Group[] {
  const groups: Group[] = [];
  let line = 1;
  let counted = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const start = lineStart(text, edit.start);
    const end = lineEndAt(text, edit.end);
    const last = groups.at(-1);
    if (last !== undefined && start <= last.end + 2) {
      last.end = Math.max(last.end, end);
      last.own.push(edit);
    } else {
      line += text.slice(counted, start).split(LINE_END).length - 1;
      counted = start;
      groups.push({ start, end, line, own: [edit] });
    }
  }
  return groups;
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function lineEndAt(text: string, offset: number): number {
  const ends = [text.indexOf('\n', offset), text.indexOf('\r', offset)].filter((at) => at !== -1);
  return ends.length === 0 ? text.length : Math.min(...ends);
}

function range(line: number, count: number): string {
  return count === 1 ? `${line}` : `${line},${count}`;
}
