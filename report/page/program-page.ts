import type { ItemReport } from '../model/item-model.ts';
import type { ReportModel } from '../model/report-model.ts';
import type { Block, Entry, ReportDocument, Section } from './document.ts';
import { dailySection } from './daily-section.ts';
import { evidenceSection } from './evidence-section.ts';
import { blockingSections, waiverSections } from './exceptions-section.ts';
import { gateTable } from './item-blocks.ts';
import { readinessSections, registerSections, signOffSections } from './governance-sections.ts';
import { itemCard } from './item-page.ts';
import { itemsTable } from './items-table.ts';
import { decisionsSection, peopleSection, refusalsSection } from './people-section.ts';
import { headFacts, madeBy } from './page-head.ts';
import { summarySection } from './summary-section.ts';
import { itemAnchor, plural, programStamp, statusBadge } from './words.ts';

/** Items that a page describes one by one; `sluice report ITEM` describes any. */
const ITEM_CARDS_MAX = 300;

const NOT_PROVEN: ReadonlySet<ItemReport['status']> = new Set(['blocked', 'deferred', 'skipped']);

/** The page of a whole program. */
export function programPage(model: ReportModel): ReportDocument {
  const described = describedItems(model.items);
  const ids = new Set(described.map((item) => item.id));
  return {
    kind: 'Program report',
    title: model.program.id,
    stamp: programStamp(model),
    facts: headFacts(model),
    sections: [
      summarySection(model),
      ...attentionSections(model, ids),
      { anchor: 'items', title: 'Items', blocks: itemsTable(model.items, ids) },
      ...readinessSections(model),
      ...signOffSections(model),
      ...waiverSections(model),
      ...blockingSections(model),
      ...registerSections(model),
      ...programGateSections(model),
      dailySection(model),
      ...decisionsSection(model),
      ...refusalsSection(model),
      peopleSection(model),
      evidenceSection(model),
      ...detailSections(model, described),
    ],
    footer: madeBy(model),
  };
}

/** Where there are too many to describe all, those that need a reader most, in the order of the plan. */
function describedItems(items: readonly ItemReport[]): readonly ItemReport[] {
  if (items.length <= ITEM_CARDS_MAX) return items;
  const isTelling = (item: ItemReport): boolean =>
    item.setbacks.length > 0 ||
    item.refusals.length > 0 ||
    (item.records > 0 && item.status !== 'done') ||
    NOT_PROVEN.has(item.status);
  return items.filter(isTelling).slice(0, ITEM_CARDS_MAX);
}

function detailSections(
  { items }: ReportModel,
  described: readonly ItemReport[],
): readonly Section[] {
  if (described.length === 0) return [];
  const rest = items.length - described.length;
  const intro: readonly Block[] =
    rest === 0
      ? []
      : [
          {
            kind: 'text',
            line: [
              `The ${plural(described.length, 'item')} with setbacks, holds or work under way; see any other with sluice report ITEM.`,
            ],
          },
        ];
  return [
    { anchor: 'details', title: 'Item by item', blocks: [...intro, ...described.map(itemCard)] },
  ];
}

/** What stands in the way, or was let through: the first thing to read after the verdict. */
function attentionSections(model: ReportModel, described: ReadonlySet<string>): readonly Section[] {
  const needs = model.items.filter((item) => item.isClaimed || NOT_PROVEN.has(item.status));
  const entries = needs.slice(0, ITEM_CARDS_MAX).map((item): Entry => ({
    line: [
      described.has(item.id)
        ? { kind: 'ref', anchor: itemAnchor(item.id), text: item.id }
        : item.id,
      ' ',
      statusBadge(item),
      ` ${item.title ?? ''}${reasonOf(item)}`,
    ],
  }));
  const rest = needs.length - entries.length;
  const more: readonly Entry[] = rest > 0 ? [{ line: [`and ${rest} more`] }] : [];
  if (entries.length === 0) return [];
  const blocks: readonly Block[] = [{ kind: 'list', entries: [...entries, ...more] }];
  return [{ anchor: 'attention', title: 'Not proven by this program', blocks }];
}

function reasonOf({ reason, isClaimed }: ItemReport): string {
  if (isClaimed) return ': the tracker says so; nobody here saw it fail first or reviewed it';
  return reason === null ? '' : `: ${reason}`;
}

function programGateSections({ program, certification }: ReportModel): readonly Section[] {
  const tables = [
    ...(program.baseline.length === 0
      ? []
      : [gateTable('Before the first item', program.baseline)]),
    ...(certification === null || certification.gates.length === 0
      ? []
      : [gateTable('Rerun for the certification', certification.gates)]),
  ];
  if (tables.length === 0) return [];
  return [{ anchor: 'baseline', title: 'Baseline', blocks: tables }];
}
