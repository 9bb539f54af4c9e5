import { describe, expect, test } from 'vitest';

import type { Block } from '../../../../tracker/markdown/blocks.ts';
import { walkItems } from '../../../../tracker/markdown/list.ts';
import { LIST_DEPTH_MAX } from '../../../../tracker/markdown/list-lines.ts';
import { readMarkdown } from '../../../../tracker/markdown/read-blocks.ts';
import { outline, walkSections } from '../../../../tracker/markdown/sections.ts';
import {
  decodeDocument,
  DOCUMENT_BYTES_MAX,
  LINE_CHARS_MAX,
  readSourceText,
} from '../../../../tracker/markdown/source-text.ts';
import { cellText } from '../../../../tracker/markdown/table.ts';

function blocksOf(text: string): readonly Block[] {
  const read = readMarkdown(text);
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problem));
  return read.value.blocks;
}

function blockOf<K extends Block['kind']>(text: string, kind: K): Extract<Block, { kind: K }> {
  const block = blocksOf(text).find((each) => each.kind === kind);
  if (block === undefined) throw new Error(`no ${kind}`);
  return block as Extract<Block, { kind: K }>;
}

describe('lists', () => {
  test('keeps nesting, numbers, boxes and continuation lines', () => {
    const text = '1. [x] one\n   - [ ] two\n     more\n\n   - three\n2. four\n';
    const list = blockOf(text, 'list');
    const items = [...walkItems(list.items)].map((item) => ({
      line: item.line,
      depth: item.depth,
      number: item.number,
      box: item.box?.checked ?? null,
      raw: item.raw,
    }));
    expect(items).toEqual([
      { line: 1, depth: 0, number: 1, box: true, raw: 'one' },
      { line: 2, depth: 1, number: null, box: false, raw: 'two more' },
      { line: 5, depth: 1, number: null, box: null, raw: 'three' },
      { line: 6, depth: 0, number: 2, box: null, raw: 'four' },
    ]);
  });

  test('knows the exact place of a box in a CRLF document with a byte order mark', () => {
    const text = '\uFEFF# T\r\n\r\n- [x] one\r\n- [ ] two\r\n';
    const [, second] = blockOf(text, 'list').items;
    const span = second?.box?.span ?? { start: 0, end: 0 };
    expect(text.slice(span.start - 1, span.end + 1)).toBe('[ ]');
    expect(text.slice(second?.span.start, second?.span.end)).toBe('two');
  });

  test('does not take [link](target) for a box', () => {
    expect(blockOf('- [x](y) z\n', 'list').items[0]?.box).toBeNull();
  });
});

describe('tables', () => {
  const text = '| A | B |\n|---|:-:|\n| x \\| y | `p | q` |\n|  | **b** |\n| one |\n';

  test('cuts cells at pipes that are neither escaped nor in code', () => {
    const rows = blockOf(text, 'table').rows.map((row) => row.cells.map((cell) => cellText(cell)));
    expect(rows).toEqual([['x | y', '`p | q`'], ['', '**b**'], ['one']]);
  });

  test('gives the place of each cell', () => {
    for (const row of blockOf(text, 'table').rows) {
      for (const cell of row.cells) {
        expect(text.slice(cell.span.start, cell.span.end)).toBe(cell.raw);
        expect(text.slice(cell.outer.start, cell.outer.end).trim()).toBe(cell.raw);
      }
    }
  });

  test('names the row that lacks cells', () => {
    const [problem] = blockOf(text, 'table').problems;
    expect(problem).toEqual({
      line: 5,
      column: 1,
      expected: '2 cells, as in the header on line 1',
      found: '1',
      fix: 'Add the missing cells, empty ones too.',
    });
  });

  test('reads a table without outer pipes', () => {
    const table = blockOf('A | B\n--- | ---\n1 | 2\n', 'table');
    expect(table.rows[0]?.cells.map((cell) => cell.raw)).toEqual(['1', '2']);
  });
});

describe('other blocks', () => {
  test('leaves what is in code, comments and front matter alone', () => {
    const text = '---\na: 1\n---\n<!-- - [ ] no -->\n```sh\n- [ ] no\n```\n';
    expect(blocksOf(text).map((block) => block.kind)).toEqual(['front-matter', 'comment', 'fence']);
  });

  test('nests sections by the level of their headings', () => {
    const sections = [...walkSections(outline(blocksOf('# A\ntext\n## B\n- x\n# C\n')))];
    expect(
      sections.map((each) => [each.level, each.heading?.raw, each.line, each.lineLast]),
    ).toEqual([
      [0, undefined, 1, 5],
      [1, 'A', 1, 4],
      [2, 'B', 3, 4],
      [1, 'C', 5, 5],
    ]);
  });
});

describe('bad input', () => {
  const nested = Array.from(
    { length: LIST_DEPTH_MAX + 1 },
    (_, depth) => `${' '.repeat(depth)}- x`,
  );

  test.each([
    ['an empty document', '', 1],
    ['white space only', '\uFEFF \n\n', 1],
    ['a NUL character', 'a\n\u0000', 2],
    ['a code fence that does not end', '# T\n\n```sh\nmake\n', 3],
    ['a comment that does not end', 'a\n\n<!-- b\nc\n', 3],
    ['a list that is nested too deep', nested.join('\n'), LIST_DEPTH_MAX + 1],
    ['a line that is too long', `a\n${'x'.repeat(LINE_CHARS_MAX + 1)}`, 2],
  ])('refuses %s with its line', (_name, text, line) => {
    const read = readMarkdown(text);
    expect(read).toMatchObject({ kind: 'refused', problem: { line } });
  });

  test('refuses 50 MiB at once, with the line where it became too much', () => {
    const bytes = new Uint8Array(50 * 1024 * 1024).fill(0x61);
    bytes[100] = 0x0a;
    expect(decodeDocument(bytes)).toMatchObject({ kind: 'refused', problem: { line: 2 } });
    expect(readSourceText('a'.repeat(DOCUMENT_BYTES_MAX + 1)).kind).toBe('refused');
  });

  test('refuses bytes that are no UTF-8', () => {
    expect(decodeDocument(Uint8Array.of(0xff, 0xfe, 0x41)).kind).toBe('refused');
  });

  test('keeps a byte order mark', () => {
    const bytes = new TextEncoder().encode('\uFEFFa');
    expect(decodeDocument(bytes)).toEqual({ kind: 'read', value: '\uFEFFa' });
  });
});
