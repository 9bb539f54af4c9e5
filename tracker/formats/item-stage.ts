import type { ItemStatus } from '../../domain/backlog-status.ts';
import { stagesOf, type Profile, type Stage } from '../../domain/stage.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { isClosed } from '../status-word.ts';
import type { ChecklistEntry, ResumePoint, TrackerItem } from '../tracker-model.ts';

/**
 * The stage at which an item of a status goes on; null where nothing is left, or where the policy's
 * default profile decides what comes first.
 */
export function stageAt(status: ItemStatus, profile: Profile | null): Stage | null {
  switch (status) {
    case 'todo':
    case 'in_progress':
    case 'blocked':
      return profile === null ? null : (stagesOf(profile)[0] ?? null);
    case 'changes_requested':
      return 'GREEN';
    case 'in_review':
      return 'REVIEW';
    case 'approved':
      return 'CHECKPOINT';
    case 'deferred':
    case 'skipped':
    case 'done':
      return null;
    default:
      return unreachable(status);
  }
}

/** The status that an item's boxes tell, where nothing else does. */
export function statusOfBoxes(entries: readonly ChecklistEntry[]): ItemStatus {
  const done = entries.filter((entry) => entry.done).length;
  if (entries.length === 0 || done === 0) return 'todo';
  return done === entries.length ? 'done' : 'in_progress';
}

/** The first item that is not finished, in the order of the document. */
export function resumePointOf(items: readonly TrackerItem[]): ResumePoint | null {
  const next = items.find((item) => !isClosed(item.status));
  return next === undefined ? null : { item: next.id, stage: next.stage };
}
