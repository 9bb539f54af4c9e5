import type { TrackedState } from '../domain/backlog-plan.ts';
import type { BacklogItem, Command } from '../domain/policy.ts';
import { PRIORITY_LOWEST } from '../domain/priority.ts';
import { isSafeLine } from '../domain/safe-text.ts';
import type { Profile } from '../domain/stage.ts';

import type { Note, TrackerDocument, TrackerItem } from './tracker-model.ts';

/** Longer titles are cut: a title goes into commits, tables and workflow summaries. */
export const TITLE_CHARS_MAX = 200;

/** What a policy says about a backlog that is a document. */
export interface BacklogOptions {
  /** The profile of items whose document tells none. */
  readonly profile: Profile;
  /** `allow` lets commands that stand in the document run in the place of the policy's gates. */
  readonly commandsFromTracker: 'show' | 'allow';
}

export interface TrackerBacklog {
  readonly items: readonly BacklogItem[];
  /** By item id, what the document says beyond the backlog entry. */
  readonly tracked: ReadonlyMap<string, TrackedState>;
  /** By item id, the commands found, as they stand in the document; shown whether they run or not. */
  readonly commands: ReadonlyMap<string, readonly string[]>;
  /** Items that the document calls done or skipped: not run, and claimed until the certification. */
  readonly claimed: ReadonlySet<string>;
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
}

/** A tracker document as a backlog to plan and to run. */
export function backlogOf(document: TrackerDocument, options: BacklogOptions): TrackerBacklog {
  const items = document.items.map((item) => backlogItem(item, options));
  return {
    items,
    tracked: new Map(document.items.map((item) => [item.id, trackedState(item)])),
    commands: new Map(
      document.items.map((item) => [item.id, unique(item.commands.map((each) => each.text))]),
    ),
    claimed: new Set(
      document.items
        .filter(({ status }) => status === 'done' || status === 'skipped')
        .map((item) => item.id),
    ),
    warnings: document.warnings.map(({ line, text }: Note) => ({ line, message: text })),
  };
}

function backlogItem(item: TrackerItem, options: BacklogOptions): BacklogItem {
  const allowed = options.commandsFromTracker === 'allow';
  const commandsOf = (stage: 'TARGETED' | 'VERIFY'): readonly Command[] => {
    const found = item.commands.filter((each) => each.stage === stage && isSafeLine(each.text));
    return allowed ? unique(found.map((each) => each.text)).map((shell) => ({ shell })) : [];
  };
  return {
    id: item.id,
    title: shortTitle(item),
    priority: item.priority ?? PRIORITY_LOWEST,
    profile: item.profile ?? options.profile,
    dependsOn: item.dependsOn,
    tests: item.tests.filter((each) => isSafeLine(each)),
    expect: 'assertion',
    line: item.line,
    commands: { targeted: commandsOf('TARGETED'), verify: commandsOf('VERIFY') },
  };
}

function trackedState(item: TrackerItem): TrackedState {
  const done = item.checklist.filter((entry) => entry.done).length;
  return {
    phase: item.phase,
    status: item.status,
    stage: item.stage,
    checklist: { done, open: item.checklist.length - done },
  };
}

function shortTitle(item: TrackerItem): string {
  const title = item.title === '' ? item.id : item.title;
  return title.length <= TITLE_CHARS_MAX ? title : `${title.slice(0, TITLE_CHARS_MAX - 1)}…`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
