import type { Read } from '../input-problem.ts';
import { refused } from '../input-problem.ts';

import type { CheckBox, List, ListItem } from './list.ts';
import type { SourceLine } from './source-text.ts';
import { lineEnd } from './source-text.ts';

/** Lists nested deeper are refused: no tracker is, and recursion must be bounded. */
export const LIST_DEPTH_MAX = 32;

const TAB_WIDTH = 4;
const MARKER = /^([ \t]*)([-*+]|\d{1,9}[.)])(?:[ \t]+|$)/;
/** `[ ]` and `[x]` of GFM, and `[/]`, `[~]`, `[-]`, `[>]`, `[!]` of note-taking tools. */
const BOX = /^\[([ xX/~>!-])\](?=[ \t]|$)/;

/** A list item under construction: its children are filled in while lines are read. */
interface Draft {
  readonly line: number;
  lineLast: number;
  readonly depth: number;
  readonly indent: number;
  /** Columns before the item's text: deeper lines belong to it. */
  readonly content: number;
  readonly marker: string;
  readonly number: number | null;
  readonly box: CheckBox | null;
  raw: string;
  readonly span: ListItem['span'];
  readonly children: Draft[];
}

export function isListItem(text: string): boolean {
  return MARKER.test(text);
}

/** Columns of white space before a line's text. */
export function indentOf(text: string): number {
  let columns = 0;
  for (const char of text) {
    if (char === ' ') columns += 1;
    else if (char === '\t') columns += TAB_WIDTH - (columns % TAB_WIDTH);
    else break;
  }
  return columns;
}

/**
 * Builds a list line by line. An item belongs under the nearest earlier item whose marker is less
 * indented, which is more tolerant than CommonMark: people indent by two below a number.
 */
export class ListReader {
  readonly #roots: Draft[] = [];
  readonly #open: Draft[] = [];
  #lineLast: number;
  readonly #line: number;

  constructor(line: number) {
    this.#line = line;
    this.#lineLast = line;
  }

  /** Adds a line that `isListItem`. */
  addItem(line: SourceLine): Read<null> {
    const indent = indentOf(line.text);
    while ((this.#open.at(-1)?.indent ?? -1) >= indent) this.#open.pop();
    const depth = this.#open.length;
    if (depth >= LIST_DEPTH_MAX) {
      return refused({
        line: line.number,
        column: 1,
        expected: `lists nested at most ${LIST_DEPTH_MAX} deep`,
        found: 'a deeper one',
        fix: 'Indent the item less.',
      });
    }
    const draft = draftOf(line, indent, depth);
    (this.#open.at(-1)?.children ?? this.#roots).push(draft);
    this.#open.push(draft);
    this.#lineLast = line.number;
    return { kind: 'read', value: null };
  }

  /** Adds text that continues the last item. */
  addText(line: SourceLine): void {
    const item = this.#open.at(-1);
    if (item === undefined) return;
    const text = line.text.trim();
    item.raw = item.raw === '' ? text : `${item.raw} ${text}`;
    item.lineLast = line.number;
    this.#lineLast = line.number;
  }

  /** Whether a line after a blank one, indented so, still belongs to the list. */
  holds(indent: number): boolean {
    const root = this.#open[0];
    return root !== undefined && indent >= Math.min(root.content, root.indent + 2);
  }

  finish(): List {
    return { kind: 'list', line: this.#line, lineLast: this.#lineLast, items: this.#roots };
  }
}

function draftOf(line: SourceLine, indent: number, depth: number): Draft {
  const match = MARKER.exec(line.text);
  const [whole = '', , marker = ''] = match ?? [];
  const rest = line.text.slice(whole.length);
  const box = BOX.exec(rest);
  const boxStart = line.start + whole.length + 1;
  const lead = whole.length + (box === null ? 0 : box[0].length);
  const text = line.text.slice(lead);
  const start = line.start + lead + (text.length - text.trimStart().length);
  const raw = text.trim();
  return {
    line: line.number,
    lineLast: line.number,
    depth,
    indent,
    content: indent + marker.length + 1,
    marker,
    number: /^\d/.test(marker) ? Number.parseInt(marker, 10) : null,
    box:
      box === null
        ? null
        : {
            checked: box[1] === 'x' || box[1] === 'X',
            mark: box[1] ?? ' ',
            span: { start: boxStart, end: boxStart + 1 },
          },
    raw,
    span:
      raw === ''
        ? { start: lineEnd(line), end: lineEnd(line) }
        : { start, end: start + raw.length },
    children: [],
  };
}
