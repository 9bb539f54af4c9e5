import { type Actor, includesActor } from '../domain/actor.ts';
import type { ItemView, WaitingOn } from '../domain/item/item-view.ts';
import { signOffCommand } from '../domain/program/awaited-sign-offs.ts';
import { nextCommand } from '../domain/program/program-details.ts';
import type { BoardRow, BoardView } from '../domain/program/program-view.ts';
import { rejectionText } from '../domain/rejection-text.ts';
import { waitLines } from '../domain/item/wait-text.ts';
import { askStarted, wholeBoard } from './open-items.ts';
import type { Session } from './session.ts';

const HASH_CHARS = 12;

/** Something that a program waits for: a person's act, or a gate that runs. */
export interface Duty {
  /** Null where it is the program itself that waits. */
  readonly item: string | null;
  readonly title: string | null;
  readonly waitingOn: WaitingOn | 'answer' | 'signOff';
  /** Who may act; empty where it is Sluice's own turn. */
  readonly actors: readonly Actor[];
  /** Commands to choose from, the usual one first. */
  readonly commands: readonly string[];
  readonly why: string;
}

/** How a program stands and everything that it waits for, the most urgent first. */
export interface Duties {
  readonly view: BoardView;
  readonly duties: readonly Duty[];
}

/** Throws PROGRAM_NOT_FOUND, WORKER_NOT_RUNNING, TEMPORAL_UNREACHABLE. */
export async function loadDuties(session: Session): Promise<Duties> {
  const gateway = await session.gateway();
  const view = await wholeBoard(gateway, session.program);
  const items = await askStarted(gateway, session.program, view.open);
  const ofItems = view.open.flatMap((row) => dutiesOfRow(view, row, items.get(row.id)));
  return { view, duties: [...dutiesOfSignOffs(view), ...dutiesOfProgram(view), ...ofItems] };
}

/** What an actor can do now. */
export function dutiesOf(actor: Actor, duties: readonly Duty[]): readonly Duty[] {
  return duties.filter((duty) => includesActor(duty.actors, actor));
}

/** Sign-offs come first: with the last of them a program may go on by itself. */
export function dutiesOfSignOffs({ signOffs = [] }: BoardView): readonly Duty[] {
  return signOffs.map((each) => {
    const commit = each.commit.slice(0, HASH_CHARS);
    const why =
      each.of === 'program'
        ? `the certificate of ${commit} lacks the sign-off of ${each.subject}`
        : `the gates of ${each.subject} passed on ${commit}: it is promoted when you sign it off`;
    const commands = [signOffCommand(each)];
    return { item: null, title: null, waitingOn: 'signOff', actors: each.actors, commands, why };
  });
}

function dutiesOfProgram(view: BoardView): readonly Duty[] {
  const { phase, paused } = view;
  const command = nextCommand(view);
  const program = { item: null, title: null } as const;
  if (command !== null) {
    const why =
      paused === null && 'reason' in phase ? phase.reason : (view.standstill ?? phase.kind);
    const commands = [command];
    return [{ ...program, waitingOn: 'releaseLead', actors: view.releaseLeads, commands, why }];
  }
  if (phase.kind !== 'baseline' && phase.kind !== 'certifying') return [];
  const why = phase.kind === 'baseline' ? 'the baseline runs' : 'the certification runs';
  return [{ ...program, waitingOn: 'gate', actors: [], commands: ['sluice watch'], why }];
}

function dutiesOfRow(view: BoardView, row: BoardRow, item: ItemView | undefined): readonly Duty[] {
  if (item !== undefined) return dutiesOfItem(item);
  if (row.standing !== 'blocked' && row.standing !== 'deferred') return [];
  const { id, title, standing, reason } = row;
  return [
    {
      item: id,
      title,
      waitingOn: 'unblocker',
      actors: view.releaseLeads,
      commands: [`sluice unblock ${id}`],
      why: `${standing}: ${reason ?? 'no reason given'}`,
    },
  ];
}

/** What an item waits for: whoever may move it on, and those to whom its review was escalated. */
export function dutiesOfItem(item: ItemView): readonly Duty[] {
  const { id, title, waitingOn, actions, review } = item;
  const questions = review.questions.map(({ actor, text, answerers }): Duty => ({
    item: id,
    title,
    waitingOn: 'answer',
    actors: answerers,
    commands: [`sluice review ${id} --comment "…"`],
    why: `${actor} asks: ${text}`,
  }));
  const [usual] = actions;
  if (usual === undefined) return questions;
  const commands = actions.map((action) => action.command);
  const { actors } = usual;
  const duty = { item: id, title, waitingOn, actors, commands, why: whyOf(item) };
  return [duty, ...escalatedTo(item, actors), ...questions];
}

/** Those to whom an unanswered review was escalated have to look after it, whoever may answer it. */
function escalatedTo({ id, title, state }: ItemView, usual: readonly Actor[]): readonly Duty[] {
  const { reviewClock, notices = [], attempt } = state;
  if (reviewClock === undefined || reviewClock === null) return [];
  const told = notices
    .filter((each) => each.kind === 'escalation' && each.attempt === attempt)
    .flatMap((each) => each.to);
  const actors = told.filter(
    (actor, nth) => !includesActor(usual, actor) && !includesActor(told.slice(0, nth), actor),
  );
  if (actors.length === 0) return [];
  const since = new Date(reviewClock.sinceMs).toISOString();
  const why = `its review was escalated to you: nobody has answered since ${since}`;
  return [{ item: id, title, waitingOn: 'reviewer', actors, commands: [`sluice show ${id}`], why }];
}

function whyOf({ state, waitingOn, approvalsNeeded, review }: ItemView): string {
  const { hold, setback, stage, turn, candidate } = state;
  if (hold !== null) return `${hold.kind} by ${hold.by}: ${hold.reason}`;
  if (waitingOn === 'reviewer') {
    const approvals = approvalsNeeded === 1 ? 'an approval' : `${approvalsNeeded} approvals`;
    const assigned = review.assignee === null ? '' : `, assigned to ${review.assignee}`;
    return `tree ${candidate?.tree.slice(0, HASH_CHARS) ?? ''} passed its gates and needs ${approvals}${assigned}`;
  }
  if (waitingOn === 'releaseLead') return waitLines(state)[0] ?? 'its review has expired';
  if (waitingOn === 'gate') return `${turn.kind === 'gate' ? turn.gate : stage} runs`;
  if (waitingOn === 'checkpoint') return 'the approved tree is being committed';
  if (setback !== null) {
    const { message, fix } = rejectionText(setback.code, setback.facts);
    return `sent back at ${setback.stage} (${setback.code}): ${message} ${fix}`;
  }
  return stage === 'RED' ? 'its tests are to be written and to fail' : 'it is to be implemented';
}
