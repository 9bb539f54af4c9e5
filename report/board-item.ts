import type { ItemView } from '../domain/item/item-view.ts';
import { statusOfItem } from '../domain/item/item-status.ts';
import type { PlannedItem } from '../domain/plan-page.ts';
import type { BoardRow } from '../domain/program/program-view.ts';
import { formatPriority, type Priority } from '../domain/priority.ts';
import type { PutOff } from '../domain/program/put-off.ts';
import type { BoardHold, BoardItem } from './board-model.ts';

/** What is known of one item: each source knows a part, and each may be missing. */
export interface ItemFacts {
  readonly id: string;
  readonly planned: PlannedItem | null;
  /** The program's row, while the item is open. */
  readonly row: BoardRow | null;
  /** The item's own answer, when it has started. */
  readonly view: ItemView | null;
  /** Finished by this program. */
  readonly isFinished: boolean;
  readonly commit: string | null;
  /** Why it was taken out for good; absent where it was not. */
  readonly skipped?: string;
  /** It was put off before it started; absent where it was not. */
  readonly putOff?: PutOff;
  /** Whether something that it depends on is not finished. */
  readonly waitsForOthers: boolean;
}

/** One line of the board. */
export function boardItem(facts: ItemFacts): BoardItem {
  const { id, planned, row, view } = facts;
  const priority = planned?.item.priority ?? row?.priority;
  return {
    id,
    title: planned?.item.title ?? row?.title ?? null,
    priority: priority === undefined ? null : formatPriority(priority as Priority),
    ...standingOf(facts),
    notice: lastNotice(view),
    attempt: view?.state.attempt ?? null,
    lane: row?.lane ?? null,
    dependsOn: planned?.item.dependsOn ?? [],
    reason:
      facts.skipped ?? view?.state.hold?.reason ?? row?.reason ?? facts.putOff?.reason ?? null,
    hold: holdOf(facts),
    commit: facts.commit ?? view?.state.commit ?? null,
    claimed: planned?.claimed === true,
    actors: view?.actions[0]?.actors ?? [],
    command: view?.actions[0]?.command ?? null,
  };
}

/** What was told last while the review is awaited or has expired. */
function lastNotice(view: ItemView | null): string | null {
  const { reviewClock = null, notices = [], attempt } = view?.state ?? {};
  const last = notices.findLast((notice) => notice.attempt === attempt);
  if (reviewClock === null || last === undefined) return null;
  return last.kind === 'expiry' ? 'expired' : `${last.kind} ${last.count}`;
}

/** How a held item goes on, from itself or from the program that put it off. */
function holdOf({ view, putOff, skipped }: ItemFacts): BoardHold | null {
  const hold = view?.state.hold ?? null;
  const untilMs = hold?.untilMs ?? putOff?.untilMs ?? null;
  const isHeld = hold !== null || (putOff !== undefined && putOff.skip !== true);
  if (skipped !== undefined || !isHeld) return null;
  return {
    issue: hold === null ? null : (view?.state.issues?.at(-1)?.id ?? null),
    unblocker: hold?.unblocker ?? null,
    until: untilMs === null ? null : new Date(untilMs).toISOString(),
  };
}

type Standing = Pick<BoardItem, 'status' | 'stage' | 'waitingOn'>;

function standingOf(facts: ItemFacts): Standing {
  const { planned, row, view, putOff } = facts;
  if (facts.skipped !== undefined) {
    return { status: 'skipped', stage: null, waitingOn: 'nobody' };
  }
  if (facts.isFinished || planned?.claimed === true) {
    return { status: 'done', stage: 'DONE', waitingOn: 'nobody' };
  }
  if (view !== null) {
    const { state, waitingOn } = view;
    return { status: statusOfItem(state), stage: state.stage, waitingOn };
  }
  if (putOff !== undefined) {
    const waitingOn = putOff.untilMs === null ? 'unblocker' : 'date';
    return { status: 'deferred', stage: null, waitingOn };
  }
  switch (row?.standing) {
    case 'blocked':
    case 'deferred':
      return { status: row.standing, stage: null, waitingOn: null };
    case 'active':
      return { status: 'in_progress', stage: null, waitingOn: null };
    case 'queued':
      return { status: 'in_progress', stage: null, waitingOn: 'lane' };
    case 'waiting':
    case undefined:
      return {
        status: 'todo',
        stage: null,
        waitingOn: facts.waitsForOthers ? 'dependency' : 'lane',
      };
  }
}
