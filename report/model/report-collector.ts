import { SLUICE } from '../../domain/actor.ts';
import type { CertificationRecord } from '../../domain/evidence-record.ts';
import type { PlannedItem } from '../../domain/plan-page.ts';
import type { Policy } from '../../domain/policy.ts';
import {
  createGovernanceFold,
  type GovernanceFold,
} from '../../domain/readiness/governance-fold.ts';
import type { Result } from '../../domain/result.ts';
import { type ActorTally, createActorTally } from './actor-tally.ts';
import { countResults, createDailyLog, type DailyLog } from './daily-log.ts';
import { itemGates } from './item-gates.ts';
import { itemStanding } from './item-standing.ts';
import { addToTrail } from './add-to-trail.ts';
import { type ItemTrail, newTrail } from './item-trail.ts';
import { keep, type Kept, keptNone } from './kept.ts';
import { decisionReport, refusalReport } from './message-entry.ts';
import { identityOf, type ReportEntry, timeText } from './report-entry.ts';
import type { DecisionReport, RefusalReport } from './item-model.ts';
import type { ResumePoint } from './report-model.ts';

/** Decisions, and refused messages, that a report of a whole program lists. */
const PROGRAM_ENTRIES_MAX = 1_000;

/** What the program was started from; both are missing where this machine does not hold them. */
export interface PlannedProgram {
  readonly program: string;
  /** In the order of execution. */
  readonly items: readonly PlannedItem[];
  readonly policy: Policy | null;
}

export interface RecordedCertification {
  readonly at: string;
  readonly body: CertificationRecord;
  readonly record: string;
}

/** What the log says about one program. */
export interface Collected {
  readonly trails: ReadonlyMap<string, ItemTrail>;
  /** Records of the program itself: baseline, certification, pause. */
  readonly own: ItemTrail;
  readonly decisions: Kept<DecisionReport>;
  readonly refusals: Kept<RefusalReport>;
  /** The newest. */
  certification: RecordedCertification | null;
  branch: string | null;
  policyDigest: string | null;
  firstAtMs: number;
  lastAtMs: number;
  readonly runs: Record<Result, number>;
  /** Some verdict, checkpoint or certification was given in solo mode. */
  solo: boolean;
  setbacks: number;
  refused: number;
  readonly actors: ActorTally;
  readonly daily: DailyLog;
  readonly governance: GovernanceFold;
}

/** Reads the records of one program, in the order of the log, once and in bounded memory. */
export interface ReportCollector {
  /** Takes up a record; those of other programs change nothing. */
  add(entry: ReportEntry): void;
  readonly collected: Collected;
}

export function createReportCollector(planned: PlannedProgram): ReportCollector {
  const trails = new Map<string, ItemTrail>();
  const resume = createResumeSearch(planned, trails);
  const collected: Collected = {
    trails,
    own: newTrail(),
    decisions: keptNone(),
    refusals: keptNone(),
    certification: null,
    branch: null,
    policyDigest: null,
    firstAtMs: Infinity,
    lastAtMs: -Infinity,
    runs: countResults([]),
    solo: false,
    setbacks: 0,
    refused: 0,
    actors: createActorTally(),
    daily: createDailyLog(resume),
    governance: createGovernanceFold(),
  };
  const trailOf = (item: string | null): ItemTrail => {
    if (item === null) return collected.own;
    const trail = trails.get(item) ?? newTrail();
    trails.set(item, trail);
    return trail;
  };
  return {
    collected,
    add(entry) {
      const { scope } = entry.record;
      if (scope.program !== planned.program) return;
      collected.daily.begin(scope.atMs);
      collected.governance.add(entry.record);
      const setback = addToTrail(trailOf(scope.item), entry);
      collected.daily.add(entry.record, setback);
      if (setback !== null) collected.setbacks += 1;
      collect(collected, entry);
    },
  };
}

function collect(collected: Collected, entry: ReportEntry): void {
  const { scope, body } = entry.record;
  collected.policyDigest = scope.policyDigest;
  collected.firstAtMs = Math.min(collected.firstAtMs, scope.atMs);
  collected.lastAtMs = Math.max(collected.lastAtMs, scope.atMs);
  collected.actors.add(body, identityOf(entry));
  switch (body.type) {
    case 'run':
      if (body.purpose === undefined) collected.runs[body.result] += 1;
      return;
    case 'decision':
      keep(collected.decisions, decisionReport(entry, body), PROGRAM_ENTRIES_MAX);
      return;
    case 'refusal':
      // What Sluice itself refused is a setback of the item, and counted as one.
      if (body.actor === SLUICE) return;
      collected.refused += 1;
      keep(collected.refusals, refusalReport(entry, body), PROGRAM_ENTRIES_MAX);
      return;
    case 'checkpoint':
      collected.solo ||= body.solo === true;
      collected.branch = body.branch;
      return;
    case 'certification':
      collected.branch = body.branch;
      collected.solo ||= body.solo === true;
      collected.certification = { at: timeText(scope.atMs), body, record: entry.sha256 };
      return;
    case 'verdict':
      collected.solo ||= body.solo === true;
      return;
    case 'waiver':
    case 'notice':
    case 'submission':
    case 'talk':
    case 'register':
    case 'sign-off':
      return;
  }
}

/**
 * Finds the first item in order that is neither finished nor held. Finished items stay finished, so
 * each search begins where the last one found the finished ones to end.
 */
export function createResumeSearch(
  { items, policy }: PlannedProgram,
  trails: ReadonlyMap<string, ItemTrail>,
): () => ResumePoint | null {
  let finished = 0;
  const isFinished = ({ item, claimed }: PlannedItem): boolean =>
    claimed === true || (trails.get(item.id)?.checkpoint ?? null) !== null;
  return () => {
    for (let next = items[finished]; next !== undefined && isFinished(next); next = items[finished])
      finished += 1;
    for (const planned of items.slice(finished)) {
      const { item } = planned;
      const trail = trails.get(item.id);
      if (trail === undefined) return { item: item.id, stage: null };
      const { status, stage } = itemStanding(trail, itemGates(trail, item, policy), policy);
      const isHeld = status === 'blocked' || status === 'deferred' || status === 'skipped';
      if (isHeld || isFinished(planned)) continue;
      return { item: item.id, stage: stage === 'DONE' ? null : stage };
    }
    return null;
  };
}
