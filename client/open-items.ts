import { Fault } from '../domain/fault.ts';
import type { ItemView } from '../domain/item/item-view.ts';
import {
  BOARD_PAGE_ITEMS_MAX,
  type BoardRow,
  type BoardView,
} from '../domain/program/program-view.ts';
import type { Gateway } from './gateway.ts';
import type { Session } from './session.ts';
import { openStoredItems } from './stored-items.ts';

/** Items that are asked one by one where they stand; a program has at most as many lanes. */
const ITEMS_ASKED_MAX = 64;

/** The program with all of its open items, however many pages they fill. */
export async function wholeBoard(gateway: Gateway, program: string): Promise<BoardView> {
  const limit = BOARD_PAGE_ITEMS_MAX;
  const view = await gateway.board(program, { offset: 0, limit });
  const open = [...view.open];
  while (open.length < view.openTotal) {
    const next = await gateway.board(program, { offset: open.length, limit });
    if (next.open.length === 0) break;
    open.push(...next.open);
  }
  return { ...view, open };
}

/**
 * What the items that have started say of themselves, by id. Those at work come first, so that only
 * held ones can be left out; one whose workflow is just being started has no answer yet.
 */
export async function askStarted(
  gateway: Gateway,
  program: string,
  rows: readonly BoardRow[],
): Promise<ReadonlyMap<string, ItemView>> {
  const started = rows.filter((row) => row.standing !== 'waiting');
  const atWork = started.filter((row) => row.standing === 'active');
  const others = started.filter((row) => row.standing !== 'active');
  const asked = [...atWork, ...others].slice(0, ITEMS_ASKED_MAX);
  const views = await Promise.all(asked.map((row) => itemIfStarted(gateway, program, row.id)));
  return new Map(views.flatMap((view) => (view === null ? [] : [[view.id, view]])));
}

/** What an item says of itself, or null where no workflow of that id runs. */
export async function itemIfStarted(
  gateway: Gateway,
  program: string,
  id: string,
): Promise<ItemView | null> {
  try {
    return await gateway.item(program, id);
  } catch (error) {
    if (error instanceof Fault && error.code === 'ITEM_NOT_FOUND') return null;
    throw error;
  }
}

/** Whether the program has an item of this id, started or not. */
export async function isPlanned(gateway: Gateway, session: Session, id: string): Promise<boolean> {
  const view = await wholeBoard(gateway, session.program);
  if (view.open.some((row) => row.id === id)) return true;
  const readItems = await openStoredItems(session.stateDir, view.planDigest);
  const places = Array.from(
    { length: view.total - view.cursor },
    (_, place) => view.cursor + place,
  );
  const ahead = (await readItems?.(places)) ?? new Map();
  return [...ahead.values()].some((planned) => planned.item.id === id);
}
