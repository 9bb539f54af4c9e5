/**
 * What a gate came to. Only PASS is a pass; NA (with a reason) and WAIVED are counted apart and
 * always shown; ERROR means that the gate could not be judged; STALE that the tree moved on.
 */
export const RESULTS = ['PASS', 'FAIL', 'NA', 'WAIVED', 'ERROR', 'STALE'] as const;
export type Result = (typeof RESULTS)[number];

/** Whether a gate with this result lets the item go on. */
export function opensGate(result: Result): boolean {
  return result === 'PASS' || result === 'NA' || result === 'WAIVED';
}
