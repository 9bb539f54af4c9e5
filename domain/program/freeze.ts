import { SLUICE } from '../actor.ts';
import { type Freeze, FREEZE_MS_MAX, type ItemFreeze } from '../freeze.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { parseMoment } from '../moment.ts';
import { judgeEnd } from '../rules/waiver-terms.ts';
import type { ProgramContext } from './baseline.ts';
import type { ProgramCommand, ProgramStep } from './program-event.ts';
import type { PauseMessage } from './program-message.ts';
import { scoped } from './program-records.ts';
import type { ProgramContract, ProgramState } from './program-state.ts';

/** A pause with an end is a freeze; its window must name its zone and be still to come. */
export function judgeFreeze(state: ProgramState, message: PauseMessage, atMs: number): Judgement {
  const { from = null, exempt = [] } = message;
  const until = message.until ?? null;
  if (until === null) {
    const isPlain = from === null && exempt.length === 0;
    if (!isPlain) return rejected('EXPIRY_WITHOUT_ZONE', { until });
    return state.paused === null ? passed() : rejected('ALREADY_PAUSED', {});
  }
  const end = judgeEnd(until, { atMs, latestMs: atMs + FREEZE_MS_MAX });
  if (end.verdict === 'rejected') return end;
  const fromMs = from === null ? atMs : parseMoment(from);
  if (fromMs === null) return rejected('EXPIRY_WITHOUT_ZONE', { until: from });
  if (fromMs >= (parseMoment(until) ?? 0)) return rejected('WINDOW_EMPTY', { from, until });
  return (state.freeze ?? null) === null
    ? passed()
    : rejected('ALREADY_PAUSED', { detail: `: frozen until ${state.freeze?.until}` });
}

/** Announces the window to every started item that is not exempt, so that each keeps to it itself. */
export function startFreeze(
  { atMs }: ProgramContext,
  state: ProgramState,
  message: PauseMessage & { readonly until: string },
): ProgramStep {
  const { from = null, until, reason, actor, exempt = [] } = message;
  const fromMs = (from === null ? null : parseMoment(from)) ?? atMs;
  const untilMs = parseMoment(until) ?? atMs;
  const freeze: Freeze = {
    reason,
    by: actor,
    fromMs,
    untilMs,
    until,
    exempt,
    inForce: fromMs <= atMs,
  };
  const next: ProgramState = { ...state, freeze };
  const ids = startedIds(state).filter((id) => !exempt.includes(id));
  return { state: next, commands: tell(ids, freezeOf(next, '')) };
}

/** Ends the freeze: every item that was told of it is told that it is over. */
export function endFreeze(state: ProgramState): ProgramStep {
  const { freeze = null } = state;
  if (freeze === null) return { state, commands: [] };
  const ids = startedIds(state).filter((id) => !freeze.exempt.includes(id));
  return { state: { ...state, freeze: null }, commands: tell(ids, null) };
}

/** What an item is told of the freeze when it starts; null where there is none, or it is exempt. */
export function freezeOf({ freeze }: ProgramState, id: string): ItemFreeze | null {
  if (freeze === undefined || freeze === null || freeze.exempt.includes(id)) return null;
  const { fromMs, untilMs, reason, by } = freeze;
  return { fromMs, untilMs, reason, by };
}

/** Whether an item may start or go on now. */
export function isKeptBack({ freeze }: ProgramState, id: string): boolean {
  return freeze?.inForce === true && !freeze.exempt.includes(id);
}

function startedIds(state: ProgramState): readonly string[] {
  return state.open
    .filter(({ status }) => status.kind !== 'waiting')
    .map(({ planned }) => planned.item.id);
}

function tell(ids: readonly string[], freeze: ItemFreeze | null): readonly ProgramCommand[] {
  return ids.length === 0 ? [] : [{ type: 'tellFreeze', ids, freeze }];
}

/** The begin and the end of the window, as deadlines of the program. */
export function freezeDeadlines(_contract: ProgramContract, { freeze }: ProgramState) {
  if (freeze === undefined || freeze === null) return [];
  return freeze.inForce
    ? [{ atMs: freeze.untilMs, apply: endByItself }]
    : [{ atMs: freeze.fromMs, apply: begin }];
}

function begin(_context: ProgramContext, state: ProgramState): ProgramStep {
  const { freeze = null } = state;
  const next = freeze === null ? state : { ...state, freeze: { ...freeze, inForce: true } };
  return { state: next, commands: [] };
}

/** The items know the end of the window themselves; the evidence says that nobody ended it early. */
function endByItself(context: ProgramContext, state: ProgramState): ProgramStep {
  const { freeze = null } = state;
  if (freeze === null) return { state, commands: [] };
  const messageId = `freeze-end-${freeze.untilMs}`;
  const record = scoped(context, `freeze/${freeze.untilMs}/end`, {
    type: 'decision',
    decision: 'resume',
    messageId,
    actor: SLUICE,
    reason: `the freeze ended at ${freeze.until}`,
    facts: { until: freeze.until },
  });
  return { state: { ...state, freeze: null, pending: [...state.pending, record] }, commands: [] };
}

/** Why nothing starts, in words; null when no freeze is in force. */
export function freezeText({ freeze }: Pick<ProgramState, 'freeze'>): string | null {
  if (freeze === undefined || freeze === null) return null;
  const { by, until, reason, exempt, inForce, fromMs } = freeze;
  const from = inForce ? 'frozen' : `freeze from ${new Date(fromMs).toISOString()}`;
  const out = exempt.length === 0 ? '' : `; exempt: ${exempt.join(', ')}`;
  return `${from} by ${by} until ${until}: ${reason}${out}`;
}
