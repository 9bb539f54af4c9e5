import type { BacklogItem } from './policy.ts';

/**
 * A tracker document's items with the policy's `items:` laid over them. An entry of the policy
 * replaces the item with its id, which keeps its place and line in the document; an entry with
 * another id comes after all of the document's.
 */
export function mergeBacklog(
  tracked: readonly BacklogItem[],
  fromPolicy: readonly BacklogItem[],
): readonly BacklogItem[] {
  const overlay = new Map(fromPolicy.map((item) => [item.id, item]));
  const known = new Set(tracked.map((item) => item.id));
  return [
    ...tracked.map((item) => ({ ...(overlay.get(item.id) ?? item), line: item.line })),
    ...fromPolicy.filter((item) => !known.has(item.id)),
  ];
}
