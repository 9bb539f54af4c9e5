import type { SetbackReport } from './item-model.ts';
import type { ItemTrail } from './item-trail.ts';
import { keep } from './kept.ts';
import { type ReportEntry, timeText } from './report-entry.ts';

/** Takes up what sent the item back, and what is awaited from then on. */
export function addSetback(
  trail: ItemTrail,
  entry: ReportEntry,
  cause: Omit<SetbackReport, 'at' | 'record' | 'followed'>,
): SetbackReport {
  const at = timeText(entry.record.scope.atMs);
  const followed = { submission: null, outcome: null };
  const setback = { ...cause, at, record: entry.sha256, followed };
  keep(trail.setbacks, setback);
  trail.failures += 1;
  trail.stage = cause.stage === 'RED' ? 'RED' : 'GREEN';
  return setback;
}

/** The first thing that the same gate came to after a setback is what followed it. */
export function follow(
  trail: ItemTrail,
  gate: string,
  outcome: NonNullable<SetbackReport['followed']['outcome']>,
): void {
  for (const setback of trail.setbacks.entries) {
    if (setback.gate === gate) setback.followed.outcome ??= outcome;
  }
}
