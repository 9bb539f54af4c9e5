import { STAGES } from '../stage.ts';
import type { ItemState, Setback } from './item-state.ts';

/**
 * The setback that still has to be worked off, or null. It is settled once the item has passed the
 * stage that sent it back; one of the review stays, so that the next review sees the findings.
 */
export function openSetback({
  setback,
  stage,
}: Pick<ItemState, 'setback' | 'stage'>): Setback | null {
  if (setback === null || stage === 'DONE') return null;
  return STAGES.indexOf(stage) > STAGES.indexOf(setback.stage) ? null : setback;
}
