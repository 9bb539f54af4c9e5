import { BACKLOG_ITEMS_MAX } from './backlog-id.ts';
import { cycleProblems } from './backlog-cycle.ts';
import { backlogGraph, type BacklogGraph } from './backlog-graph.ts';
import type { BacklogProblem } from './backlog-problem.ts';
import { ReadyHeap } from './backlog-ready-heap.ts';
import { inDocumentOrder } from './input-problem.ts';
import type { PlannedItem } from './plan-page.ts';
import type { BacklogItem } from './policy.ts';
import { PRIORITY_LOWEST } from './priority.ts';

export type BacklogOrder =
  | { readonly kind: 'ordered'; readonly items: readonly PlannedItem[] }
  | { readonly kind: 'invalid'; readonly problems: readonly BacklogProblem[] };

/**
 * The order in which items run. Dependencies come first; among the items that are ready the next is
 * the one with the least (effective priority, own priority, place in the document), where the
 * effective priority is the most urgent of the item's own and of all that wait for it: what a P0
 * waits for is as urgent as the P0 (priority inheritance). The same backlog always gives the same
 * order. `file` is the document that problems name.
 */
export function planOrder(items: readonly BacklogItem[], file: string): BacklogOrder {
  if (items.length > BACKLOG_ITEMS_MAX)
    return { kind: 'invalid', problems: [tooLarge(items, file)] };
  const { graph, problems } = backlogGraph(items, file);
  const { order: topological, stuck } = topologicalOrder(graph);
  const all = [...problems, ...cycleProblems(graph, stuck, file)];
  if (all.length > 0) return { kind: 'invalid', problems: inDocumentOrder(all) };
  const effective = effectivePriorities(graph, topological);
  const order = runOrder(graph, effective);
  const indexOf = new Int32Array(items.length);
  for (const [index, place] of order.entries()) indexOf[place] = index;
  return { kind: 'ordered', items: order.map((place, index) => planned(index, place)) };

  function planned(index: number, place: number): PlannedItem {
    const item = items[place];
    if (item === undefined) throw new RangeError(`no item at ${place}`);
    const dependsOn = (graph.dependencies[place] ?? []).map((each) => indexOf[each] ?? 0);
    return { index, item, dependsOn, effectivePriority: effective[place] ?? PRIORITY_LOWEST };
  }
}

/** Dependencies before dependents, in any order otherwise (Kahn 1962); `stuck` wait in a circle. */
function topologicalOrder(graph: BacklogGraph): {
  readonly order: readonly number[];
  readonly stuck: ReadonlySet<number>;
} {
  const waitingFor = graph.dependencies.map((each) => each.length);
  const order = [...waitingFor.keys()].filter((place) => waitingFor[place] === 0);
  // `order` grows while it is walked: each item that becomes free is walked in its turn.
  for (const place of order)
    for (const freed of release(graph, place, waitingFor)) order.push(freed);
  const free = new Set(order);
  return { order, stuck: new Set([...waitingFor.keys()].filter((place) => !free.has(place))) };
}

/** The items for which `place` was the last dependency. Counts down `waitingFor`. */
function release(graph: BacklogGraph, place: number, waitingFor: number[]): readonly number[] {
  const freed: number[] = [];
  for (const dependent of graph.dependents[place] ?? []) {
    const left = (waitingFor[dependent] ?? 0) - 1;
    waitingFor[dependent] = left;
    if (left === 0) freed.push(dependent);
  }
  return freed;
}

function effectivePriorities(graph: BacklogGraph, topological: readonly number[]): Uint8Array {
  const effective = Uint8Array.from(graph.items, (item) => item.priority);
  for (let nth = topological.length - 1; nth >= 0; nth -= 1) {
    const place = topological[nth] ?? 0;
    for (const dependent of graph.dependents[place] ?? []) {
      const inherited = effective[dependent] ?? PRIORITY_LOWEST;
      if (inherited < (effective[place] ?? PRIORITY_LOWEST)) effective[place] = inherited;
    }
  }
  return effective;
}

/** The greedy topological order: always the most urgent of the items that are ready. */
function runOrder(graph: BacklogGraph, effective: Uint8Array): readonly number[] {
  const byRank = [...graph.items.keys()].sort(
    (a, b) => urgency(graph, effective, a) - urgency(graph, effective, b) || a - b,
  );
  const rankOf = new Int32Array(byRank.length);
  for (const [rank, place] of byRank.entries()) rankOf[place] = rank;
  const waitingFor = graph.dependencies.map((each) => each.length);
  const ready = new ReadyHeap();
  for (const [place, count] of waitingFor.entries())
    if (count === 0) ready.push(rankOf[place] ?? 0);
  const order: number[] = [];
  for (let rank = ready.pop(); rank !== undefined; rank = ready.pop()) {
    const place = byRank[rank] ?? 0;
    order.push(place);
    for (const freed of release(graph, place, waitingFor)) ready.push(rankOf[freed] ?? 0);
  }
  return order;
}

/** Effective priority first, then own: both have one digit. */
function urgency(graph: BacklogGraph, effective: Uint8Array, place: number): number {
  return (
    (effective[place] ?? PRIORITY_LOWEST) * 10 + (graph.items[place]?.priority ?? PRIORITY_LOWEST)
  );
}

function tooLarge(items: readonly BacklogItem[], file: string): BacklogProblem {
  return {
    code: 'BACKLOG_TOO_LARGE',
    file,
    line: items[BACKLOG_ITEMS_MAX]?.line ?? 1,
    column: 1,
    expected: `at most ${BACKLOG_ITEMS_MAX} items`,
    found: `${items.length} items`,
    fix: 'Split it into several programs.',
    excerpt: '',
    facts: { items: items.length, itemsMax: BACKLOG_ITEMS_MAX },
    at: { item: BACKLOG_ITEMS_MAX, dependency: null },
  };
}
