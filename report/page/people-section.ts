import type { ReportModel } from '../model/report-model.ts';
import type { Block, Section, Table } from './document.ts';
import { moment } from './words.ts';

/** Rows of decisions, and of refused messages, on one page: the newest. */
const ROWS_MAX = 200;

/** Who did what, and what nobody has proven about who they are. */
export function peopleSection({ program }: ReportModel): Section {
  return {
    anchor: 'people',
    title: 'People and agents',
    blocks: [
      {
        kind: 'table',
        caption: 'What each actor did; an identity is verified where all that was said is signed',
        head: ['Actor', 'Identity', 'Roles', 'Submissions', 'Reviews', 'Decisions', 'Refused'],
        numeric: [3, 4, 5, 6],
        rows: program.actors.map((each) => ({
          cells: [
            [each.actor],
            [{ kind: 'badge', text: each.identity, tone: 'muted' }],
            [each.roles.length === 0 ? 'none' : each.roles.join(', ')],
            [String(each.submissions)],
            [String(each.reviews)],
            [String(each.decisions)],
            [String(each.refused)],
          ],
        })),
      },
    ],
  };
}

/** Block, defer, retry, pause and so on, with who and why. */
export function decisionsSection({ decisions }: ReportModel): readonly Section[] {
  if (decisions.length === 0) return [];
  const table: Table = {
    kind: 'table',
    caption: 'What people decided about the course',
    head: ['When', 'Item', 'Decision', 'Who', 'Why', 'Made void'],
    rows: decisions.slice(-ROWS_MAX).map(({ at, item, decision, actor, reason, voided }) => ({
      cells: [
        [moment(at)],
        [item ?? 'program'],
        [decision],
        [actor],
        [reason ?? ''],
        [voided.join(', ')],
      ],
    })),
  };
  return [
    {
      anchor: 'decisions',
      title: 'Decisions',
      blocks: [table, ...moreBlock(decisions.length)],
    },
  ];
}

/** Messages that Sluice did not take, with the reason it gave. */
export function refusalsSection({ refusals, counts }: ReportModel): readonly Section[] {
  if (refusals.length === 0) return [];
  const table: Table = {
    kind: 'table',
    caption: 'Messages that were refused',
    head: ['When', 'Item', 'Message', 'Who', 'Code', 'Why'],
    rows: refusals.slice(-ROWS_MAX).map(({ at, item, message, actor, code, reason }) => ({
      cells: [[moment(at)], [item ?? 'program'], [message], [actor], [code], [reason]],
    })),
  };
  return [
    {
      anchor: 'refused',
      title: 'Refused messages',
      blocks: [table, ...moreBlock(counts.refusals)],
    },
  ];
}

function moreBlock(total: number): readonly Block[] {
  const rest = total - ROWS_MAX;
  return rest > 0
    ? [{ kind: 'text', line: [`and ${rest} earlier ones: sluice evidence list`] }]
    : [];
}
