import type { Read } from '../input-problem.ts';
import type { SpanEdit } from '../markdown/edit.ts';
import type { TrackerDocument } from '../tracker-model.ts';

import { backlogMdEdits, parseBacklogMd } from './backlog-md.ts';
import { beadsEdits, parseBeads } from './beads.ts';
import type { OtherChange } from './other-change.ts';
import { isSpecKitTask, parseSpecKit, specKitEdits } from './spec-kit.ts';
import { parseTaskMaster, taskMasterEdits } from './task-master.ts';

/** A file format of another tool: text in, model out, and the edits that write an item back. */
export interface OtherFormat {
  readonly id: 'backlog-md' | 'task-master' | 'beads' | 'spec-kit';
  readonly parse: (text: string) => Read<TrackerDocument>;
  readonly edits: (document: TrackerDocument, change: OtherChange) => readonly SpanEdit[];
}

export const BACKLOG_MD: OtherFormat = {
  id: 'backlog-md',
  parse: parseBacklogMd,
  edits: backlogMdEdits,
};
export const TASK_MASTER: OtherFormat = {
  id: 'task-master',
  parse: parseTaskMaster,
  edits: taskMasterEdits,
};
export const BEADS: OtherFormat = { id: 'beads', parse: parseBeads, edits: beadsEdits };
export const SPEC_KIT: OtherFormat = { id: 'spec-kit', parse: parseSpecKit, edits: specKitEdits };

/** Only the start of a file is looked at to tell what it is. */
const DETECT_CHARS_MAX = 64 * 1024;
const BOX = /^\s*[-*+] \[[ xX]\]\s+(.*)$/gm;

/**
 * The tool whose file this is, by its name and the start of its text; null where it is none of them,
 * or may be an ordinary tracker.
 */
export function detectOtherFormat(path: string, text: string): OtherFormat | null {
  const head = text.slice(0, DETECT_CHARS_MAX);
  const first = head.trimStart().replace(/^\uFEFF/, '')[0];
  if (/\.jsonl$/i.test(path)) return BEADS;
  if (/\.json$/i.test(path)) return first === '{' ? TASK_MASTER : null;
  if (isTaskFrontMatter(head)) return BACKLOG_MD;
  const boxes = [...head.matchAll(BOX)].map((match) => match[1] ?? '');
  const tasks = boxes.filter((raw) => isSpecKitTask(raw)).length;
  return tasks > 0 && tasks >= boxes.length / 2 ? SPEC_KIT : null;
}

/** Backlog.md writes an id and a status into every task's front matter. */
function isTaskFrontMatter(head: string): boolean {
  if (!/^\uFEFF?---\s/.test(head)) return false;
  const matter = head.split(/^---\s*$/m, 2)[1] ?? '';
  return /^id:/m.test(matter) && /^status:/m.test(matter);
}
