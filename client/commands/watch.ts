import type { ItemView } from '../../domain/item/item-view.ts';
import { Fault } from '../../domain/fault.ts';
import { boardProgram } from '../../report/board-program.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { type Duties, loadDuties } from '../duties.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { itemText } from '../item-text.ts';
import { type Gateway, itemMissing } from '../gateway.ts';
import { isPlanned, itemIfStarted } from '../open-items.ts';
import { inSession, type Session } from '../session.ts';
import { waitFor } from '../wait.ts';

const GOALS = ['done', 'person', 'change'] as const;
type Goal = (typeof GOALS)[number];

/** `sluice watch`: follows the program or an item until it is over or waits for a person. */
export async function watch(input: CommandInput): Promise<CommandOutput> {
  const goal = goalOf(input);
  const [item] = input.args;
  return inSession(input, (session) =>
    item === undefined
      ? watchProgram(input, session, goal)
      : watchItem(input, session, { item, goal }),
  );
}

function goalOf(input: CommandInput): Goal {
  const { until } = input.options;
  const named = typeof until === 'string' ? until : 'person';
  const goal = GOALS.find((each) => each === named);
  if (goal !== undefined) return goal;
  const message = `--until "${named}" is not known.`;
  throw new Fault({ code: 'USAGE', facts: { message, fix: `Write one of ${GOALS.join(', ')}.` } });
}

async function watchProgram(
  input: CommandInput,
  session: Session,
  goal: Goal,
): Promise<CommandOutput> {
  const follow = followChanges(input);
  const duties = await waitFor(input, {
    ask: () => loadDuties(session),
    isOver: (now) => follow.isOver(programLine(now), goal, isProgramOver(now, goal)),
    progress: programLine,
    what: `the program ${session.program}`,
  });
  const data = { program: boardProgram(duties.view), waitingOn: duties.duties };
  return { kind: 'watch', data, text: programLine(duties), exitCode: exitOfProgram(duties, goal) };
}

/** A held item does not stop the others; when it does, the program says that it stands still. */
function waitsForPerson({ view, duties }: Duties): boolean {
  return (
    view.standstill !== null ||
    duties.some((duty) => duty.actors.length > 0 && duty.waitingOn !== 'unblocker')
  );
}

function isProgramOver(now: Duties, goal: Goal): boolean {
  const { kind } = now.view.phase;
  if (kind === 'closed' || kind === 'not-certified') return true;
  return goal === 'person' && waitsForPerson(now);
}

function exitOfProgram(now: Duties, goal: Goal): ExitCode {
  const { kind } = now.view.phase;
  if (kind === 'not-certified' || kind === 'baseline-failed') return EXIT.gateFailed;
  return kind === 'closed' || goal === 'change' ? EXIT.ok : EXIT.waiting;
}

function programLine({ view, duties }: Duties): string {
  const { counts, phase, paused, standstill } = view;
  const state = phase.kind === 'closed' ? phase.result.verdict : phase.kind;
  const items = duties
    .filter((duty) => duty.item !== null)
    .map(({ item, waitingOn, why }) =>
      waitingOn === 'gate' ? `${item} ${why}` : `${item} waits for ${waitingOn}`,
    );
  const still = standstill === null ? [] : [standstill];
  const done = `${counts.done} of ${counts.items} done`;
  return [paused === null ? state : 'paused', done, ...items, ...still].join(', ');
}

async function watchItem(
  input: CommandInput,
  session: Session,
  { item, goal }: { readonly item: string; readonly goal: Goal },
): Promise<CommandOutput> {
  const gateway = await session.gateway();
  const follow = followChanges(input);
  const line = (now: ItemView | null): string =>
    now === null ? `${item} has not started` : itemLine(now);
  const view = await waitFor(input, {
    ask: () => itemIfPlanned(gateway, session, item),
    isOver: (now) => follow.isOver(line(now), goal, now !== null && isItemOver(now, goal)),
    progress: line,
    what: item,
  });
  if (view === null) throw itemMissing(item);
  return { kind: 'item', data: view, text: itemText(view), exitCode: exitOfItem(view, goal) };
}

/** Null for an item that is planned and has not started. Throws ITEM_NOT_FOUND for any other. */
async function itemIfPlanned(
  gateway: Gateway,
  session: Session,
  id: string,
): Promise<ItemView | null> {
  const view = await itemIfStarted(gateway, session.program, id);
  if (view !== null || (await isPlanned(gateway, session, id))) return view;
  throw itemMissing(id);
}

function isItemOver(view: ItemView, goal: Goal): boolean {
  if (view.waitingOn === 'nobody') return true;
  return goal === 'person' && view.actions.some((action) => action.actors.length > 0);
}

function exitOfItem({ state, waitingOn }: ItemView, goal: Goal): ExitCode {
  if (waitingOn === 'nobody' || goal === 'change') return EXIT.ok;
  const sentBack = state.setback !== null && state.setback.attempt === state.attempt - 1;
  return sentBack && waitingOn === 'implementer' ? EXIT.gateFailed : EXIT.waiting;
}

function itemLine({ id, state, waitingOn }: ItemView): string {
  const turn = state.turn.kind === 'gate' ? `${state.turn.gate} runs` : `waits for ${waitingOn}`;
  const what = state.stage === 'DONE' ? 'is done' : turn;
  return `${id} ${state.stage}, attempt ${state.attempt}: ${what}`;
}

/** Where no progress line can be shown, each change is a line of its own. */
function followChanges(input: CommandInput) {
  let first: string | undefined;
  let last: string | undefined;
  return {
    isOver(line: string, goal: Goal, isOver: boolean): boolean {
      first ??= line;
      if (!input.terminal.isInteractive && line !== last) input.terminal.err(`${line}\n`);
      last = line;
      return isOver || (goal === 'change' && line !== first);
    },
  };
}
