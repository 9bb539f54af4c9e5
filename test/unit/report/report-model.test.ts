import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../evidence/sha256.ts';
import { buildReport } from '../../../report/model/build-report.ts';
import { markdownReport } from '../../../report/markdown/markdown-report.ts';
import { certificateOf } from '../../../report/model/certificate.ts';
import { certificatePage } from '../../../report/page/certificate-page.ts';
import { createReportCollector } from '../../../report/model/report-collector.ts';
import { evidenceRecords } from '../../support/evidence-arbitraries.ts';
import { gitId, recordWith, runBody } from '../../support/evidence-records.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { plannedItems, reportOf } from '../../support/report-model.ts';

const CODEX = 'agent:codex';
const LEA = 'human:lea';
const ALL = { total: 3, passed: 3, failed: 0, skipped: 0 };
const NONE = { total: 3, passed: 0, failed: 3, skipped: 0 };

describe('tests', () => {
  test('are those of TARGETED once it passed, before that those of RED, added up by priority', () => {
    const items = plannedItems(
      { id: 'A', priority: 0 },
      { id: 'B', priority: 0 },
      { id: 'C', priority: 2 },
    );
    const story = new EvidenceStory()
      .finishes('A', 4)
      .runs('B', 'red', { stage: 'RED', tree: 'red', exitCode: 1, counts: NONE })
      .runs('C', 'targeted', {
        stage: 'TARGETED',
        result: 'FAIL',
        code: 'TARGETED_STILL_FAILS',
        counts: ALL,
      });
    expect(reportOf(story, { items }).tests).toEqual({
      written: 7,
      passing: 4,
      byPriority: [
        { priority: 'P0', items: 2, done: 1, written: 7, passing: 4 },
        { priority: 'P2', items: 1, done: 0, written: 0, passing: 0 },
      ],
    });
  });
});

describe('daily log', () => {
  test('ends each day in UTC with the point where work goes on', () => {
    const items = plannedItems({ id: 'A' }, { id: 'B' }, { id: 'C' });
    const story = new EvidenceStory({ startsAt: '2026-11-21T23:00:00Z' })
      .finishes('A')
      .submits('B', 'red', { by: CODEX })
      .later(24 * 60)
      .runs('B', 'red', { stage: 'RED', tree: 'red', exitCode: 1, counts: NONE })
      .decides('B', 'block', { by: LEA, reason: 'key' });
    const { days, resumeAt } = reportOf(story, { items });
    expect(days).toMatchObject([
      { day: '2026-11-21', checkpoints: 1, submissions: 3, resumeAt: { item: 'B', stage: 'RED' } },
      { day: '2026-11-22', checkpoints: 0, decisions: 1, resumeAt: { item: 'C', stage: null } },
    ]);
    expect(resumeAt).toEqual({ item: 'C', stage: null });
    expect(days[1]?.events).toEqual([
      {
        at: '2026-11-22T23:10:00.000Z',
        item: 'B',
        kind: 'decision',
        text: 'block by human:lea: key',
      },
    ]);
  });

  test('keeps a late record of an earlier day on its own day', () => {
    const story = new EvidenceStory().submits('A', 'green', { by: CODEX }).later(24 * 60);
    story
      .submits('A', 'green', { by: CODEX, attempt: 2 })
      .later(-24 * 60)
      .submits('B', 'green', { by: CODEX });
    const { days } = reportOf(story);
    expect(days.map(({ day, submissions }) => [day, submissions])).toEqual([
      ['2026-11-21', 2],
      ['2026-11-22', 1],
    ]);
  });
});

describe('people', () => {
  test('are counted under one name whatever the letter case, all of them only claimed', () => {
    const story = new EvidenceStory()
      .submits('A', 'green', { by: 'human:Ana' })
      .reviews('A', 'APPROVED', { by: 'human:bo' })
      .refuses('A', 'review', { actor: 'human:ana', code: 'SELF_REVIEW' });
    const { actors } = reportOf(story).program;
    expect(actors.find((each) => each.actor === 'human:Ana')).toEqual({
      actor: 'human:Ana',
      identity: 'claimed',
      roles: ['implementer'],
      submissions: 1,
      reviews: 0,
      decisions: 0,
      refused: 1,
    });
  });
});

describe('certification', () => {
  test('makes a gate STALE that ran on another tree than the certified one', () => {
    const story = new EvidenceStory()
      .runs(null, 'baseline', { stage: 'CERTIFICATION', tree: 'older' })
      .certifies('GO');
    expect(reportOf(story).certification?.gates).toMatchObject([
      { gate: 'certification/baseline', standing: 'STALE' },
    ]);
  });

  test.each([
    ['moved', gitId('elsewhere'), true],
    ['not moved', gitId('tip'), false],
    ['unknown', null, null],
  ])('says whether the branch moved on: %s', (_case, tip, hasBranchMoved) => {
    const model = reportOf(new EvidenceStory().certifies('GO'), { tip });
    expect(model.certification).toMatchObject({ hasBranchMoved });
  });

  test.each([
    ['GO', gitId('tip'), 'CURRENT'],
    ['GO_WITH_WAIVERS', gitId('elsewhere'), 'STALE'],
    ['GO', null, 'UNKNOWN'],
    ['NO_GO', gitId('elsewhere'), 'NONE'],
  ] as const)('%s with the branch at %s stands as %s', (verdict, tip, standing) => {
    const model = reportOf(new EvidenceStory().certifies(verdict), { tip });
    expect(certificateOf(model).standing).toBe(standing);
  });

  test('shows on its page what was let pass, each kind under a title of its own', () => {
    const listed = [
      { kind: 'waived', item: 'A', what: 'verify' },
      { kind: 'risk', item: null, what: 'rollback was not tried' },
    ] as const;
    const story = new EvidenceStory().certifies('GO_WITH_WAIVERS', {
      reservations: { listed, total: 7 },
    });
    const text = markdownReport(certificatePage(reportOf(story)));
    for (const part of ['without a pass (1)', 'A', 'rollback was not tried', 'and 5 more']) {
      expect(text).toContain(part);
    }
  });

  test('gives no verdict on evidence that does not verify', () => {
    const model = reportOf(new EvidenceStory().certifies('GO'));
    const broken = { ...model, evidence: { ...model.evidence, ok: false } };
    expect(certificateOf(model).verdict).toBe('GO');
    expect(certificateOf(broken).verdict).toBeNull();
  });

  test('lists every gate that never ran', () => {
    const items = plannedItems({ id: 'A', profile: 'chore' });
    const model = reportOf(new EvidenceStory().runs('A', 'verify'), { items });
    expect(certificateOf(model).notRun).toEqual([
      { item: null, gates: ['baseline/baseline'] },
      { item: 'A', gates: ['P0', 'P1'] },
    ]);
  });
});

describe('any log', () => {
  const arbitraryLog = fc.array(evidenceRecords, { maxLength: 30 }).map((records) =>
    records.map(({ scope, body }) => ({
      body,
      // Few items, so that records meet in one.
      scope: {
        ...scope,
        program: 'demo',
        item: scope.item === null ? null : `I${scope.item.length % 3}`,
      },
    })),
  );

  test('gives a report with each item in exactly one list of the certificate', () => {
    fc.assert(
      fc.property(arbitraryLog, (records) => {
        const items = plannedItems({ id: 'I0' }, { id: 'I9' });
        const planned = { program: 'demo', items, policy: null };
        const collector = createReportCollector(planned);
        for (const record of records)
          collector.add({ sha256: sha256Hex(record.scope.key), record });
        const evidence = { ok: true, records: 0, head: '', anchors: 0, problems: [] };
        const model = buildReport(collector.collected, {
          ...planned,
          evidence,
          planDigest: null,
          live: null,
          tip: null,
          madeAtMs: 0,
          gaps: [],
        });
        const { items: done, claimed, deferred, blocked, open } = certificateOf(model);
        const listed = [done, claimed, deferred, blocked, open].flat().map((each) => each.id);
        expect(listed.toSorted()).toEqual(model.items.map((each) => each.id).toSorted());
        const { counts } = model;
        const {
          done: ready,
          claimed: told,
          active,
          blocked: stuck,
          deferred: later,
          todo,
        } = counts;
        expect(ready + told + active + stuck + later + todo).toBe(counts.items);
        const { records: counted } = model.days.reduce(
          (sum, day) => ({ records: sum.records + day.records }),
          { records: 0 },
        );
        expect(counted).toBe(records.length);
      }),
    );
  });

  test('bounds what it remembers of one item', () => {
    const planned = { program: 'demo', items: [], policy: null };
    const collector = createReportCollector(planned);
    for (let attempt = 0; attempt < 5_000; attempt += 1) {
      const body = runBody({ attempt, result: 'FAIL', code: 'COMMAND_FAILED' });
      collector.add({
        sha256: sha256Hex(`${attempt}`),
        record: recordWith(body, { key: `${attempt}` }),
      });
    }
    const trail = collector.collected.trails.get('P0-001');
    expect(trail?.setbacks).toMatchObject({ leftOut: 4_950 });
    expect(trail?.latest.size).toBe(1);
  });
});
