import { existsSync, readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { CsvRowChange } from '../../../tracker/csv/csv-change.ts';
import { csvRowEdits } from '../../../tracker/csv/csv-change.ts';
import type { CsvMapping, CsvTracker } from '../../../tracker/csv/csv-tracker.ts';
import { parseCsvTracker } from '../../../tracker/csv/csv-tracker.ts';
import { applyEdits } from '../../../tracker/markdown/edit.ts';
import { valueRead } from '../../support/value-read.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/trackers/${name}`, import.meta.url), 'utf8');
const SHARED = new URL('../../../../shared/trackers/worker-migration-tracker.csv', import.meta.url);
const trackerOf = (text: string, mapping?: CsvMapping): CsvTracker =>
  valueRead(parseCsvTracker(text, mapping));
const changed = (text: string, change: CsvRowChange): string =>
  applyEdits(text, csvRowEdits(trackerOf(text), change));

/** The lines that differ, as `-old` and `+new`. */
const diff = (before: string, after: string): string[] => {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return old.flatMap((line, at) => (line === now[at] ? [] : [`-${line}`, `+${now[at]}`]));
};

describe('a CSV tracker', () => {
  test('read for one item plans the same change of it as read whole', () => {
    const text = fixture('csv-workers.csv');
    const whole = trackerOf(text);
    for (const { id } of whole.document.items) {
      const change: CsvRowChange = { item: id, status: 'done', values: { owner: 'bo' } };
      const one = valueRead(parseCsvTracker(text, {}, id));
      expect(csvRowEdits(one, change)).toEqual(csvRowEdits(whole, change));
      expect(one.document.items.find((item) => item.id === id)).toEqual(
        whole.document.items.find((item) => item.id === id),
      );
    }
  });

  test('is read by its well-known headers, titles composed', () => {
    const { document } = trackerOf(fixture('csv-workers.csv'));
    const rows = document.items.map(({ id, title, line, priority, status, tests }) => {
      return [id, title, line, priority, status, tests.join(' ')];
    });
    expect(rows).toEqual([
      ['PROC-001', 'mailer worker', 2, 0, 'done', 'tests/mailer_test.py'],
      ['PROC-002', 'indexer worker', 3, 0, 'todo', 'tests/indexer_test.py'],
      ['PROC-003', 'reaper worker', 5, 1, 'in_progress', ''],
      ['PROC-004', 'legacy-sync cron', 6, 1, 'skipped', ''],
      ['PROC-005', 'exporter cron', 7, 2, 'todo', ''],
    ]);
    expect(document.items[0]).toMatchObject({
      commit: { text: '4f2a91c' },
      implementer: { text: 'ana' },
      notes: [
        { label: 'lastPassedAt', entries: [{ text: '2026-03-02T10:00:00Z' }] },
        { label: 'signoff', entries: [{ text: 'bo' }] },
      ],
    });
    expect(document.resumeAt).toEqual({ item: 'PROC-002', stage: null });
  });

  test('keeps what it cannot place as warnings with their lines', () => {
    expect(trackerOf(fixture('csv-workers.csv')).document.warnings).toEqual([
      { line: 7, text: 'This record has 5 cells; the header has 11.' },
      { line: 7, text: 'The status “half-baked” is not known; the item counts as todo.' },
    ]);
  });

  test('with semicolons, CRLF and a byte order mark composes method and path', () => {
    const { document } = trackerOf(fixture('csv-routes.csv'));
    expect(document.items.map((item) => [item.id, item.title, item.dependsOn])).toEqual([
      ['R-1', 'GET /v1/users', []],
      ['R-2', 'POST /v1/users;bulk', ['R-1']],
    ]);
  });

  test('is read as the policy maps it', () => {
    const text = 'A,B,C,D\n7,alpha,beta,shipped it\n';
    const { document } = trackerOf(text, {
      columns: { id: 'a', title: ['C', 'B'], status: 'D' },
      statusWords: { 'Shipped it': 'done' },
    });
    expect(document.items[0]).toMatchObject({ id: '7', title: 'beta alpha', status: 'done' });
  });

  test('keeps both of two records with one id, and says so', () => {
    const { document } = trackerOf('id,title,status\nA-1,one,todo\nA-1,two,todo\n');
    expect(document.items.map((item) => [item.id, item.writtenId])).toEqual([
      ['A-1', 'A-1'],
      ['A-1-2', 'A-1'],
    ]);
    expect(document.warnings).toEqual([
      { line: 3, text: expect.stringContaining('used twice, first on line 2') },
    ]);
  });

  test.each([
    { name: 'an empty file', text: '', mapping: {}, expected: 'a header row' },
    {
      name: 'a header that names nothing known',
      text: 'x,y\n1,2\n',
      mapping: {},
      expected: 'an id or status',
    },
    {
      name: 'a mapping to no header',
      text: 'id,status\n1,todo\n',
      mapping: { columns: { owner: 'who' } },
      expected: 'a column named who',
    },
    {
      name: 'an unclosed quote',
      text: 'id,status\n"1,todo\n',
      mapping: {},
      expected: 'a closing quote',
    },
  ])('refuses $name', ({ text, mapping, expected }) => {
    expect(parseCsvTracker(text, mapping)).toMatchObject({
      kind: 'refused',
      problem: { expected: expect.stringContaining(expected) },
    });
  });

  test('of the sample has no unplaced row', { skip: !existsSync(SHARED) }, () => {
    const { document } = trackerOf(readFileSync(SHARED, 'utf8'));
    expect(document.warnings).toEqual([]);
    expect(document.items).toHaveLength(36);
    expect(document.items[7]).toMatchObject({ id: 'PROC-008', status: 'skipped', line: 9 });
    expect(document.items[35]).toMatchObject({
      id: 'PROC-036',
      title: 'builder build-manager',
      priority: 5,
    });
  });
});

describe('writing a row back', () => {
  test('changes the status as the document spells it, and nothing else', () => {
    const text = fixture('csv-workers.csv');
    const after = changed(text, {
      item: 'PROC-003',
      status: 'done',
      values: { lastRunCommit: 'abc1234', lastPassedAt: '2026-11-21T00:00:00Z' },
    });
    expect(diff(text, after)).toEqual([
      '-PROC-003,reaper,worker,in_progress,P1,ana,,,,,',
      '+PROC-003,reaper,worker,verified,P1,ana,,abc1234,2026-11-21T00:00:00Z,,',
    ]);
  });

  test('keeps a quoted cell with a line ending as it is', () => {
    const text = fixture('csv-workers.csv');
    const after = changed(text, { item: 'PROC-002', status: 'blocked' });
    expect(diff(text, after)).toEqual([
      expect.stringContaining('-PROC-002,indexer,worker,planned'),
      expect.stringContaining('+PROC-002,indexer,worker,blocked'),
    ]);
  });

  test('adds the cells that a short row lacks', () => {
    const text = fixture('csv-workers.csv');
    const after = changed(text, { item: 'PROC-005', values: { lastRunCommit: 'abc1234' } });
    expect(diff(text, after)[1]).toBe('+PROC-005,exporter,cron,half-baked,P2,,,abc1234');
  });

  test('disarms what a person wrote, and leaves what Sluice made', () => {
    const text = 'id,status,notes,commit\nA,todo,,\n';
    const values = { notes: '=HYPERLINK("x")', lastRunCommit: '-1' };
    expect(changed(text, { item: 'A', values })).toBe(
      'id,status,notes,commit\nA,todo,"\'=HYPERLINK(""x"")",-1\n',
    );
  });

  test('of what is there already changes nothing', () => {
    const text = fixture('csv-workers.csv');
    expect(changed(text, { item: 'PROC-001', status: 'done', values: { owner: 'ana' } })).toBe(
      text,
    );
  });

  test('of an item that is not there is a fault', () => {
    const tracker = trackerOf('id,status\n1,todo\n');
    expect(() => csvRowEdits(tracker, { item: '2' })).toThrow(
      expect.objectContaining({ code: 'ITEM_NOT_FOUND' }),
    );
  });

  test('then reading gives the new values, and the old ones of all other rows', () => {
    const value = fc.string({ maxLength: 12 }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.nat({ max: 4 }), value, (at, notes) => {
        const text = fixture('csv-workers.csv');
        const before = trackerOf(text);
        const item = before.document.items[at]?.id ?? '';
        const after = trackerOf(applyEdits(text, csvRowEdits(before, { item, values: { notes } })));
        const column = after.columns.get('notes')?.[0] ?? -1;
        expect(after.records.get(item)?.cells[column]?.value).toBe(notes);
        for (const other of before.records.keys()) {
          if (other === item) continue;
          const cells = (tracker: CsvTracker) =>
            tracker.records.get(other)?.cells.map((each) => each.value);
          expect(cells(after)).toEqual(cells(before));
        }
      }),
    );
  });
});
