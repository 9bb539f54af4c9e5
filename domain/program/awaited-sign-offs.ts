import { openCapability, openRoles, type OpenSignOff } from '../rules/open-sign-offs.ts';
import { governanceOf } from './governance.ts';
import type { ProgramContract, ProgramState } from './program-state.ts';

/**
 * The sign-offs that people are asked for now: those of the program once its certificate was refused,
 * and those of capabilities whose gates have passed.
 */
export function awaitedSignOffs(
  { policy }: ProgramContract,
  state: ProgramState,
): readonly OpenSignOff[] {
  const { phase } = state;
  const { signed, outcomes } = governanceOf(state);
  if (phase.kind === 'closed') return [];
  const roles =
    phase.kind === 'not-certified' && phase.result !== null
      ? openRoles(policy, signed, phase.result.commit)
      : [];
  const passed = new Map(
    outcomes.flatMap(({ answer, facts: { capability, commit, passed: gates } }) =>
      answer === 'accepted' && typeof capability === 'string' && Array.isArray(gates)
        ? [[capability, { capability, commit: String(commit) }] as const]
        : [],
    ),
  );
  const capabilities = [...passed.values()].map((each) => openCapability(policy, signed, each));
  return [...roles, ...capabilities.filter((each) => each !== null)];
}

/** The command that gives it. */
export function signOffCommand({ subject }: OpenSignOff): string {
  return `sluice decide sign-off ${subject} --reason "…"`;
}
