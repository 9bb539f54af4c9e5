import type { BacklogProblem } from '../domain/backlog-problem.ts';
import { planOrder } from '../domain/backlog-order.ts';
import { buildItem, type GatesPresent } from './build-item.ts';
import type { Finding, Findings, PathWarning } from './finding.ts';
import type { Item } from './item.schema.ts';
import type { SoundParts } from './sound-parts.ts';

/** Items against the gates that their stages need, and against each other. */
export function checkItems(parts: SoundParts): Findings {
  const { gates } = parts.document;
  const red = gates?.red !== undefined;
  const present: GatesPresent = { red, targeted: red || gates?.targeted !== undefined };
  const entries = [...parts.items];
  const needs = parts.allGates ? entries.flatMap((entry) => missingGate(entry, present)) : [];
  return {
    findings: [...needs, ...(parts.allItems ? orderFindings(parts, present) : [])],
    warnings: entries.flatMap(([place, item]) => unnamedTests(place, item, gates?.red)),
  };
}

function missingGate(
  [place, item]: readonly [number, Item],
  present: GatesPresent,
): readonly Finding[] {
  const needed = item.profile === 'tdd' ? 'red' : 'targeted';
  const has = present[needed] || (needed === 'targeted' && item.targeted !== undefined);
  if (has || item.profile === undefined || item.profile === 'chore') return [];
  return [
    {
      code: 'POLICY_INVALID',
      path: ['items', place, 'profile'],
      at: 'value',
      expected: `a profile whose gates the policy has: "gates:" has no "${needed}:"`,
      found: `"${item.profile}"`,
      fix: `Add "${needed}:" to "gates:", or choose another profile.`,
    },
  ];
}

function orderFindings(parts: SoundParts, present: GatesPresent): readonly Finding[] {
  const items = [...parts.items].map(([place, item]) =>
    buildItem(item, present, parts.itemLine(place)),
  );
  const order = planOrder(items, '');
  if (order.kind === 'ordered') return [];
  // Beside a tracker document, `items:` may depend on what only that document has.
  const isPartial = parts.keys.has('backlog');
  return order.problems
    .filter(({ code }) => !(isPartial && code === 'BACKLOG_UNKNOWN_DEPENDENCY'))
    .map((problem) => orderFinding(problem, parts.items));
}

function orderFinding(problem: BacklogProblem, items: SoundParts['items']): Finding {
  const { code, at, expected, found, fix, facts } = problem;
  const isOne = typeof items.get(at.item)?.dependsOn === 'string';
  const path =
    at.dependency === null
      ? ['items', at.item, 'id']
      : ['items', at.item, 'dependsOn', ...(isOne ? [] : [at.dependency])];
  return { code, path, at: 'value', expected, found, fix, facts };
}

/** RED is given the item's tests; an item that names none would run with an empty list. */
function unnamedTests(
  place: number,
  item: Item,
  red: NonNullable<SoundParts['document']['gates']>['red'],
): readonly PathWarning[] {
  if (item.tests !== undefined || red === undefined || (item.profile ?? 'tdd') !== 'tdd') return [];
  if (!JSON.stringify(red).includes('SLUICE_ITEM_TESTS')) return [];
  return [
    {
      path: ['items', place],
      message: `${item.id} names no tests, but the RED gate runs $SLUICE_ITEM_TESTS.`,
    },
  ];
}
