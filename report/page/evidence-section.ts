import type { ReportModel } from '../model/report-model.ts';
import type { Block, Section } from './document.ts';
import { hash, plural } from './words.ts';

/** Problems of the evidence that a page lists. */
const PROBLEMS_SHOWN_MAX = 50;

/** Whether the proof holds, what is wrong with it, and how anybody can check. */
export function evidenceSection({ evidence, gaps }: ReportModel): Section {
  const { ok, records, head, anchors, problems } = evidence;
  const shown = problems.slice(0, PROBLEMS_SHOWN_MAX);
  const rest = problems.length - shown.length;
  const result: Block = {
    kind: 'text',
    line: ok
      ? [
          { kind: 'badge', text: 'SOUND', tone: 'good' },
          ` ${plural(records, 'record')} verified: chain, signatures, stored output and what they say of each item. Head sha256 `,
          hash(head),
          `; ${plural(anchors, 'commit')} vouch for it.`,
        ]
      : [
          { kind: 'badge', text: 'BROKEN', tone: 'bad' },
          ` ${plural(problems.length, 'problem')} in ${plural(records, 'record')}. Only records that are genuine by themselves are in this report.`,
        ],
  };
  const listed: readonly Block[] =
    shown.length === 0
      ? []
      : [
          {
            kind: 'table',
            caption: 'Problems of the evidence',
            head: ['Record', 'Code', 'What is wrong'],
            numeric: [0],
            rows: shown.map(({ record, code, message }) => ({
              cells: [[record === null ? '' : String(record)], [code], [message]],
            })),
          },
          ...(rest > 0
            ? [
                {
                  kind: 'text' as const,
                  line: [`${rest} more: see sluice evidence verify --json.`],
                },
              ]
            : []),
        ];
  const unknown: readonly Block[] =
    gaps.length === 0 ? [] : [{ kind: 'list', entries: gaps.map((gap) => ({ line: [gap] })) }];
  return {
    anchor: 'evidence',
    title: 'Evidence',
    blocks: [
      result,
      ...listed,
      ...unknown,
      {
        kind: 'text',
        line: ['Anybody can check it: ', { kind: 'code', text: 'sluice evidence verify' }],
      },
    ],
  };
}
