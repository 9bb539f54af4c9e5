import type { ReportModel } from '../model/report-model.ts';
import type { WaiverReport } from '../model/item-model.ts';
import type { Section, Tone } from './document.ts';
import { moment, strong } from './words.ts';

/** Rows of these tables on one page; JSON holds all. */
const ROWS_MAX = 500;

const TONE_OF_WAIVER: Readonly<Record<WaiverReport['status'], Tone>> = {
  requested: 'info',
  'in-force': 'warn',
  refused: 'bad',
  expired: 'bad',
  superseded: 'muted',
};

/** Every waiver that was asked for, and what became of it; nothing where there is none. */
export function waiverSections({ items }: ReportModel): readonly Section[] {
  const waivers = items.flatMap((item) => item.waivers.map((waiver) => ({ id: item.id, waiver })));
  if (waivers.length === 0) return [];
  const rows = waivers.slice(-ROWS_MAX).map(({ id, waiver }) => ({
    cells: [
      [strong(`${id} ${waiver.waiver}`)],
      [waiver.gate],
      [{ kind: 'badge' as const, text: waiver.status, tone: TONE_OF_WAIVER[waiver.status] }],
      [waiver.actor],
      [waiver.until],
      [waiver.basis ?? ''],
      [waiver.why === null ? waiver.reason : `${waiver.reason} (${waiver.why})`],
    ],
  }));
  const head = ['Waiver', 'Gate', 'State', 'Approved by', 'Until', 'Proof', 'Why'];
  const caption = 'WAIVED is no pass: it is counted apart';
  const blocks = [{ kind: 'table' as const, caption, head, roomy: [6], rows }];
  return [{ anchor: 'waivers', title: 'Waivers', blocks }];
}

/** Every time that an item was stopped, and what let it go on; nothing where none was. */
export function blockingSections({ decisions }: ReportModel): readonly Section[] {
  const stops = new Set(['block', 'defer', 'unblock']);
  const log = decisions.filter(({ decision, item }) => item !== null && stops.has(decision));
  if (log.length === 0) return [];
  const rows = log.slice(-ROWS_MAX).map(({ at, item, decision, actor, reason }) => ({
    cells: [[moment(at)], [strong(item ?? '')], [decision], [actor], [reason ?? '']],
  }));
  const head = ['When', 'Item', 'What', 'Who', 'Why'];
  const caption = 'Blocks and deferrals as they were raised, and what resolved them';
  const blocks = [{ kind: 'table' as const, caption, head, roomy: [4], rows }];
  return [{ anchor: 'blocking', title: 'Blocking issues', blocks }];
}
