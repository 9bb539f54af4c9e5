import { expect, test } from 'vitest';
import { BACKLOG_ITEMS_MAX } from '../../../domain/backlog-id.ts';
import { planOrder } from '../../../domain/backlog-order.ts';
import type { BacklogItem } from '../../../domain/policy.ts';
import type { Priority } from '../../../domain/priority.ts';
import { backlogItem, backlogOf } from './backlog-item.ts';

function orderOf(text: string): string {
  const order = planOrder(backlogOf(text), 'sluice.yaml');
  if (order.kind === 'invalid') throw new Error(JSON.stringify(order.problems));
  return order.items.map((each) => each.item.id).join(' ');
}

function problemsOf(items: readonly BacklogItem[]): readonly string[] {
  const order = planOrder(items, 'plan.md');
  if (order.kind === 'ordered') throw new Error('expected problems');
  return order.problems.map(
    ({ code, file, line, column, found, fix }) =>
      `${code} ${file}:${line}:${column} ${found} | ${fix}`,
  );
}

test.each([
  ['keeps the order of the document among equals', 'A P1\nB P1\nC P1', 'A B C'],
  ['takes the more urgent first', 'A P2\nB P0\nC P1', 'B C A'],
  ['takes dependencies first', 'A P0 <- C\nB P1\nC P1', 'C A B'],
  ['takes what a P0 waits for before a P1', 'A P1\nB P0 <- C\nC P3', 'C B A'],
  ['inherits urgency along a whole chain', 'A P1\nB P0 <- C\nC P5 <- D\nD P9', 'D C B A'],
  ['takes a ready P0 before what another P0 waits for', 'A P3\nB P0 <- A\nC P0', 'C A B'],
  ['counts a dependency named twice once', 'A P0 <- B B\nB P9', 'B A'],
  ['puts items without a priority last', 'A\nB P8', 'B A'],
])('%s', (_fact, backlog, expected) => {
  expect(orderOf(backlog)).toBe(expected);
});

test('gives each planned item its index, the indexes it waits for and its effective priority', () => {
  expect(planOrder(backlogOf('A P1\nB P0 <- C\nC P3'), 'f')).toMatchObject({
    kind: 'ordered',
    items: [
      { index: 0, item: { id: 'C' }, dependsOn: [], effectivePriority: 0 },
      { index: 1, item: { id: 'B' }, dependsOn: [0], effectivePriority: 0 },
      { index: 2, item: { id: 'A' }, dependsOn: [], effectivePriority: 1 },
    ],
  });
});

test('plans an empty backlog', () => {
  expect(planOrder([], 'f')).toEqual({ kind: 'ordered', items: [] });
});

test.each([
  [
    'names the whole circle',
    'A <- B\nB <- C\nC <- A',
    ['BACKLOG_CYCLE plan.md:1:1 the circle A → B → C → A | Remove one of these dependencies.'],
  ],
  [
    'names an item that waits for itself',
    'A\nB <- B',
    ['BACKLOG_CYCLE plan.md:2:1 the circle B → B | Remove one of these dependencies.'],
  ],
  [
    'names each circle and nothing that merely waits for one',
    'X <- A\nA <- B\nB <- A\nC <- D\nD <- C',
    [
      'BACKLOG_CYCLE plan.md:2:1 the circle A → B → A | Remove one of these dependencies.',
      'BACKLOG_CYCLE plan.md:4:1 the circle C → D → C | Remove one of these dependencies.',
    ],
  ],
  [
    'suggests the id that was meant',
    'P0-001 P0\nP0-002 <- PO-001',
    [
      'BACKLOG_UNKNOWN_DEPENDENCY plan.md:2:1 PO-001, which P0-002 depends on and which does not exist | Did you mean P0-001?',
    ],
  ],
  [
    'suggests nothing for an id unlike all',
    'A <- elsewhere',
    [
      'BACKLOG_UNKNOWN_DEPENDENCY plan.md:1:1 elsewhere, which A depends on and which does not exist | Add the item, or correct the id.',
    ],
  ],
  [
    'refuses an id used twice',
    'A\nB\nA',
    [
      'BACKLOG_DUPLICATE_ID plan.md:3:1 A, which line 1 has already | Give each item an id of its own.',
    ],
  ],
  [
    'reports all problems at once, in the order of the document',
    'A <- B\nB <- A\nB\nC <- nowhere',
    [
      'BACKLOG_CYCLE plan.md:1:1 the circle A → B → A | Remove one of these dependencies.',
      'BACKLOG_DUPLICATE_ID plan.md:3:1 B, which line 2 has already | Give each item an id of its own.',
      'BACKLOG_UNKNOWN_DEPENDENCY plan.md:4:1 nowhere, which C depends on and which does not exist | Add the item, or correct the id.',
    ],
  ],
])('%s', (_fact, backlog, expected) => {
  expect(problemsOf(backlogOf(backlog))).toEqual(expected);
});

test('cuts a very long circle in the middle', () => {
  const ring = Array.from({ length: 100 }, (_, n) =>
    backlogItem({ id: `I${n}`, dependsOn: [`I${(n + 1) % 100}`] }),
  );
  expect(problemsOf(ring)).toEqual([expect.stringContaining('I9 → (81 more) → I91')]);
});

test('reports at most fifty problems', () => {
  const items = Array.from({ length: 200 }, (_, n) =>
    backlogItem({ id: `I${n}`, dependsOn: ['?'] }),
  );
  expect(problemsOf(items)).toHaveLength(50);
});

/** The item at `n` of a large backlog. */
type Shape = (n: number) => Partial<BacklogItem>;

const SHAPES: readonly (readonly [string, Shape])[] = [
  ['one chain', (n) => ({ dependsOn: n === 0 ? [] : [`I${n - 1}`] })],
  [
    'one chain against the document',
    (n) => ({ dependsOn: n === BACKLOG_ITEMS_MAX - 1 ? [] : [`I${n + 1}`] }),
  ],
  ['all waiting for one', (n) => ({ dependsOn: n === 0 ? [] : ['I0'] })],
  ['many priorities', (n) => ({ priority: ((n * 7) % 10) as Priority })],
];

test.each(SHAPES)('plans %s of 100,000 items in under a second', (_name, shape) => {
  const items = Array.from({ length: BACKLOG_ITEMS_MAX }, (_, n) =>
    backlogItem({ id: `I${n}`, ...shape(n) }),
  );
  const startedMs = performance.now();
  const order = planOrder(items, 'f');
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  expect(order).toMatchObject({ kind: 'ordered', items: { length: BACKLOG_ITEMS_MAX } });
});

test('names a circle of 100,000 items', () => {
  const items = Array.from({ length: BACKLOG_ITEMS_MAX }, (_, n) =>
    backlogItem({ id: `I${n}`, dependsOn: [`I${(n + 1) % BACKLOG_ITEMS_MAX}`] }),
  );
  expect(problemsOf(items)).toHaveLength(1);
});

test('refuses 100,001 items', () => {
  const items = Array.from({ length: BACKLOG_ITEMS_MAX + 1 }, (_, n) =>
    backlogItem({ id: `I${n}`, line: n + 1 }),
  );
  expect(problemsOf(items)).toEqual([
    'BACKLOG_TOO_LARGE plan.md:100001:1 100001 items | Split it into several programs.',
  ]);
});
