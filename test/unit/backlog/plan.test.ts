import { expect, test } from 'vitest';
import { planOrder } from '../../../domain/backlog-order.ts';
import { backlogPlan, type TrackedState } from '../../../domain/backlog-plan.ts';
import type { PlannedItem } from '../../../domain/plan-page.ts';
import { backlogItem, backlogOf } from './backlog-item.ts';

const policy = { program: 'release-1' };

function ordered(text: string): readonly PlannedItem[] {
  const order = planOrder(backlogOf(text), 'f');
  if (order.kind === 'invalid') throw new Error(JSON.stringify(order.problems));
  return order.items;
}

const done: TrackedState = {
  phase: 'Phase 1',
  status: 'done',
  stage: null,
  checklist: { done: 3, open: 0 },
};

test('a fresh backlog is all to do and begins with the first item in order', () => {
  expect(backlogPlan({ policy, items: ordered('A P1 <- B\nB P2') })).toEqual({
    program: 'release-1',
    items: [
      {
        id: 'B',
        title: 'B',
        line: 2,
        priority: 'P2',
        phase: null,
        profile: 'chore',
        status: 'todo',
        stage: null,
        dependsOn: [],
        commands: [],
        checklist: { done: 0, open: 0 },
      },
      {
        id: 'A',
        title: 'A',
        line: 1,
        priority: 'P1',
        phase: null,
        profile: 'chore',
        status: 'todo',
        stage: null,
        dependsOn: ['B'],
        commands: [],
        checklist: { done: 0, open: 0 },
      },
    ],
    warnings: [],
    counts: {
      items: 2,
      byStatus: {
        todo: 2,
        in_progress: 0,
        in_review: 0,
        changes_requested: 0,
        blocked: 0,
        deferred: 0,
        skipped: 0,
        approved: 0,
        done: 0,
      },
      checklist: { done: 0, open: 0 },
    },
    resumeAt: { item: 'B', stage: 'GREEN' },
  });
});

test('a tracked backlog resumes at the first item that is not finished, at its stage', () => {
  const tracked = new Map<string, TrackedState>([
    ['A', done],
    ['B', { ...done, status: 'skipped' }],
    ['C', { ...done, status: 'in_review', stage: 'REVIEW', checklist: { done: 1, open: 2 } }],
  ]);
  const plan = backlogPlan({ policy, items: ordered('A\nB\nC\nD'), tracked });
  expect(plan.resumeAt).toEqual({ item: 'C', stage: 'REVIEW' });
  expect(plan.counts).toMatchObject({
    items: 4,
    byStatus: { done: 1, skipped: 1, in_review: 1, todo: 1 },
    checklist: { done: 7, open: 2 },
  });
  expect(plan.items[0]).toMatchObject({ id: 'A', phase: 'Phase 1', status: 'done' });
});

test('a finished backlog resumes nowhere', () => {
  const plan = backlogPlan({ policy, items: ordered('A'), tracked: new Map([['A', done]]) });
  expect(plan.resumeAt).toBeNull();
});

test("shows an item's own commands as a person would type them", () => {
  const item = backlogItem({
    id: 'A',
    commands: {
      targeted: [{ argv: ['npx', 'vitest', '-t', "it's done"] }],
      verify: [{ shell: 'make a | tee log' }],
    },
  });
  const plan = backlogPlan({
    policy,
    items: [{ index: 0, item, dependsOn: [], effectivePriority: 9 }],
    warnings: [{ line: 3, message: 'odd' }],
  });
  expect(plan.items[0]?.commands).toEqual([
    String.raw`npx vitest -t 'it'\''s done'`,
    'make a | tee log',
  ]);
  expect(plan.warnings).toEqual([{ line: 3, message: 'odd' }]);
});
