import type { ProgramContext } from './baseline.ts';
import { freezeDeadlines } from './freeze.ts';
import { putOffDeadlines } from './put-off.ts';
import type { ProgramStep } from './program-event.ts';
import type { ProgramContract, ProgramState } from './program-state.ts';

/**
 * Something that becomes due by itself: when (milliseconds since the epoch), and the step that
 * follows. Applying it must take it off the list, so that it fires exactly once.
 */
export interface ProgramDeadline {
  readonly atMs: number;
  readonly apply: (context: ProgramContext, state: ProgramState) => ProgramStep;
}

/** Deadlines that one waking applies; what is left is due at once again. */
const DEADLINES_PER_WAKING_MAX = 100;

/** What lists the deadlines of one kind, such as the ends of freeze windows. */
type DeadlineSource = (
  contract: ProgramContract,
  state: ProgramState,
) => readonly ProgramDeadline[];

const SOURCES: readonly DeadlineSource[] = [freezeDeadlines, putOffDeadlines];

/** Every deadline of a program as it stands, the earliest first. */
export function programDeadlines(
  contract: ProgramContract,
  state: ProgramState,
): readonly ProgramDeadline[] {
  if (state.phase.kind === 'closed') return [];
  return SOURCES.flatMap((source) => source(contract, state)).toSorted((a, b) => a.atMs - b.atMs);
}

/** When the program's workflow has to wake although nothing happened; null when nothing is due. */
export function nextProgramDeadlineMs(
  contract: ProgramContract,
  state: ProgramState,
): number | null {
  return programDeadlines(contract, state)[0]?.atMs ?? null;
}

/** Applies what is due at `context.atMs`, in order of time; too early or too late changes nothing. */
export function applyProgramDeadlines(context: ProgramContext, state: ProgramState): ProgramStep {
  let step: ProgramStep = { state, commands: [] };
  for (let applied = 0; applied < DEADLINES_PER_WAKING_MAX; applied += 1) {
    const [next] = programDeadlines(context.contract, step.state);
    if (next === undefined || next.atMs > context.atMs) break;
    const { state: after, commands } = next.apply(context, step.state);
    step = { state: after, commands: [...step.commands, ...commands] };
  }
  return step;
}
