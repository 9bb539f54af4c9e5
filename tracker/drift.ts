import { fieldsOf } from './item-fields.ts';
import type { TrackerItem } from './tracker-model.ts';

/** A statement about an item on which a document and Sluice differ, with both sides. */
export interface Drift {
  readonly item: string;
  /** Key of the field as `fieldsOf` names it; `item` where the item itself is missing. */
  readonly field: string;
  /** Line in the document as it is now; 0 where it is not there. */
  readonly line: number;
  /** What the document says now; null where it says nothing any more. */
  readonly document: string | null;
  /** What was last written, or what Sluice would write. */
  readonly sluice: string | null;
}

/**
 * The progress that someone changed by hand since Sluice wrote the document last: a box ticked, a
 * status moved. Titles, prose and other wording state no progress and are no drift.
 */
export function handEdits(base: TrackerItem, theirs: TrackerItem): readonly Drift[] {
  const before = fieldsOf(base);
  const after = fieldsOf(theirs);
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((field) => {
    const was = before.get(field);
    const is = after.get(field);
    if (was?.value === is?.value) return [];
    // A box that was reworded or added states nothing while it is open.
    if (field.startsWith('box:') && isSilent(was?.value, is?.value)) return [];
    return [
      {
        item: theirs.id,
        field,
        line: is?.line ?? 0,
        document: is?.value ?? null,
        sluice: was?.value ?? null,
      },
    ];
  });
}

function isSilent(was: string | undefined, is: string | undefined): boolean {
  return was === undefined ? is === '[ ]' : is === undefined;
}
