import { readFileSync } from 'node:fs';

import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';

import { parseCsvTracker } from '../../../tracker/csv/csv-tracker.ts';
import { readMarkdownTracker } from '../../../tracker/detect-format.ts';
import { exportCsv, exportItems } from '../../../tracker/other/export.ts';
import { BOARD } from '../../support/audit-documents.ts';
import { valueRead } from '../../support/value-read.ts';

const board = valueRead(readMarkdownTracker(BOARD));
const workers = valueRead(
  parseCsvTracker(
    readFileSync(new URL('../../fixtures/trackers/csv-workers.csv', import.meta.url), 'utf8'),
  ),
).document;

describe('an export', () => {
  test('has plain values for JSON', () => {
    expect(exportItems(board)[0]).toEqual({
      id: '01',
      title: 'Route audit',
      line: 16,
      priority: null,
      phase: null,
      profile: 'packet',
      status: 'done',
      stage: null,
      dependsOn: [],
      tests: [],
      commands: ['go build ./...', 'go test ./api/...'],
      checklistDone: 7,
      checklistOpen: 0,
      implementer: 'ana',
      reviewer: 'bo',
      commit: 'f4427540 (test: packet 01)',
      deferredReason: null,
    });
  });

  test('as CSV has the same values, and CRLF line endings', () => {
    const text = exportCsv(workers);
    const records: Record<string, string>[] = parse(text, { columns: true });
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(records.map(({ id, title, status, commit }) => [id, title, status, commit])).toEqual(
      exportItems(workers).map(({ id, title, status, commit }) => [
        id,
        title,
        status,
        commit ?? '',
      ]),
    );
  });

  test('as CSV can be read as a tracker again', () => {
    const again = valueRead(parseCsvTracker(exportCsv(board))).document;
    expect(again.items.map(({ id, title, status }) => [id, title, status])).toEqual(
      board.items.map(({ id, title, status }) => [id, title, status]),
    );
  });

  test('as CSV disarms formulas and shows no control characters', () => {
    const text = BOARD.replace('Route audit', '=HYPERLINK("x")').replace(
      'Data audit',
      'a\u001b[2Jb',
    );
    const csv = exportCsv(valueRead(readMarkdownTracker(text)));
    expect(csv).toContain(`01,"'=HYPERLINK(""x"")",`);
    expect(csv).toContain('a?[2Jb');
  });
});
