import type { PlannedItem } from '../../domain/plan-page.ts';
import type { Policy } from '../../domain/policy.ts';
import { formatPriority } from '../../domain/priority.ts';
import type { BoardItem } from '../board-model.ts';
import { itemGates } from './item-gates.ts';
import { itemStanding, type ItemStanding } from './item-standing.ts';
import { type ItemTrail, newTrail } from './item-trail.ts';
import { timeText } from './report-entry.ts';
import { waiversAt } from './waiver-trail.ts';
import type { GateReport, ItemReport, TestTotals } from './item-model.ts';

/** What is known of one item; each part may be missing. */
export interface ItemSources {
  readonly id: string;
  readonly trail: ItemTrail | undefined;
  readonly planned: PlannedItem | undefined;
  /** The item's line of the live board, while it is open there. */
  readonly live: BoardItem | undefined;
  readonly policy: Policy | null;
  /** When the report is made: a waiver whose end has passed opens nothing any more. */
  readonly asOfMs: number;
}

/** One item, from its records, the plan and, where the server answers, the live board. */
export function itemReport(sources: ItemSources): ItemReport {
  const { id, planned, live, policy } = sources;
  const trail = sources.trail ?? newTrail();
  const item = planned?.item ?? null;
  const gates = itemGates(trail, item, policy);
  const isClaimed = planned?.claimed === true && trail.checkpoint === null;
  return {
    id,
    title: item?.title ?? live?.title ?? null,
    priority: item === null ? (live?.priority ?? null) : formatPriority(item.priority),
    profile: item?.profile ?? null,
    dependsOn: item?.dependsOn ?? [],
    isClaimed,
    ...standingOf(sources, isClaimed, itemStanding(trail, gates, policy)),
    waitingOn: live?.waitingOn ?? null,
    attempts: Math.max(trail.attempts, live?.attempt ?? 0),
    gates,
    ...listsOf(trail),
    waivers: waiversAt(trail.waivers, sources.asOfMs),
    checkpoint: trail.checkpoint,
    tests: testsOf(gates),
    records: trail.records,
    firstAt: trail.records === 0 ? null : timeText(trail.firstAtMs),
    lastAt: trail.records === 0 ? null : timeText(trail.lastAtMs),
  };
}

/** The workflow knows better than its records, which follow it; but only a checkpoint is DONE. */
function standingOf(
  { live }: ItemSources,
  isClaimed: boolean,
  recorded: ItemStanding,
): ItemStanding {
  if (isClaimed) return { status: 'done', stage: 'DONE', reason: null };
  if (live === undefined || live.status === 'done' || recorded.stage === 'DONE') return recorded;
  return { status: live.status, stage: live.stage ?? recorded.stage, reason: live.reason };
}

type Lists = Pick<
  ItemReport,
  | 'submissions'
  | 'reviews'
  | 'setbacks'
  | 'refusals'
  | 'decisions'
  | 'findings'
  | 'talk'
  | 'leftOut'
>;

function listsOf(trail: ItemTrail): Lists {
  const { submissions, reviews, setbacks, refusals, decisions, talk } = trail;
  return {
    submissions: submissions.entries,
    reviews: reviews.entries.map((each) => ({ ...each, isStale: each.tree !== trail.tree })),
    setbacks: setbacks.entries,
    refusals: refusals.entries,
    decisions: decisions.entries,
    findings: trail.findings.ledger,
    talk: talk.entries,
    leftOut: [submissions, reviews, setbacks, refusals, decisions, talk].reduce(
      (sum, each) => sum + each.leftOut,
      0,
    ),
  };
}

/** Tests of TARGETED once it passed, before that those of RED: counted case by case, never claimed. */
function testsOf(gates: readonly GateReport[]): TestTotals | null {
  const passed = gates.find(
    (gate) => gate.stage === 'TARGETED' && gate.standing === 'PASS' && gate.tests !== null,
  );
  const red = gates.find((gate) => gate.stage === 'RED' && gate.standing === 'PASS');
  const counts = passed?.tests ?? red?.tests ?? null;
  return counts === null ? null : { written: counts.total, passing: counts.passed };
}
