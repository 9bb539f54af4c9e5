import type { ItemReport } from '../model/item-model.ts';
import type { Block, Line, Row } from './document.ts';
import { gateChip, hash, itemAnchor, plural, statusBadge } from './words.ts';

/** Rows of the table of items on one page; CSV and JSON hold all. */
const ITEM_ROWS_MAX = 10_000;

const GROUPS = [
  { group: 'done', label: 'Done' },
  { group: 'open', label: 'Open' },
  { group: 'held', label: 'Blocked or deferred' },
  { group: 'setback', label: 'With setbacks' },
] as const;

/** Results that are neither are spelled out on the page. */
const LEGEND: Line = [
  'Each gate as it stands now: ',
  { kind: 'chip', label: 'gate', word: 'PASS', tone: 'good', title: null },
  ' passed, ',
  { kind: 'chip', label: 'gate', word: 'NOT_RUN', tone: 'muted', title: null },
  ' never ran; every other result is spelled out.',
];

/** All items as a table, in the order of the plan. `described` have a part of their own below. */
export function itemsTable(
  items: readonly ItemReport[],
  described: ReadonlySet<string>,
): readonly Block[] {
  const rest = items.length - ITEM_ROWS_MAX;
  const more = `${plural(rest, 'more item')} left out here; sluice report --format csv has all.`;
  return [
    { kind: 'text', line: LEGEND },
    {
      kind: 'table',
      caption: 'Items in the order of the plan',
      head: [
        'Item',
        'Priority',
        'Title',
        'Status',
        'Gates',
        'Attempts',
        'Tests',
        'Reviewed by',
        'Commit',
      ],
      numeric: [5, 6],
      roomy: [2, 4],
      rows: items.slice(0, ITEM_ROWS_MAX).map((item) => rowOf(item, described.has(item.id))),
      groups: GROUPS,
    },
    ...(rest > 0 ? [{ kind: 'text' as const, line: [more] }] : []),
  ];
}

function rowOf(item: ItemReport, isDescribed: boolean): Row {
  const { id, title, priority, gates, attempts, tests, checkpoint } = item;
  const chips = gates.flatMap((gate): Line => [gateChip(gate), ' ']);
  return {
    group: groupsOf(item),
    cells: [
      [isDescribed ? { kind: 'ref', anchor: itemAnchor(id), text: id } : id],
      [priority ?? ''],
      [title ?? ''],
      [statusBadge(item)],
      chips,
      [attempts === 0 ? '' : String(attempts)],
      [tests === null ? '' : `${tests.passing} of ${tests.written}`],
      [checkpoint?.reviewers.join(', ') ?? ''],
      checkpoint === null ? [''] : [hash(checkpoint.commit)],
    ],
  };
}

/** An item can be in several groups: the names are words of one text. */
function groupsOf({ status, setbacks }: ItemReport): string {
  const isHeld = status === 'blocked' || status === 'deferred';
  const course = status === 'done' ? 'done' : isHeld ? 'held' : 'open';
  return setbacks.length === 0 ? course : `${course} setback`;
}
