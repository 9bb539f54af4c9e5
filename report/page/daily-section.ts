import type { DayReport, ReportModel } from '../model/report-model.ts';
import { RESULTS } from '../../domain/result.ts';
import type { Block, Card, Section } from './document.ts';
import { plural, strong } from './words.ts';

/** Days that a page lists, the newest first. */
const DAYS_SHOWN_MAX = 90;

/** What happened each day, in UTC, and where each day ended. */
export function dailySection({ days }: ReportModel): Section {
  const shown = days.slice(-DAYS_SHOWN_MAX).toReversed();
  const rest = days.length - shown.length;
  const empty: readonly Block[] =
    days.length === 0 ? [{ kind: 'text', line: ['Nothing is recorded yet.'] }] : [];
  const more: readonly Block[] =
    rest > 0
      ? [{ kind: 'text', line: [`${plural(rest, 'earlier day')}: sluice report --json has all.`] }]
      : [];
  return {
    anchor: 'days',
    title: 'Daily log (UTC)',
    blocks: [...empty, ...shown.map(dayCard), ...more],
  };
}

function dayCard(day: DayReport): Card {
  const { resumeAt, events, leftOut } = day;
  const resume =
    resumeAt === null
      ? 'nothing was left to do'
      : `${resumeAt.item}${resumeAt.stage === null ? '' : ` at ${resumeAt.stage}`}`;
  const older: readonly Block[] =
    leftOut === 0
      ? []
      : [{ kind: 'text', line: [`${plural(leftOut, 'earlier event')} of this day left out.`] }];
  const list: readonly Block[] =
    events.length === 0
      ? []
      : [
          {
            kind: 'list',
            entries: events.map(({ at, item, text }) => ({
              line: [`${at.slice(11, 16)} `, strong(item ?? 'program'), ` ${text}`],
            })),
          },
        ];
  return {
    kind: 'card',
    anchor: `day-${day.day}`,
    title: [day.day],
    blocks: [
      { kind: 'text', line: [countsText(day)] },
      { kind: 'text', line: ['Resume point: ', strong(resume)] },
      ...older,
      ...list,
    ],
  };
}

function countsText(day: DayReport): string {
  const runs = RESULTS.filter((result) => day.runs[result] > 0).map(
    (result) => `${day.runs[result]} ${result}`,
  );
  const some = (count: number, noun: string): readonly string[] =>
    count === 0 ? [] : [plural(count, noun)];
  const parts = [
    ...some(day.checkpoints, 'checkpoint'),
    ...some(day.submissions, 'submission'),
    ...(runs.length === 0 ? [] : [`gate runs: ${runs.join(', ')}`]),
    ...some(day.approvals, 'approval'),
    ...(day.changesRequested === 0 ? [] : [`${day.changesRequested} sent back by review`]),
    ...some(day.decisions, 'decision'),
    ...some(day.refusals, 'refused message'),
  ];
  return parts.join(' · ');
}
