import { itemName, type AuditItem, type AuditRule } from './audit-model.ts';
import type { Observation } from './finding.ts';
import { observe } from './observation.ts';

/**
 * DEPENDENCY_UNKNOWN and DEPENDENCY_CYCLE. A dependency is only called unknown where it looks like
 * the document's own ids (`P0-9` among `P0-1`, `P0-2`), since trackers also name other teams and
 * documents there.
 */
export const dependencies: AuditRule = ({ items }) => {
  const byId = new Map(items.flatMap((item) => (item.id === null ? [] : [[keyOf(item.id), item]])));
  const shapes = new Set([...byId.keys()].map(shapeOf));
  const unknown = items.flatMap((item) =>
    item.dependsOn
      .filter(({ certain }) => certain)
      .filter(({ text }) => !byId.has(keyOf(text)) && shapes.has(shapeOf(keyOf(text))))
      .map((said) =>
        observe(said, 'DEPENDENCY_UNKNOWN', {
          item: itemName(item),
          message: `${itemName(item)} depends on ${said.text}, which is not in this tracker.`,
        }),
      ),
  );
  return [...unknown, ...cycles(items, byId)];
};

/** One observation for each circle, at the first dependency of the item that closes it. */
function cycles(
  items: readonly AuditItem[],
  byId: ReadonlyMap<string, AuditItem>,
): readonly Observation[] {
  const finished = new Set<AuditItem>();
  const found: Observation[] = [];
  for (const start of items) {
    const path: AuditItem[] = [];
    const next: number[] = [];
    const enter = (item: AuditItem): void => {
      path.push(item);
      next.push(0);
    };
    if (!finished.has(start)) enter(start);
    for (let item = path.at(-1); item !== undefined; item = path.at(-1)) {
      const at = next.at(-1) ?? 0;
      const said = item.dependsOn[at];
      if (said === undefined) {
        finished.add(item);
        path.pop();
        next.pop();
        continue;
      }
      next[next.length - 1] = at + 1;
      const target = byId.get(keyOf(said.text));
      if (target === undefined || finished.has(target)) continue;
      const first = path.indexOf(target);
      if (first === -1) enter(target);
      else found.push(observeCycle(path.slice(first), said));
    }
  }
  return found;
}

function observeCycle(
  circle: readonly AuditItem[],
  place: { line: number; column: number },
): Observation {
  const names = [...circle, circle[0]].flatMap((item) =>
    item === undefined ? [] : itemName(item),
  );
  const item = circle.at(-1);
  return observe(place, 'DEPENDENCY_CYCLE', {
    item: item === undefined ? null : itemName(item),
    message: `These items depend on each other in a circle: ${names.join(' → ')}.`,
  });
}

function keyOf(id: string): string {
  return id.trim().toLowerCase();
}

/** `p0-017` and `p0-3` have one shape: digits are alike, letters are not. */
function shapeOf(key: string): string {
  return key.replaceAll(/\d+/g, '0');
}
