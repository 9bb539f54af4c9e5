import { expect, test } from 'vitest';
import type { RecordBody } from '../../../domain/evidence-record.ts';
import { htmlReport } from '../../../report/html/html-report.ts';
import { markdownReport } from '../../../report/markdown/markdown-report.ts';
import { certificatePage } from '../../../report/page/certificate-page.ts';
import { programPage } from '../../../report/page/program-page.ts';
import { recordWith, snapshotNamed } from '../../support/evidence-records.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { plannedItems, reportOf } from '../../support/report-model.ts';

const WAIVER: RecordBody = {
  type: 'waiver',
  event: 'granted',
  waiver: 'W1',
  messageId: null,
  actor: 'human:lea',
  gate: 'verify',
  stage: 'VERIFY',
  attempt: 1,
  snapshot: snapshotNamed('green'),
  tests: [],
  reason: 'the vendor is down',
  until: '2099-12-01T18:00+01:00',
  basis: 'same-tests',
  run: null,
  baseRun: null,
  code: null,
  facts: {},
};
const decision = (what: 'block' | 'unblock', reason: string): RecordBody => ({
  type: 'decision',
  decision: what,
  messageId: what,
  actor: 'human:bo',
  reason,
  facts: {},
});

function model(bodies: readonly RecordBody[]) {
  const story = new EvidenceStory();
  for (const [place, body] of bodies.entries()) {
    story.records.push(recordWith(body, { key: `exception-${place}` }));
  }
  return reportOf(story, { items: plannedItems({ id: 'P0-001' }) });
}

test('waivers and blocking issues have their sections in the report and the certificate', () => {
  const report = model([
    decision('block', 'needs a vendor key'),
    decision('unblock', 'the key is here'),
    WAIVER,
  ]);
  for (const page of [programPage(report), certificatePage(report)]) {
    for (const text of [markdownReport(page), htmlReport(page)]) {
      expect(text).toContain('Blocking issues');
      expect(text).toContain('needs a vendor key');
      expect(text).toContain('the key is here');
      expect(text).toContain('P0-001 W1');
      expect(text).toContain('in-force');
      expect(text).toContain('2099-12-01T18:00+01:00');
    }
  }
});

test('a program without any has no such sections', () => {
  const titles = programPage(model([])).sections.map(({ title }) => title);
  expect(titles).not.toContain('Waivers');
  expect(titles).not.toContain('Blocking issues');
});
