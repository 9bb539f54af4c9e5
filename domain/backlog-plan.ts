import { ITEM_STATUSES, type ItemStatus } from './backlog-status.ts';
import { commandText } from './command-text.ts';
import type { PlannedItem } from './plan-page.ts';
import type { BacklogItem, Policy } from './policy.ts';
import { formatPriority } from './priority.ts';
import { stagesOf, type Profile, type Stage } from './stage.ts';

/** Something worth a look that does not stop the program, with its line in the document. */
export interface PlanWarning {
  readonly line: number;
  readonly message: string;
}

export interface Checklist {
  readonly done: number;
  readonly open: number;
}

/** What a tracker document says about an item beyond the backlog entry. */
export interface TrackedState {
  /** Phase or workstream under which the document lists it. */
  readonly phase: string | null;
  readonly status: ItemStatus;
  /** The stage that it has reached, or null before the first and after the last. */
  readonly stage: Stage | null;
  readonly checklist: Checklist;
}

export interface BacklogPlanItem extends TrackedState {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly priority: string;
  readonly profile: Profile;
  readonly dependsOn: readonly string[];
  /** Commands of this item alone, as a person would type them: its own, and those found in a tracker. */
  readonly commands: readonly string[];
}

/** The data of `sluice plan --json`. Items stand in the order in which they run. */
export interface BacklogPlan {
  readonly program: string;
  readonly items: readonly BacklogPlanItem[];
  readonly warnings: readonly PlanWarning[];
  readonly counts: {
    readonly items: number;
    readonly byStatus: Readonly<Record<ItemStatus, number>>;
    readonly checklist: Checklist;
  };
  /** The first item in order that is not finished, and the stage to go on with; null when all are. */
  readonly resumeAt: { readonly item: string; readonly stage: Stage | null } | null;
}

/** Nobody has to do anything more for an item with one of these. */
const FINISHED: ReadonlySet<ItemStatus> = new Set(['done', 'skipped']);

const UNTRACKED: TrackedState = {
  phase: null,
  status: 'todo',
  stage: null,
  checklist: { done: 0, open: 0 },
};

/** The plan of a program: what would run, in which order, and where it would begin. */
export function backlogPlan(input: {
  readonly policy: Pick<Policy, 'program'>;
  readonly items: readonly PlannedItem[];
  readonly warnings?: readonly PlanWarning[];
  /** By item id, where a tracker document says more than the backlog entry. */
  readonly tracked?: ReadonlyMap<string, TrackedState>;
  /** By item id, the commands that its document mentions: shown, whether they may run or not. */
  readonly commands?: ReadonlyMap<string, readonly string[]>;
}): BacklogPlan {
  const items = input.items.map(({ item }) =>
    planItem(item, input.tracked?.get(item.id) ?? UNTRACKED, input.commands?.get(item.id) ?? []),
  );
  const resume = items.find((item) => !FINISHED.has(item.status));
  return {
    program: input.policy.program,
    items,
    warnings: input.warnings ?? [],
    counts: {
      items: items.length,
      byStatus: countByStatus(items),
      checklist: {
        done: items.reduce((sum, item) => sum + item.checklist.done, 0),
        open: items.reduce((sum, item) => sum + item.checklist.open, 0),
      },
    },
    resumeAt:
      resume === undefined
        ? null
        : { item: resume.id, stage: resume.stage ?? stagesOf(resume.profile)[0] ?? null },
  };
}

function planItem(
  item: BacklogItem,
  tracked: TrackedState,
  found: readonly string[],
): BacklogPlanItem {
  const { id, title, line, profile, dependsOn } = item;
  const own = [...item.commands.targeted, ...item.commands.verify].map(commandText);
  const commands = [...new Set([...own, ...found])];
  return {
    ...tracked,
    id,
    title,
    line,
    priority: formatPriority(item.priority),
    profile,
    dependsOn,
    commands,
  };
}

function countByStatus(items: readonly BacklogPlanItem[]): Record<ItemStatus, number> {
  const counts = Object.fromEntries(ITEM_STATUSES.map((status) => [status, 0])) as Record<
    ItemStatus,
    number
  >;
  for (const item of items) counts[item.status] += 1;
  return counts;
}
