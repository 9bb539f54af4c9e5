import type { Finding } from './finding.ts';
import type { Item } from './item.schema.ts';
import type { PolicyDocument } from './policy.schema.ts';

/** The parts of a policy document that have the right shape, and so can be checked further. */
export interface SoundParts {
  /** Each key of the document and of its `gates` is present only when nothing below it is wrong. */
  readonly document: Partial<Omit<PolicyDocument, 'items' | 'gates'>> & {
    readonly gates?: Partial<PolicyDocument['gates']>;
  };
  /** Sound items by their place in the document. */
  readonly items: ReadonlyMap<number, Item>;
  /** Which keys the document has, sound or not. */
  readonly keys: ReadonlySet<string>;
  /** Whether `items` holds all of them, and `document.gates` all gates. */
  readonly allItems: boolean;
  readonly allGates: boolean;
  /** The line of the item at a place, 1-based. */
  readonly itemLine: (place: number) => number;
}

/** Leaves out of a document (as YAML gave it) what `findings` are about. */
export function soundParts(
  value: unknown,
  findings: readonly Finding[],
  itemLine: SoundParts['itemLine'],
): SoundParts {
  const raw = fieldsOf(value);
  const broken = new Set(findings.map(({ path }) => path[0]));
  const brokenItems = brokenBelow(findings, 'items');
  const brokenGates = brokenBelow(findings, 'gates');
  const entries = Array.isArray(raw['items']) ? [...(raw['items'] as Item[]).entries()] : [];
  const gates = without(fieldsOf(raw['gates']), brokenGates);
  return {
    document: {
      ...without(raw, new Set([...broken, 'items', 'gates'])),
      ...(Object.keys(gates).length > 0 ? { gates } : {}),
    },
    items: new Map(entries.filter(([place]) => !brokenItems.has(place))),
    keys: new Set(Object.keys(raw)),
    allItems: !broken.has('items'),
    allGates: !broken.has('gates'),
    itemLine,
  };
}

/** The steps just below `key` at which something is wrong. */
function brokenBelow(findings: readonly Finding[], key: string): ReadonlySet<unknown> {
  return new Set(findings.filter(({ path }) => path[0] === key).map(({ path }) => path[1]));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMapping ? (value as Readonly<Record<string, unknown>>) : {};
}

function without(
  fields: Readonly<Record<string, unknown>>,
  keys: ReadonlySet<unknown>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.has(key)));
}
