import { awaitsOnlySignOffs } from '../rules/sign-off.ts';
import { type ProgramContext, startBaseline } from './baseline.ts';
import { governanceOf } from './governance.ts';
import type { ProgramStep } from './program-event.ts';
import type { ProgramState } from './program-state.ts';

/**
 * Certifies again when the last sign-off has come that a certificate was refused for, and nothing
 * else was: for the very commit that was to be certified. The whole baseline runs again, as nobody
 * knows what has changed around it since; null where something is still missing.
 */
export function recertify(context: ProgramContext, state: ProgramState): ProgramStep | null {
  const { phase } = state;
  if (phase.kind !== 'not-certified' || phase.result === null) return null;
  const { commit, reasons } = phase.result;
  const { policy } = context.contract;
  const missing = awaitsOnlySignOffs(policy, reasons, commit);
  if (missing === null) return null;
  const signed = governanceOf(state).signed.filter(
    (each) => each.of === 'program' && each.commit === commit,
  );
  const isComplete = missing.every((role) => signed.some((each) => each.role === role));
  return isComplete ? startBaseline(context, state, 'certifying') : null;
}
