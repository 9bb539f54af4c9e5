import { describe, expect, test } from 'vitest';
import type { TrackerUpdateRequest } from '../../../domain/tracker-update.ts';
import { progressOf } from '../../../domain/item/item-progress.ts';
import { ItemDesk } from '../../support/item-desk.ts';
import { itemContract } from '../../support/item-fixture.ts';

const TRACKER = { path: 'docs/plan.md', sha256: 'a'.repeat(64) };

function deskOf(fields: Parameters<typeof itemContract>[0] = {}): ItemDesk {
  return new ItemDesk({ ...itemContract(fields), tracker: TRACKER });
}

function told(desk: ItemDesk): readonly TrackerUpdateRequest[] {
  return desk.commands.flatMap((each) => (each.type === 'updateTracker' ? [each.request] : []));
}

function passed(desk: ItemDesk): readonly string[] {
  return progressOf(desk.contract, desk.state).passed;
}

describe('a stage counts as passed', () => {
  test('only when its gates opened on the submitted tree', () => {
    const desk = deskOf();
    expect(passed(desk)).toEqual([]);
    desk.red();
    expect(passed(desk)).toEqual([]);
    desk.gate();
    expect(passed(desk)).toEqual(['RED']);
    desk.green();
    expect(passed(desk)).toEqual(['RED']);
    desk.gate();
    expect(passed(desk)).toEqual(['RED', 'GREEN', 'TARGETED']);
    desk.gatesPass();
    expect(passed(desk)).toEqual(['RED', 'GREEN', 'TARGETED', 'VERIFY']);
    desk.approve();
    expect(passed(desk)).toEqual(['RED', 'GREEN', 'TARGETED', 'VERIFY', 'REVIEW']);
    desk.committed();
    expect(passed(desk)).toContain('CHECKPOINT');
  });

  test('not any more when changes are requested', () => {
    const desk = deskOf().toReview();
    desk.requestChanges();
    expect(passed(desk)).toEqual(['RED']);
    expect(progressOf(desk.contract, desk.state)).toMatchObject({
      status: 'changes_requested',
      reviewState: 'CHANGES_REQUESTED',
      evidence: {
        verdict: 'CHANGES_REQUESTED',
        residualRisk: ['P1 src/auth.ts:3 the token is not checked'],
      },
    });
  });
});

describe('the document', () => {
  test('is told nothing where the program has none', () => {
    const desk = new ItemDesk(itemContract({})).toReview();
    expect(told(desk)).toEqual([]);
    expect(desk.state.tracker).toBeUndefined();
  });

  test('is told one thing at a time, and then all that happened meanwhile', () => {
    const desk = deskOf().toReview();
    expect(told(desk)).toHaveLength(1);
    desk.feed({ type: 'trackerUpdated', result: { edits: 1, drift: [] } });
    expect(told(desk)).toHaveLength(2);
    expect(told(desk)[1]?.change).toMatchObject({
      progress: { status: 'in_review', passed: ['RED', 'GREEN', 'TARGETED', 'VERIFY'] },
    });
  });

  test('is told which stages are open again', () => {
    const desk = deskOf().toReview();
    desk.feed({ type: 'trackerUpdated', result: { edits: 1, drift: [] } });
    desk.feed({ type: 'trackerUpdated', result: { edits: 1, drift: [] } });
    desk.requestChanges();
    expect(told(desk).at(-1)?.change).toMatchObject({
      progress: { passed: ['RED'], reopened: ['GREEN', 'TARGETED', 'VERIFY'] },
    });
  });

  test('is told the commit before the item has nothing left to do', () => {
    const desk = deskOf().toReview();
    desk.approve();
    desk.committed();
    desk.feed({ type: 'trackerUpdated', result: { edits: 1, drift: [] } });
    expect(told(desk).at(-1)?.change).toMatchObject({
      progress: { status: 'done', commit: desk.state.commit },
    });
  });
});

describe('a hand edit', () => {
  const drift = [
    { item: 'P0-003', field: 'status', line: 7, document: 'done', sluice: 'In Progress' },
  ];

  test('is kept once as a refusal, with its record, and moves nothing', () => {
    const desk = deskOf();
    const before = desk.state.turn;
    desk.feed({ type: 'trackerUpdated', result: { edits: 0, drift } });
    desk.feed({ type: 'trackerUpdated', result: { edits: 0, drift } });
    expect(desk.state.refusals).toMatchObject([{ code: 'TRACKER_DRIFT', facts: { line: 7 } }]);
    expect(desk.commands.filter((each) => each.type === 'record')).toHaveLength(1);
    expect(desk.state.turn).toEqual(before);
  });

  test('of which the write fails is shown as a problem, and the next change is told again', () => {
    const desk = deskOf();
    desk.feed({ type: 'trackerUpdated', result: { problem: 'TRACKER_INVALID: gone' } });
    expect(desk.state.tracker).toMatchObject({ writing: false, problem: 'TRACKER_INVALID: gone' });
    desk.red();
    desk.gate();
    expect(told(desk).length).toBeGreaterThan(1);
  });
});
