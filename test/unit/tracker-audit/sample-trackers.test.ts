import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import {
  auditTracker,
  countFindings,
  recordedCommits,
} from '../../../tracker/audit/audit-tracker.ts';
import { parseCsvTracker } from '../../../tracker/csv/csv-tracker.ts';
import { readMarkdownTracker } from '../../../tracker/detect-format.ts';
import type { TrackerDocument } from '../../../tracker/tracker-model.ts';
import { valueRead } from '../../support/value-read.ts';

const SHARED = new URL('../../../../shared/trackers/', import.meta.url);
const sample = (name: string): TrackerDocument => {
  const text = readFileSync(new URL(name, SHARED), 'utf8');
  if (name.endsWith('.csv')) return valueRead(parseCsvTracker(text)).document;
  return valueRead(readMarkdownTracker(text));
};
const seen = (document: TrackerDocument): string[] =>
  auditTracker(document).map(
    ({ line, code, item, rule }) => `${line} ${code} ${item} (rule ${rule.line ?? 'built in'})`,
  );

// Each of these findings was checked against the document by hand.
describe.skipIf(!existsSync(SHARED))('the audit of the samples', () => {
  test('finds what is wrong on the packet board, and nothing in packet 08', () => {
    expect(seen(sample('packet-board.md'))).toEqual([
      '149 DONE_WITH_OPEN_BOX 02 (rule 11)',
      '167 EXIT_CODE_NOT_WAIVED 02 (rule built in)',
      '198 DONE_WITH_OPEN_BOX 03 (rule 11)',
      '222 COMMAND_WITHOUT_EXIT_CODE 03 (rule 12)',
      '249 DONE_WITH_OPEN_BOX 04 (rule 11)',
      '270 EXIT_CODE_NOT_WAIVED 04 (rule built in)',
      '346 DONE_WITH_OPEN_BOX 06 (rule 11)',
      '390 DONE_WITH_OPEN_BOX 07 (rule 11)',
      '391 DONE_WITH_OPEN_BOX 07 (rule 11)',
      '424 APPROVED_WITHOUT_COMMIT 07 (rule 16)',
    ]);
  });

  test('looks up the hashes that the packet board records', () => {
    const document = sample('packet-board.md');
    const hashes = recordedCommits(document);
    expect(hashes).toEqual([
      'f4427540',
      '2e910f97',
      'd4d460d5',
      '275caa46',
      '9e459912',
      '0c0bc774',
      '6f3ba74f',
    ]);
    const facts = { knownCommits: new Set(hashes.slice(1)) };
    const unknown = auditTracker(document, facts).filter(({ code }) => code === 'COMMIT_UNKNOWN');
    expect(unknown).toMatchObject([{ line: 76, item: '00' }]);
  });

  test('finds on the phase tracker what a review of it found', async () => {
    const findings = auditTracker(sample('phase-tracker.md'));
    expect(countFindings(findings)).toEqual({
      findings: 50,
      byCode: {
        COMPLETE_WITHOUT_COMMIT: 29,
        COMPLETE_WITHOUT_COUNTS: 15,
        DEFERRED_WITHOUT_REASON: 4,
        TOTAL_MISMATCH: 2,
      },
    });
    const text = findings.map(({ line, code, message }) => `${line} ${code} ${message}\n`).join('');
    await expect(text).toMatchFileSnapshot('../../fixtures/trackers/audit-phase-tracker.txt');
  });

  test.each([
    'master-backlog-early.md',
    'master-backlog-late.md',
    'workstream-backlog.md',
    'worker-migration-tracker.csv',
  ])('says nothing of %s', (name) => {
    expect(seen(sample(name))).toEqual([]);
  });
});
