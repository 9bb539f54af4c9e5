import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOrder } from '../../../domain/backlog-order.ts';
import type { PlannedItem } from '../../../domain/plan-page.ts';
import type { BacklogItem } from '../../../domain/policy.ts';
import type { Priority } from '../../../domain/priority.ts';
import { backlogItem } from './backlog-item.ts';

/** Backlogs without circles: an item depends only on items before it, then all are shuffled. */
const backlogs: fc.Arbitrary<readonly BacklogItem[]> = fc
  .array(
    fc.record({
      priority: fc.integer({ min: 0, max: 9 }),
      needs: fc.array(fc.nat({ max: 30 }), { maxLength: 3 }),
    }),
    { maxLength: 30 },
  )
  .map((drafts) =>
    drafts.map(({ priority, needs }, n) =>
      backlogItem({
        id: `I${n}`,
        priority: priority as Priority,
        dependsOn: n === 0 ? [] : needs.map((each) => `I${each % n}`),
      }),
    ),
  )
  .chain((items) => fc.shuffledSubarray(items, { minLength: items.length }));

function ordered(items: readonly BacklogItem[]): readonly PlannedItem[] {
  const order = planOrder(items, 'f');
  if (order.kind === 'invalid') throw new Error(JSON.stringify(order.problems));
  return order.items;
}

/** All that wait for `id`, directly or not. */
function waitingFor(id: string, items: readonly BacklogItem[]): readonly BacklogItem[] {
  const direct = items.filter((item) => item.dependsOn.includes(id));
  return direct.flatMap((item) => [item, ...waitingFor(item.id, items)]);
}

test('the order is a permutation of the backlog', () => {
  fc.assert(
    fc.property(backlogs, (items) => {
      const ids = ordered(items).map((each) => each.item.id);
      expect(ids.toSorted()).toEqual(items.map((item) => item.id).toSorted());
    }),
  );
});

test('every item comes after all that it depends on', () => {
  fc.assert(
    fc.property(backlogs, (items) => {
      const order = ordered(items);
      for (const planned of order) {
        expect(new Set(planned.dependsOn.map((index) => order[index]?.item.id))).toEqual(
          new Set(planned.item.dependsOn),
        );
        expect(planned.dependsOn.every((index) => index < planned.index)).toBe(true);
      }
    }),
  );
});

test('no item precedes a ready, more urgent one, unless one as urgent waits for it', () => {
  fc.assert(
    fc.property(backlogs, (items) => {
      const order = ordered(items);
      for (const chosen of order) {
        const inherited = waitingFor(chosen.item.id, items).map((item) => item.priority);
        const urgency = Math.min(chosen.item.priority, ...inherited);
        expect(chosen.effectivePriority).toBe(urgency);
        const ready = order.filter(
          (other) =>
            other.index > chosen.index && other.dependsOn.every((index) => index < chosen.index),
        );
        for (const other of ready) expect(other.item.priority).toBeGreaterThanOrEqual(urgency);
      }
    }),
  );
});

test('the same backlog gives the same order', () => {
  fc.assert(
    fc.property(backlogs, (items) => {
      expect(ordered(structuredClone(items))).toEqual(ordered(items));
    }),
  );
});

test('a circle anywhere is refused', () => {
  fc.assert(
    fc.property(backlogs, fc.nat(), (items, pick) => {
      fc.pre(items.length > 0);
      const culprit = items[pick % items.length]?.id ?? '';
      const waiting = waitingFor(culprit, items)[0]?.id ?? culprit;
      const circular = items.map((item) =>
        item.id === culprit ? backlogItem({ id: culprit, dependsOn: [waiting] }) : item,
      );
      expect(planOrder(circular, 'f')).toMatchObject({
        kind: 'invalid',
        problems: [{ code: 'BACKLOG_CYCLE' }],
      });
    }),
  );
});
