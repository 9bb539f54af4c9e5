import { RESULTS } from '../../domain/result.ts';
import { GATE_STANDINGS } from '../model/item-model.ts';
import type { ReportModel } from '../model/report-model.ts';
import type { Block, Section, Tile, Tone } from './document.ts';
import { plural, TONE_OF_STANDING } from './words.ts';

/** The figures of a program at a glance. */
export function summarySection(model: ReportModel): Section {
  const { counts, resumeAt, program } = model;
  const resume: readonly Block[] =
    resumeAt === null
      ? []
      : [
          {
            kind: 'text',
            line: [
              'Work goes on with ',
              { kind: 'strong', text: resumeAt.item },
              resumeAt.stage === null ? '.' : ` at ${resumeAt.stage}.`,
            ],
          },
        ];
  const standstill = program.live?.reason ?? null;
  return {
    anchor: 'summary',
    title: 'At a glance',
    blocks: [
      { kind: 'tiles', tiles: tilesOf(model) },
      {
        kind: 'bar',
        label: 'Items',
        parts: [
          { label: 'done', count: counts.done, tone: 'good' },
          { label: 'claimed done before', count: counts.claimed, tone: 'warn' },
          { label: 'under way', count: counts.active, tone: 'info' },
          { label: 'blocked', count: counts.blocked, tone: 'bad' },
          { label: 'deferred', count: counts.deferred, tone: 'warn' },
          { label: 'skipped', count: counts.skipped, tone: 'warn' },
          { label: 'not started', count: counts.todo, tone: 'muted' },
        ],
      },
      {
        kind: 'bar',
        label: 'Gates of all items, as they stand now',
        parts: GATE_STANDINGS.map((standing) => ({
          label: standing,
          count: counts.gates[standing],
          tone: TONE_OF_STANDING[standing],
        })),
      },
      ...resume,
      ...(standstill === null ? [] : [{ kind: 'text' as const, line: [standstill] }]),
      ...priorityTable(model),
    ],
  };
}

function tilesOf({ counts, tests }: ReportModel): readonly Tile[] {
  const runs = Object.values(counts.runs).reduce((sum, each) => sum + each, 0);
  const byResult = RESULTS.filter((result) => counts.runs[result] > 0);
  const isDone = counts.items > 0 && counts.done === counts.items;
  const tone = (isGood: boolean): Tone => (isGood ? 'good' : 'info');
  return [
    {
      label: 'Items done',
      value: `${counts.done} of ${counts.items}`,
      note:
        counts.claimed > 0 ? `${counts.claimed} more only claimed` : 'each with its own evidence',
      tone: tone(isDone),
    },
    {
      label: 'Tests passing',
      value: `${tests.passing} of ${tests.written}`,
      note: 'counted one by one in reports',
      tone: tone(tests.written > 0 && tests.passing === tests.written),
    },
    {
      label: 'Gate runs',
      value: String(runs),
      note: byResult.map((result) => `${counts.runs[result]} ${result}`).join(', '),
      tone: 'info',
    },
    {
      label: 'Setbacks',
      value: String(counts.setbacks),
      note: 'rounds that ended without a pass',
      tone: 'info',
    },
    {
      label: 'Refused messages',
      value: String(counts.refusals),
      note: 'kept as evidence',
      tone: 'info',
    },
  ];
}

function priorityTable({ tests }: ReportModel): readonly Block[] {
  if (tests.byPriority.length === 0) return [];
  const total = tests.byPriority.reduce((sum, each) => sum + each.items, 0);
  const done = tests.byPriority.reduce((sum, each) => sum + each.done, 0);
  const rows = [
    ...tests.byPriority,
    { priority: 'All', items: total, done, written: tests.written, passing: tests.passing },
  ];
  return [
    {
      kind: 'table',
      caption: `Tests by priority, over ${plural(total, 'item')}`,
      head: ['Priority', 'Items', 'Done', 'Tests written', 'Tests passing'],
      numeric: [1, 2, 3, 4],
      rows: rows.map(({ priority, items, done: ready, written, passing }) => ({
        cells: [[priority], [String(items)], [String(ready)], [String(written)], [String(passing)]],
      })),
    },
  ];
}
