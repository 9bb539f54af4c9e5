import * as fc from 'fast-check';
import { describe, test } from 'vitest';
import type { BacklogItem } from '../../../domain/policy.ts';
import type { PlannedItem } from '../../../domain/plan-page.ts';
import { backlogItem } from '../../support/item-fixture.ts';
import { ProgramDesk } from '../../support/program-desk.ts';

/** A backlog without cycles: an item depends only on ones made before it, then the order is mixed. */
const backlog = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.array(fc.nat(200), { maxLength: 3 })), {
    minLength: 1,
    maxLength: 90,
  })
  .chain((entries) => {
    const items = entries.map(([priority, deps], place): BacklogItem => {
      const names = place === 0 ? [] : deps.map((dep) => `i${dep % place}`);
      return backlogItem({
        id: `i${place}`,
        priority: priority as BacklogItem['priority'],
        dependsOn: [...new Set(names)],
        line: place + 1,
      });
    });
    return fc.shuffledSubarray(items, { minLength: items.length });
  });

type Move = (desk: ProgramDesk, pick: number) => void;
const at = (ids: readonly string[], pick: number): string | undefined =>
  ids[pick % Math.max(1, ids.length)];
const held = (desk: ProgramDesk): readonly string[] =>
  desk.state.open
    .filter(({ status }) => status.kind === 'held')
    .map(({ planned }) => planned.item.id);

const onActive =
  (apply: (desk: ProgramDesk, id: string) => void): Move =>
  (desk, pick) => {
    const id = at(desk.active, pick);
    if (id !== undefined) apply(desk, id);
  };
const finish = onActive((desk, id) => desk.done(id));
const moves: readonly Move[] = [
  finish,
  finish,
  finish,
  onActive((desk, id) => desk.hold(id, 'blocked')),
  onActive((desk, id) => desk.hold(id, 'deferred')),
  (desk, pick) => {
    const id = at(held(desk), pick);
    if (id !== undefined) desk.release(id);
  },
  (desk) => void desk.send('pause'),
  (desk) => {
    desk.send('resume');
    desk.settle();
  },
];
const sequence = fc.array(fc.tuple(fc.constantFrom(...moves), fc.nat(100)), { maxLength: 120 });
const setting = fc.record({
  lanes: fc.integer({ min: 1, max: 4 }),
  onBlocked: fc.constantFrom('wait' as const, 'continue' as const),
});

/** Knows of each item whether it is done, from the events alone: independent of the program's state. */
class Witness {
  readonly done = new Set<string>();
  readonly begun = new Set<string>();

  isReady(each: PlannedItem): boolean {
    return each.item.dependsOn.every((id) => this.done.has(id));
  }
}

/**
 * P0 before anything that is not P0; below that, what a more urgent item waits for is as urgent as
 * that item.
 */
function isMoreUrgent(a: PlannedItem, b: PlannedItem): boolean {
  if (a.item.priority === 0 && b.item.priority > 0) return true;
  const byNeed = a.effectivePriority - b.effectivePriority;
  return byNeed < 0 || (byNeed === 0 && a.item.priority < b.item.priority);
}

describe('the order of a program', () => {
  test('never starts an item while a ready, more urgent one waits', () => {
    fc.assert(
      fc.property(backlog, setting, sequence, (items, fields, steps) => {
        const witness = new Witness();
        const desk = new (class extends ProgramDesk {
          override feed(event: Parameters<ProgramDesk['feed']>[0]): void {
            if (event.type === 'itemDone') witness.done.add(event.id);
            super.feed(event);
          }
        })(items, fields);
        let checked = 0;
        const check = (): void => {
          const fresh = desk.started.slice(checked);
          checked = desk.started.length;
          for (const id of fresh) witness.begun.add(id);
          for (const id of fresh) {
            const begun = desk.plan.find((each) => each.item.id === id);
            const missed = desk.plan.find(
              (each) =>
                begun !== undefined &&
                isMoreUrgent(each, begun) &&
                !witness.begun.has(each.item.id) &&
                witness.isReady(each),
            );
            if (missed) throw new Error(`${id} started before ${missed.item.id}`);
          }
        };
        desk.settle();
        check();
        for (const [move, pick] of steps) {
          move(desk, pick);
          check();
        }
      }),
      { numRuns: 500 },
    );
  });

  test('starts each item once, after all that it depends on, and ends with all of them done', () => {
    fc.assert(
      fc.property(backlog, setting, (items, fields) => {
        const desk = new ProgramDesk(items, fields).settle();
        const done = new Set<string>();
        while (desk.state.phase.kind === 'running') {
          const [id] = desk.active;
          if (id === undefined) throw new Error('the program stands still');
          const item = items.find((each) => each.id === id);
          if (!item?.dependsOn.every((dep) => done.has(dep))) return false;
          done.add(id);
          desk.done(id);
        }
        return done.size === items.length && new Set(desk.started).size === desk.started.length;
      }),
      { numRuns: 300 },
    );
  });

  test('never has more items at work than lanes, nor two in one lane', () => {
    fc.assert(
      fc.property(backlog, setting, sequence, (items, fields, steps) => {
        const desk = new ProgramDesk(items, fields).settle();
        return steps.every(([move, pick]) => {
          move(desk, pick);
          const lanes = desk.state.open.flatMap(({ status }) =>
            status.kind === 'active' ? [status.lane] : [],
          );
          return lanes.length <= fields.lanes && new Set(lanes).size === lanes.length;
        });
      }),
      { numRuns: 300 },
    );
  });
});
