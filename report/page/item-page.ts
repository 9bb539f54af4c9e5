import type { ItemReport } from '../model/item-model.ts';
import type { ReportModel } from '../model/report-model.ts';
import type { Card, ReportDocument } from './document.ts';
import { evidenceSection } from './evidence-section.ts';
import { registerBlocks } from './governance-sections.ts';
import { itemBlocks } from './item-blocks.ts';
import { headFacts, madeBy } from './page-head.ts';
import { itemAnchor, statusBadge, TONE_OF_STATUS } from './words.ts';

/** The page of one item. */
export function itemPage(model: ReportModel, item: ItemReport): ReportDocument {
  const { evidence } = model;
  const standing = item.isClaimed ? 'DONE (CLAIMED)' : item.status.toUpperCase().replace('_', ' ');
  const stamp = evidence.ok
    ? {
        word: standing,
        tone: item.isClaimed ? ('warn' as const) : TONE_OF_STATUS[item.status],
        note: item.reason ?? `${item.records} records of evidence.`,
      }
    : {
        word: 'EVIDENCE BROKEN',
        tone: 'bad' as const,
        note: 'The evidence of this repository does not verify: nothing here is proven.',
      };
  const title = item.title === null ? item.id : `${item.id} ${item.title}`;
  return {
    kind: `Item report · ${model.program.id}`,
    title,
    stamp,
    facts: headFacts(model),
    sections: [
      {
        anchor: 'item',
        title: 'Item',
        blocks: [...itemBlocks(item), ...registerBlocks(model, item.id)],
      },
      evidenceSection(model),
    ],
    footer: madeBy(model),
  };
}

/** One item among others. */
export function itemCard(item: ItemReport): Card {
  return {
    kind: 'card',
    anchor: itemAnchor(item.id),
    title: [`${item.id} ${item.title ?? ''} `, statusBadge(item)],
    blocks: itemBlocks(item),
  };
}
