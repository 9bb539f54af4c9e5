import type { FindingCode, Observation, Place } from './finding.ts';

/** An observation at a place. `item` is the item's name, or null for the document as a whole. */
export function observe(
  place: Place,
  code: FindingCode,
  { item, message }: { readonly item: string | null; readonly message: string },
): Observation {
  return { code, item, line: place.line, column: place.column, message };
}
