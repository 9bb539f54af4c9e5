import type { Caps } from '../policy.ts';
import { isInForce, type Registers } from '../register/registers.ts';

/**
 * What the registers say against a certificate, in words: more open debts than the cap, drift that
 * has to be fixed, and entries that contradict each other. Empty when nothing does.
 */
export function registerReasons(
  { debts, drifts, problems }: Registers,
  { caps }: { readonly caps?: Caps },
): readonly string[] {
  const open = debts.filter(isInForce).length;
  const max = caps?.openDebts;
  const fixes = drifts.filter(
    (drift) => isInForce(drift) && drift.classification === 'DRIFT_FIX_REQUIRED',
  );
  return [
    ...(max !== undefined && open > max ? [`open debts: ${open}, the cap is ${max}`] : []),
    ...fixes.map(({ id, title }) => `drift ${id} has to be fixed: ${title}`),
    ...problems.map((problem) => `register: ${problem}`),
  ];
}
