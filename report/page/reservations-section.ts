import type { Reservation, ReservationKind, ReservationList } from '../../domain/reservation.ts';
import type { Block, Section } from './document.ts';
import { strong } from './words.ts';

/** Titles of what a certificate lets pass, in the order of their weight for a reader. */
const TITLES: readonly (readonly [ReservationKind, string])[] = [
  ['waived', 'Waived: let through without a pass'],
  ['not-applicable', 'Not applicable, with a reason'],
  ['skipped', 'Skipped for good'],
  ['drift', 'Drift of the tracker document'],
  ['debt', 'Open debts'],
  ['risk', 'Residual risks'],
];

/** What the release goes without, one list a kind; the items that it leaves out have lists of their own. */
export function reservationsSections({ listed, total }: ReservationList): readonly Section[] {
  const lists = TITLES.flatMap(([kind, title]) => {
    const found = listed.filter((each) => each.kind === kind);
    return found.length === 0 ? [] : [listOf(title, found)];
  });
  const rest = total - listed.length;
  const more: readonly Block[] =
    rest > 0 ? [{ kind: 'text', line: [`and ${rest} more that the record does not list`] }] : [];
  const blocks = [...lists.flat(), ...more];
  return blocks.length === 0 ? [] : [{ anchor: 'reservations', title: 'Reservations', blocks }];
}

function listOf(title: string, found: readonly Reservation[]): readonly Block[] {
  return [
    { kind: 'text', line: [strong(`${title} (${found.length})`)] },
    {
      kind: 'list',
      entries: found.map(({ item, what }) => ({
        line: [strong(item ?? 'program'), ` ${what}`],
      })),
    },
  ];
}
