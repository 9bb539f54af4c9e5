import type { BacklogGraph } from './backlog-graph.ts';
import type { BacklogProblem } from './backlog-problem.ts';
import { INPUT_PROBLEMS_MAX } from './input-problem.ts';

/** Ids of one cycle that are named; a longer one is cut in the middle. */
const CYCLE_IDS_SHOWN_MAX = 20;

/**
 * Circles among the items at `places`, each of which waits for another of them. Follows from each
 * item the first dependency that is itself stuck: this must come back to an item seen before, and
 * when that item is on the present path, the path from it is a circle. Circles do not overlap, so a
 * tangle is reported one circle at a time.
 */
export function cycleProblems(
  graph: BacklogGraph,
  places: ReadonlySet<number>,
  file: string,
): readonly BacklogProblem[] {
  const problems: BacklogProblem[] = [];
  const seen = new Set<number>();
  for (const start of places) {
    if (problems.length >= INPUT_PROBLEMS_MAX) break;
    const path: number[] = [];
    let place: number | undefined = start;
    while (place !== undefined && !seen.has(place)) {
      seen.add(place);
      path.push(place);
      place = graph.dependencies[place]?.find((each) => places.has(each));
    }
    const from = place === undefined ? -1 : path.indexOf(place);
    if (from >= 0) problems.push(cycleProblem(graph, path.slice(from), file));
  }
  return problems;
}

/** The problem of one circle, told from the item that stands first in the document. */
function cycleProblem(graph: BacklogGraph, cycle: readonly number[], file: string): BacklogProblem {
  const first = cycle.reduce((least, place) => Math.min(least, place));
  const start = cycle.indexOf(first);
  const turned = [...cycle.slice(start), ...cycle.slice(0, start), first];
  const ids = turned.map((place) => graph.items[place]?.id ?? '');
  const text = shorten(ids).join(' → ');
  const item = graph.items[first];
  const next = graph.items[turned[1] ?? first]?.id ?? '';
  return {
    code: 'BACKLOG_CYCLE',
    file,
    line: item?.line ?? 1,
    column: 1,
    expected: 'dependencies that do not come back to where they began',
    found: `the circle ${text}`,
    fix: 'Remove one of these dependencies.',
    excerpt: '',
    facts: { cycle: text },
    at: { item: first, dependency: item?.dependsOn.indexOf(next) ?? null },
  };
}

function shorten(ids: readonly string[]): readonly string[] {
  if (ids.length <= CYCLE_IDS_SHOWN_MAX) return ids;
  const half = CYCLE_IDS_SHOWN_MAX / 2;
  const left = ids.length - CYCLE_IDS_SHOWN_MAX;
  return [...ids.slice(0, half), `(${left} more)`, ...ids.slice(-half)];
}
