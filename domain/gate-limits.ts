import type { CommandGate } from './policy.ts';

/** How long a gate's command may take unless the policy says otherwise. */
export const GATE_TIMEOUT_MS = 10 * 60_000;

/** Most bytes stored of one output stream of a gate unless the policy says otherwise: 1 GiB. */
export const GATE_OUTPUT_BYTES_MAX = 1024 ** 3;

/** A second run of the tree and one more of the base, when a number is out of its band. */
const CONFIRMING_RUNS = 2;

/** How often one gate run may start its command: itself, on the base, and to confirm a number. */
export function runsMaxOf({ report, measure = [] }: CommandGate): number {
  const countsTests = report === 'exit' ? 0 : 1;
  const samples = Math.max(0, ...measure.map((each) => each.samples));
  return 1 + countsTests + (samples === 0 ? 0 : samples + CONFIRMING_RUNS);
}
