import { parse as oracle } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { csvCell, csvSpanEdits, withoutFormula } from '../../../tracker/csv/csv-edit.ts';
import type { CsvEdit } from '../../../tracker/csv/csv-edit.ts';
import { csvPosition, parseCsv } from '../../../tracker/csv/csv-table.ts';
import type { CsvTable } from '../../../tracker/csv/csv-table.ts';
import { applyEdits } from '../../../tracker/markdown/edit.ts';
import { valueRead } from '../../support/value-read.ts';

const tableOf = (text: string): CsvTable => valueRead(parseCsv(text));
const edited = (table: CsvTable, edits: readonly CsvEdit[]): string =>
  applyEdits(table.text, csvSpanEdits(table, edits));
const values = (text: string): string[][] =>
  tableOf(text).records.map((record) => record.cells.map((cell) => cell.value));

const CELL = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('', 'a,b', 'x;y', 'tab\there', 'two\nlines', 'cr\r\nlf', 'quo"te', ' padded '),
);
const NEWLINE = fc.constantFrom('\n', '\r\n');
const GRID = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 6 }))
  .chain(([width, height]) =>
    fc.array(fc.array(CELL, { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );

/** A grid as text; the header has no delimiter inside, so that its delimiter is not in doubt. */
const render = (rows: readonly (readonly string[])[], delimiter: string, newline: string): string =>
  rows.map((row) => row.map((cell) => csvCell(cell, delimiter)).join(delimiter)).join(newline);

const withHeader = (rows: string[][]): string[][] => [
  Array.from({ length: rows[0]?.length ?? 0 }, (_, at) => `h${at}`),
  ...rows,
];

describe('reading CSV', () => {
  test.each([
    [
      'plain cells',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no final line ending',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CR alone',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a byte order mark',
      '\uFEFFa,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'semicolons',
      'a;b\n1,5;2\n',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a comma inside quotes in a header of semicolons',
      '"a,b,c";d\n1;2\n',
      [
        ['a,b,c', 'd'],
        ['1', '2'],
      ],
    ],
    [
      'newlines inside quotes',
      'a,b\n"x\ny",2\n',
      [
        ['a', 'b'],
        ['x\ny', '2'],
      ],
    ],
    [
      'doubled quotes',
      'a,b\n"say ""hi""",2\n',
      [
        ['a', 'b'],
        ['say "hi"', '2'],
      ],
    ],
    [
      'a quote inside an unquoted cell',
      'a,b\n5" disk,2\n',
      [
        ['a', 'b'],
        ['5" disk', '2'],
      ],
    ],
    [
      'empty cells',
      'a,b,c\n,,\n',
      [
        ['a', 'b', 'c'],
        ['', '', ''],
      ],
    ],
    [
      'blank lines, which are no records',
      '\na,b\n\n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a quoted empty cell alone on its line', 'a\n""\n', [['a'], ['']]],
    ['an empty document', '', []],
  ])('reads %s', (_name, text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  test.each([
    {
      name: 'an unclosed quote',
      text: 'a,b\n1,"open\nmore\n',
      where: [2, 3],
      message: 'a closing quote',
    },
    {
      name: 'text after a closing quote',
      text: 'a,b\n\n"x"y,2\n',
      where: [3, 1],
      message: 'after its closing quote',
    },
  ])('refuses $name with its place', ({ text, where, message }) => {
    expect(parseCsv(text)).toMatchObject({
      kind: 'refused',
      problem: { line: where[0], column: where[1], expected: expect.stringContaining(message) },
    });
  });

  test('tells line and column of a cell after cells with line endings', () => {
    const table = tableOf('a,b,c\n"1\n2",x,y\n');
    const record = table.records[1];
    const cell = record?.cells[2];
    expect(record && cell && csvPosition(table, record, cell.start)).toEqual({
      line: 3,
      column: 6,
    });
    expect(tableOf('a\n"1\n2"\nz\n').records[2]?.line).toBe(4);
  });

  test('reads what csv-parse reads', () => {
    fc.assert(
      fc.property(GRID, fc.constantFrom(',', ';', '\t'), NEWLINE, (grid, delimiter, newline) => {
        const text = render(withHeader(grid), delimiter, newline);
        const expected = oracle(text, {
          delimiter,
          record_delimiter: ['\r\n', '\n', '\r'],
          relax_quotes: true,
          relax_column_count: true,
        });
        expect(values(text)).toEqual(expected);
      }),
    );
  });

  test('returns a table or a fault for any text', () => {
    const noise = fc.string({
      unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', 'a', '\u0000'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(noise, (text) => {
        const read = parseCsv(text);
        const whole =
          read.kind === 'refused' || read.value.records.every((each) => each.cells.length > 0);
        expect(whole).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('writing CSV back', () => {
  test('keeps identical bytes without a change', () => {
    fc.assert(
      fc.property(GRID, NEWLINE, fc.constantFrom('', '\uFEFF'), (grid, newline, bom) => {
        const text = bom + render(withHeader(grid), ',', newline);
        expect(edited(tableOf(text), [])).toBe(text);
      }),
    );
  });

  test('changes one cell and leaves every other byte', () => {
    fc.assert(
      fc.property(GRID, fc.tuple(fc.nat(), fc.nat()), CELL, (grid, [y, x], value) => {
        const text = render(withHeader(grid), ',', '\n');
        const table = tableOf(text);
        const record = table.records[1 + (y % grid.length)];
        const column = x % (record?.cells.length ?? 1);
        const cell = record?.cells[column];
        if (record === undefined || cell === undefined) throw new Error('the grid has this cell');
        const changed = edited(table, [{ record, column, value }]);
        expect(changed.startsWith(text.slice(0, cell.start))).toBe(true);
        expect(changed.endsWith(text.slice(cell.end))).toBe(true);
        expect(
          tableOf(changed).records.at(table.records.indexOf(record))?.cells[column]?.value,
        ).toBe(value);
      }),
    );
  });

  test.each([
    {
      name: 'keeps a quoted cell quoted',
      text: 'a,b\n"1",2\n',
      column: 0,
      value: 'x',
      expected: 'a,b\n"x",2\n',
    },
    {
      name: 'quotes a value with a delimiter',
      text: 'a,b\n1,2\n',
      column: 1,
      value: 'x,y',
      expected: 'a,b\n1,"x,y"\n',
    },
    {
      name: 'leaves a semicolon unquoted among commas',
      text: 'a,b\n1,2\n',
      column: 1,
      value: 'x;y',
      expected: 'a,b\n1,x;y\n',
    },
    {
      name: 'adds the cells that a short record lacks',
      text: 'a,b,c\r\n1\r\n',
      column: 2,
      value: 'x',
      expected: 'a,b,c\r\n1,,x\r\n',
    },
  ])('$name', ({ text, column, value, expected }) => {
    const table = tableOf(text);
    const record = table.records[1];
    expect(record && edited(table, [{ record, column, value }])).toBe(expected);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('disarms the formula %j', (text) => {
    expect(withoutFormula(text)).toBe(`'${text}`);
    expect(withoutFormula(`a${text}`)).toBe(`a${text}`);
  });
});
