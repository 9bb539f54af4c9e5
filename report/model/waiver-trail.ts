import type { WaiverEvent } from '../../domain/waiver.ts';
import type { WaiverRecord } from '../../domain/evidence-record.ts';
import { parseMoment } from '../../domain/moment.ts';
import { rejectionText } from '../../domain/rejection-text.ts';
import type { GateReport, WaiverReport } from './item-model.ts';
import { type ReportEntry, timeText } from './report-entry.ts';

/** Waivers that are remembered of one item; more are in the log. */
const WAIVERS_MAX = 100;

const STATUS_OF = {
  requested: 'requested',
  granted: 'in-force',
  renewed: 'in-force',
  refused: 'refused',
  expired: 'expired',
} as const satisfies Record<WaiverEvent, WaiverReport['status']>;

/** The waivers of one item by their ids, while the log is read. */
export type WaiverTrail = Map<string, WaiverReport>;

export function addWaiver(trail: WaiverTrail, entry: ReportEntry, body: WaiverRecord): void {
  const { scope } = entry.record;
  const { waiver, gate, actor, reason, until, basis, tests, code, facts, snapshot } = body;
  const known = trail.get(waiver);
  if (known === undefined && trail.size >= WAIVERS_MAX) return;
  trail.set(waiver, {
    at: known?.at ?? timeText(scope.atMs),
    item: scope.item,
    waiver,
    gate,
    status: STATUS_OF[body.event],
    actor,
    reason,
    until,
    basis: basis ?? known?.basis ?? null,
    tests,
    why: code === null ? null : rejectionText(code, facts).message,
    tree: snapshot.tree,
    record: entry.sha256,
    baseRun: body.baseRun ?? known?.baseRun ?? null,
  });
}

/** A new run of the gate on the tree says what is true now: the waiver on it is over. */
export function supersede(trail: WaiverTrail, run: { gate: string; tree: string }): void {
  for (const [id, each] of trail) {
    const isOver = each.status === 'in-force' && each.gate === run.gate && each.tree === run.tree;
    if (isOver) trail.set(id, { ...each, status: 'superseded', why: 'The gate ran again.' });
  }
}

/** The waivers as they stand at a moment: one whose end has passed opens nothing any more. */
export function waiversAt(trail: WaiverTrail, atMs: number): readonly WaiverReport[] {
  return [...trail.values()].map((each) => {
    const hasEnded = each.status === 'in-force' && (parseMoment(each.until) ?? 0) <= atMs;
    return hasEnded ? { ...each, status: 'expired', why: `It ended at ${each.until}.` } : each;
  });
}

/** The gate with its waiver: WAIVED is a result of its own, beside how the run itself ended. */
export function withWaiver(trail: WaiverTrail, gate: GateReport, waivedAs: string): GateReport {
  const { standing, tree } = gate;
  const isOpen = standing === 'PASS' || standing === 'STALE' || standing === 'NOT_RUN';
  if (isOpen) return gate;
  const waiver = [...trail.values()].find(
    (each) => each.gate === waivedAs && each.tree === tree && each.status === 'in-force',
  );
  if (waiver === undefined) return gate;
  const { waiver: id, actor, until, reason } = waiver;
  return { ...gate, standing: 'WAIVED', reason: `${id} by ${actor} until ${until}: ${reason}` };
}
