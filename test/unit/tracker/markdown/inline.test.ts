import { describe, expect, test } from 'vitest';

import { codeSpans, links, plainText } from '../../../../tracker/markdown/inline.ts';
import { applyEdits } from '../../../../tracker/markdown/edit.ts';
import { toCellText } from '../../../../tracker/markdown/table.ts';

describe('plainText', () => {
  test.each([
    ['**P0-003** Bearer', 'P0-003 Bearer'],
    ['[P0-003](docs/a.md "t") ~~x~~', 'P0-003 x'],
    ['_done_ snake_case_name', 'done snake_case_name'],
    ['`a_b *c*` \\*d\\*', 'a_b *c* *d*'],
    ['src/*.ts and a * b', 'src/*.ts and a * b'],
    ['✅ **Done** <!-- by bo -->', '✅ Done'],
  ])('reads %s as %s', (raw, text) => {
    expect(plainText(raw)).toBe(text);
  });
});

describe('codeSpans', () => {
  test('finds the code between equal runs of backticks', () => {
    const text = 'run `make verify` and ``a ` b`` and `open';
    expect(codeSpans(text).map((span) => span.code)).toEqual(['make verify', 'a ` b']);
    for (const span of codeSpans(text))
      expect(text.slice(span.start, span.end)).toContain(span.code);
  });
});

test('links gives labels and targets', () => {
  expect(links('see [**A**](a.md) and ![i](b.png)')).toEqual([
    { label: 'A', target: 'a.md' },
    { label: 'i', target: 'b.png' },
  ]);
});

describe('applyEdits', () => {
  test('changes the spans and nothing else, in any order', () => {
    const edits = [
      { start: 4, end: 5, text: 'E' },
      { start: 0, end: 0, text: '>' },
      { start: 1, end: 3, text: '' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('>adEf');
  });

  test('refuses edits that overlap', () => {
    const edits = [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ];
    expect(() => applyEdits('abcd', edits)).toThrow(/overlap/);
  });
});

test.each([
  ['a|b', 'a\\|b'],
  ['a\\|b', 'a\\|b'],
  ['a\r\nb', 'a b'],
])('toCellText writes %j as %j', (text, cell) => {
  expect(toCellText(text)).toBe(cell);
});
