import type { BacklogProblem } from './backlog-problem.ts';
import { INPUT_PROBLEMS_MAX } from './input-problem.ts';
import type { BacklogItem } from './policy.ts';
import { nearestWord } from './suggestion.ts';

/** Items by their place in the document, and who waits for whom. */
export interface BacklogGraph {
  readonly items: readonly BacklogItem[];
  /** For each item the places of the items that it depends on, each once. */
  readonly dependencies: readonly (readonly number[])[];
  /** For each item the places of the items that depend on it. */
  readonly dependents: readonly (readonly number[])[];
}

/**
 * Resolves the ids in `dependsOn`. Ids used twice and dependencies that do not exist are problems;
 * they are left out of the graph.
 */
export function backlogGraph(
  items: readonly BacklogItem[],
  file: string,
): { readonly graph: BacklogGraph; readonly problems: readonly BacklogProblem[] } {
  const places = new Map<string, number>();
  const problems: BacklogProblem[] = [];
  for (const [place, item] of items.entries()) {
    const first = places.get(item.id);
    if (first === undefined) places.set(item.id, place);
    else problems.push(duplicateId({ item, place, first: items[first] ?? item, file }));
  }
  const dependencies: number[][] = [];
  const dependents: number[][] = items.map(() => []);
  for (const [place, item] of items.entries()) {
    const own = new Set<number>();
    for (const [nth, id] of item.dependsOn.entries()) {
      const target = places.get(id);
      if (target !== undefined) own.add(target);
      else if (problems.length < INPUT_PROBLEMS_MAX)
        problems.push(unknownDependency({ item, place, nth, id, file, known: places.keys() }));
    }
    dependencies.push([...own]);
    for (const target of own) dependents[target]?.push(place);
  }
  return { graph: { items, dependencies, dependents }, problems };
}

function duplicateId(options: {
  item: BacklogItem;
  place: number;
  first: BacklogItem;
  file: string;
}): BacklogProblem {
  const { item, place, first, file } = options;
  return {
    code: 'BACKLOG_DUPLICATE_ID',
    file,
    line: item.line,
    column: 1,
    expected: 'an id that no other item has',
    found: `${item.id}, which line ${first.line} has already`,
    fix: 'Give each item an id of its own.',
    excerpt: '',
    facts: { id: item.id, firstLine: first.line },
    at: { item: place, dependency: null },
  };
}

function unknownDependency(options: {
  item: BacklogItem;
  place: number;
  nth: number;
  id: string;
  file: string;
  known: Iterable<string>;
}): BacklogProblem {
  const { item, place, nth, id, file } = options;
  const near = nearestWord(id, options.known);
  const hint = near === null ? '' : `: did you mean ${near}?`;
  return {
    code: 'BACKLOG_UNKNOWN_DEPENDENCY',
    file,
    line: item.line,
    column: 1,
    expected: 'the id of an item of this backlog',
    found: `${id}, which ${item.id} depends on and which does not exist`,
    fix: near === null ? 'Add the item, or correct the id.' : `Did you mean ${near}?`,
    excerpt: '',
    facts: { item: item.id, dependency: id, hint },
    at: { item: place, dependency: nth },
  };
}
