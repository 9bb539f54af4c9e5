import type { Finding } from './finding.ts';
import type { Item } from './item.schema.ts';
import type { PolicyDocument } from './policy.schema.ts';

/** The parts of a policy document that have the right shape, and so can be checked further. */
export interface SoundParts {
  /** Each key of the document is present only when nothing below it is wrong. */
  readonly document: Partial<Omit<PolicyDocument, 'items'>>;
  /** Sound items by their place in the document. */
  readonly items: ReadonlyMap<number, Item>;
  /** Which keys the document has, sound or not. */
  readonly keys: ReadonlySet<string>;
  /** Whether `items` holds all of them. */
  readonly allItems: boolean;
  /** The line of the item at a place, 1-based. */
  readonly itemLine: (place: number) => number;
}

/** Leaves out of a document (as YAML gave it) what `findings` are about. */
export function soundParts(
  value: unknown,
  findings: readonly Finding[],
  itemLine: SoundParts['itemLine'],
): SoundParts {
  const raw = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const broken = new Set(findings.map(({ path }) => path[0]));
  const brokenItems = new Set(
    findings
      .filter(({ path }) => path[0] === 'items' && path.length > 1)
      .map(({ path }) => path[1]),
  );
  const sound = raw.filter(([key]) => key !== 'items' && !broken.has(key));
  const list: unknown = raw.find(([key]) => key === 'items')?.[1];
  const entries = Array.isArray(list) ? [...(list as Item[]).entries()] : [];
  return {
    document: Object.fromEntries(sound) as SoundParts['document'],
    items: new Map(entries.filter(([place]) => !brokenItems.has(place))),
    keys: new Set(raw.map(([key]) => key)),
    allItems: !broken.has('items'),
    itemLine,
  };
}
