import * as fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvText } from '../../../report/csv/csv-text.ts';
import { itemsCsv } from '../../../report/csv/items-csv.ts';
import { plainLine } from '../../../report/plain-text.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { plannedItems, reportOf } from '../../support/report-model.ts';
import { hostileTexts, reportWith } from './hostile-text.ts';

test('has one line an item, in the order of the plan, under a header', () => {
  const story = new EvidenceStory().finishes('A', 2);
  const { items } = reportOf(story, { items: plannedItems({ id: 'A' }, { id: 'B', priority: 2 }) });
  expect(itemsCsv(items)).toMatchInlineSnapshot(`
    "item,title,priority,profile,status,claimed,stage,waiting_on,reason,attempts,red,targeted,verify,review,tests_written,tests_passing,setbacks,refused,implemented_by,reviewed_by,commit,tree,evidence_sha256,first_at,last_at
    A,Title of A,P1,tdd,done,no,DONE,,,1,PASS,PASS,PASS,PASS,2,2,0,0,agent:codex,agent:claude,56ece1fb4ee56b87ff676a3e5aa84330940ac4f4,8500fda89b1b3b649a40b66938c34baa03fb00ee,3ffa263a7b29289c30e3881b3bf0a2844b11c8de674d7ee187b29b82625e1130,2026-11-21T08:01:00.000Z,2026-11-21T08:07:00.000Z
    B,Title of B,P2,tdd,todo,no,,,,0,NOT_RUN,NOT_RUN,NOT_RUN,NOT_RUN,,,0,0,,,,,,,
    "
  `);
});

test('is read back cell by cell whatever texts say, and no cell is a formula', () => {
  fc.assert(
    fc.property(hostileTexts, (text) => {
      const [header, ...rows] = parse(itemsCsv(reportWith(text).items));
      expect(rows).toHaveLength(2);
      const title = header?.indexOf('title') ?? -1;
      const line = plainLine(text);
      for (const row of rows) {
        expect(row).toHaveLength(header?.length ?? 0);
        expect([line, `'${line}`]).toContain(row[title]);
        expect(row.filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^-?\d+$/.test(cell))).toEqual(
          [],
        );
      }
    }),
  );
});

test.each([
  ['=1+1', "'=1+1\r\n"],
  ['+44 20', "'+44 20\r\n"],
  ['@SUM(A1)', "'@SUM(A1)\r\n"],
  ['-2+3', "'-2+3\r\n"],
  ['\t=1', "'=1\r\n"],
  ['-42', '-42\r\n'],
  ['a "b", c', '"a ""b"", c"\r\n'],
  ['two\r\nlines', 'two lines\r\n'],
])('writes %j as %j', (cell, line) => {
  expect(csvText([[cell]])).toBe(line);
});
