import type { GateStanding, ItemReport } from '../model/item-model.ts';
import type { Stage } from '../../domain/stage.ts';
import { csvText } from './csv-text.ts';

const COLUMNS = [
  'item',
  'title',
  'priority',
  'profile',
  'status',
  'claimed',
  'stage',
  'waiting_on',
  'reason',
  'attempts',
  'red',
  'targeted',
  'verify',
  'review',
  'tests_written',
  'tests_passing',
  'setbacks',
  'refused',
  'implemented_by',
  'reviewed_by',
  'commit',
  'tree',
  'evidence_sha256',
  'first_at',
  'last_at',
] as const;
type Column = (typeof COLUMNS)[number];

/** Items as CSV with a header, one line an item, in the order of the plan. */
export function itemsCsv(items: readonly ItemReport[]): string {
  const rows = items.map((item) => {
    const cells = cellsOf(item);
    return COLUMNS.map((column) => cells[column] ?? '');
  });
  return csvText([COLUMNS, ...rows]);
}

function cellsOf(item: ItemReport): Readonly<Record<Column, string | number | null>> {
  const { checkpoint, tests } = item;
  return {
    item: item.id,
    title: item.title,
    priority: item.priority,
    profile: item.profile,
    status: item.status,
    claimed: item.isClaimed ? 'yes' : 'no',
    stage: item.stage,
    waiting_on: item.waitingOn,
    reason: item.reason,
    attempts: item.attempts,
    red: stageStanding(item, 'RED'),
    targeted: stageStanding(item, 'TARGETED'),
    verify: stageStanding(item, 'VERIFY'),
    review: stageStanding(item, 'REVIEW'),
    tests_written: tests?.written ?? null,
    tests_passing: tests?.passing ?? null,
    setbacks: item.setbacks.length,
    refused: item.refusals.length,
    implemented_by: checkpoint?.implementers.join(' ') ?? null,
    reviewed_by: checkpoint?.reviewers.join(' ') ?? null,
    commit: checkpoint?.commit ?? null,
    tree: checkpoint?.tree ?? null,
    evidence_sha256: checkpoint?.record ?? null,
    first_at: item.firstAt,
    last_at: item.lastAt,
  };
}

/** The least favourable comes first: a stage is only as good as its worst gate. */
const WORST_FIRST = [
  'FAIL',
  'ERROR',
  'STALE',
  'NOT_RUN',
  'WAIVED',
  'NA',
  'PASS',
] as const satisfies readonly GateStanding[];

function stageStanding({ gates }: ItemReport, stage: Stage): GateStanding | null {
  const standings = new Set(
    gates.filter((gate) => gate.stage === stage).map((gate) => gate.standing),
  );
  return WORST_FIRST.find((standing) => standings.has(standing)) ?? null;
}
