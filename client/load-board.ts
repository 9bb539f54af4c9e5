import type { PlannedItem } from '../domain/plan-page.ts';
import type { BoardView } from '../domain/program/program-view.ts';
import { boardItem, type ItemFacts } from '../report/board-item.ts';
import type { BoardModel } from '../report/board-model.ts';
import { boardProgram } from '../report/board-program.ts';
import { askStarted, wholeBoard } from './open-items.ts';
import type { Session } from './session.ts';
import { openStoredItems } from './stored-items.ts';

/** Finished items that the board shows even where open ones would fill the page. */
const FINISHED_SHOWN_MIN = 10;

export interface BoardRequest {
  readonly offset: number;
  readonly limit: number;
  /** The whole plan in its order, instead of the newest finished items and what is left. */
  readonly all: boolean;
}

/** One page of the board. Throws PROGRAM_NOT_FOUND, WORKER_NOT_RUNNING, TEMPORAL_UNREACHABLE. */
export async function loadBoard(session: Session, request: BoardRequest): Promise<BoardModel> {
  const { program, stateDir } = session;
  const gateway = await session.gateway();
  const view = await wholeBoard(gateway, program);
  const readItems = await openStoredItems(stateDir, view.planDigest);
  const places = placesOf(view, request, readItems !== null);
  const shown = places.slice(request.offset, request.offset + request.limit);
  const onPage = new Set(shown);
  const [planned, views] = await Promise.all([
    readItems?.(shown) ?? new Map<number, PlannedItem>(),
    askStarted(
      gateway,
      program,
      view.open.filter((row) => onPage.has(row.index)),
    ),
  ]);
  const facts = shown.flatMap((place) => factsOf(view, place, planned.get(place)));
  const commits = await missingCommits(session, facts);
  return {
    program: {
      ...boardProgram(view, await certifiedTip(session, view)),
      ...(await policyEdited(session, view)),
    },
    items: facts.map((each) =>
      boardItem({
        ...each,
        view: views.get(each.id) ?? null,
        commit: each.commit ?? commits.get(each.id) ?? null,
      }),
    ),
    page: { offset: request.offset, limit: request.limit, total: places.length },
  };
}

async function policyEdited(
  session: Session,
  { program, policyDigest: pinned, phase }: BoardView,
): Promise<{ readonly policyEdited?: true }> {
  if (phase.kind === 'closed') return {};
  const { isPolicyEdited } = await import('./policy-drift.ts');
  return (await isPolicyEdited(session, { program, pinned })) ? { policyEdited: true } : {};
}

/** The branch as it is now, once there is a verdict that it could have moved away from. */
async function certifiedTip(
  { root }: Session,
  { phase, branch }: BoardView,
): Promise<string | null> {
  if (phase.kind !== 'closed') return null;
  const { tipOf } = await import('./report-sources.ts');
  return tipOf(root, branch);
}

/** Places in the plan of all that the board shows on its pages, in this order. */
function placesOf(view: BoardView, request: BoardRequest, hasPlan: boolean): readonly number[] {
  if (request.all && hasPlan) return Array.from({ length: view.total }, (_, place) => place);
  const open = view.open.map((row) => row.index);
  const ahead = hasPlan
    ? Array.from({ length: view.total - view.cursor }, (_, place) => view.cursor + place)
    : [];
  const room = request.limit - open.length - ahead.length;
  const finished = view.recent.slice(-Math.max(FINISHED_SHOWN_MIN, room));
  return [...finished.map((each) => each.index), ...open, ...ahead];
}

type KnownFacts = Omit<ItemFacts, 'view'>;

function factsOf(
  view: BoardView,
  place: number,
  planned: PlannedItem | undefined,
): readonly KnownFacts[] {
  const row = view.open.find((each) => each.index === place) ?? null;
  const finished = view.recent.find((each) => each.index === place);
  const out = view.skipped?.find((each) => each.index === place);
  const id = planned?.item.id ?? row?.id ?? finished?.id ?? out?.id;
  if (id === undefined) return [];
  const isDone = (index: number): boolean =>
    index < view.cursor && !view.open.some((each) => each.index === index);
  const putOff = view.putOff?.find((each) => each.id === id);
  const skipped = out?.reason ?? (putOff?.skip === true ? putOff.reason : undefined);
  const dependsOn = planned?.dependsOn ?? row?.dependsOn ?? [];
  return [
    {
      id,
      planned: planned ?? null,
      row,
      isFinished: isDone(place) && skipped === undefined,
      ...(skipped === undefined ? {} : { skipped }),
      ...(putOff === undefined ? {} : { putOff }),
      commit: finished?.commit ?? null,
      waitsForOthers: !dependsOn.every(isDone),
    },
  ];
}

/** The program itself remembers only its newest commits; the evidence knows all. */
async function missingCommits(
  { stateDir, program }: Session,
  facts: readonly KnownFacts[],
): Promise<ReadonlyMap<string, string>> {
  const ids = facts
    .filter((each) => each.isFinished && each.commit === null && each.planned?.claimed !== true)
    .map((each) => each.id);
  if (ids.length === 0) return new Map();
  const { recordedCommits } = await import('./recorded-commits.ts');
  return recordedCommits(stateDir, program, ids);
}
