import { RESULTS } from '../../domain/result.ts';
import type { PlannedItem } from '../../domain/plan-page.ts';
import type { BoardItem, BoardProgram } from '../board-model.ts';
import { certificationReport } from './certification-report.ts';
import { countStandings } from './gate-standing.ts';
import { governanceReport } from './governance-report.ts';
import { itemReport } from './item-report.ts';
import { programGates } from './program-gates.ts';
import type { Collected, PlannedProgram } from './report-collector.ts';
import { timeText } from './report-entry.ts';
import type { ItemReport, TestTotals } from './item-model.ts';
import type {
  EvidenceReport,
  PriorityTotals,
  ReportCounts,
  ReportModel,
  ResumePoint,
} from './report-model.ts';

/** What a report is made from, beside the log. */
export interface ReportSources extends PlannedProgram {
  readonly planDigest: string | null;
  readonly evidence: EvidenceReport;
  /** What the program's workflow says; null where its server does not answer. */
  readonly live: { readonly program: BoardProgram; readonly open: readonly BoardItem[] } | null;
  /** The newest commit of the program's branch; null where it is not known. */
  readonly tip: string | null;
  /** The tree of that commit; absent or null where it is not known. */
  readonly tipTree?: string | null;
  readonly madeAtMs: number;
  readonly gaps: readonly string[];
}

/** The report of a program. Pure: the same log and sources always give the same report. */
export function buildReport(collected: Collected, sources: ReportSources): ReportModel {
  const items = itemReports(collected, sources);
  const { planDigest, live, evidence, madeAtMs, gaps } = sources;
  const { firstAtMs, lastAtMs, policyDigest } = collected;
  const resumeAt = resumePoint(items);
  const hasRecords = firstAtMs !== Infinity;
  return {
    program: {
      id: sources.program,
      branch: live?.program.branch ?? collected.branch,
      policyDigest,
      planDigest,
      isSolo: collected.solo || sources.policy?.solo === true,
      firstAt: hasRecords ? timeText(firstAtMs) : null,
      lastAt: hasRecords ? timeText(lastAtMs) : null,
      actors: collected.actors.actors(sources.policy),
      baseline: programGates(collected.own, sources, { stage: 'BASELINE', tree: null }),
      live: live?.program ?? null,
    },
    madeAt: timeText(madeAtMs),
    certification: certificationReport(collected, sources),
    evidence,
    counts: countsOf(collected, items),
    tests: { ...sumTests(items), byPriority: byPriority(items) },
    items,
    decisions: collected.decisions.entries,
    refusals: collected.refusals.entries,
    days: collected.daily.days(resumeAt),
    resumeAt,
    governance: governanceReport(collected.governance.facts(), sources, tipOf(sources)),
    gaps,
  };
}

function tipOf({ tip, tipTree = null }: ReportSources): { commit: string; tree: string } | null {
  return tip === null || tipTree === null ? null : { commit: tip, tree: tipTree };
}

/** Items of the plan in its order, then those that only the log or the board knows. */
function itemReports(collected: Collected, sources: ReportSources): readonly ItemReport[] {
  const planned = new Map<string, PlannedItem>(sources.items.map((each) => [each.item.id, each]));
  const live = new Map((sources.live?.open ?? []).map((each) => [each.id, each]));
  const ids = new Set([...planned.keys(), ...collected.trails.keys(), ...live.keys()]);
  return [...ids].map((id) =>
    itemReport({
      id,
      trail: collected.trails.get(id),
      planned: planned.get(id),
      live: live.get(id),
      policy: sources.policy,
      asOfMs: sources.madeAtMs,
    }),
  );
}

function resumePoint(items: readonly ItemReport[]): ResumePoint | null {
  const held = new Set(['done', 'blocked', 'deferred', 'skipped']);
  const next = items.find((item) => !held.has(item.status));
  if (next === undefined) return null;
  return { item: next.id, stage: next.stage === 'DONE' ? null : next.stage };
}

function countsOf(collected: Collected, items: readonly ItemReport[]): ReportCounts {
  const count = (test: (item: ItemReport) => boolean): number => items.filter(test).length;
  const claimed = count((item) => item.isClaimed);
  const done = count((item) => item.status === 'done') - claimed;
  const blocked = count((item) => item.status === 'blocked');
  const deferred = count((item) => item.status === 'deferred');
  const skipped = count((item) => item.status === 'skipped');
  const todo = count((item) => item.status === 'todo');
  return {
    items: items.length,
    done,
    claimed,
    active: items.length - done - claimed - blocked - deferred - skipped - todo,
    blocked,
    deferred,
    skipped,
    todo,
    gates: countStandings(items.flatMap((item) => item.gates)),
    runs: Object.fromEntries(
      RESULTS.map((result) => [result, collected.runs[result]]),
    ) as ReportCounts['runs'],
    setbacks: collected.setbacks,
    refusals: collected.refused,
  };
}

function sumTests(items: readonly ItemReport[]): TestTotals {
  return {
    written: items.reduce((sum, { tests }) => sum + (tests?.written ?? 0), 0),
    passing: items.reduce((sum, { tests }) => sum + (tests?.passing ?? 0), 0),
  };
}

/** The most urgent first; items whose priority is not known last. */
function byPriority(items: readonly ItemReport[]): readonly PriorityTotals[] {
  const unknown = 'unknown';
  const priorities = [...new Set(items.map((item) => item.priority ?? unknown))].toSorted();
  return priorities.map((priority) => {
    const own = items.filter((item) => (item.priority ?? unknown) === priority);
    const done = own.filter((item) => item.status === 'done' && !item.isClaimed).length;
    return { priority, items: own.length, done, ...sumTests(own) };
  });
}
