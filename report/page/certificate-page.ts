import { commandText } from '../../domain/command-text.ts';
import { type Certificate, certificateOf, type UncertifiedItem } from '../model/certificate.ts';
import type { ReportModel } from '../model/report-model.ts';
import type { Block, Entry, ReportDocument, Section } from './document.ts';
import { evidenceSection } from './evidence-section.ts';
import { blockingSections, waiverSections } from './exceptions-section.ts';
import { gateTable } from './item-blocks.ts';
import { readinessSections, signOffSections } from './governance-sections.ts';
import { headFacts, madeBy } from './page-head.ts';
import { reservationsSections } from './reservations-section.ts';
import { hash, programStamp, strong } from './words.ts';

/** Rows of the tables and lists of a certificate; JSON holds all. */
const ROWS_MAX = 10_000;

/** The certificate: the verdict, what it rests on, what is left out of it, and how to check it. */
export function certificatePage(model: ReportModel): ReportDocument {
  const certificate = certificateOf(model);
  const { certification } = certificate;
  return {
    kind: 'Certificate',
    title: model.program.id,
    stamp: programStamp(model),
    facts: headFacts(model),
    sections: [
      ...verdictSections(certificate),
      ...(certification === null || certification.gates.length === 0
        ? []
        : [
            {
              anchor: 'baseline',
              title: 'Baseline on the certified commit',
              blocks: [gateTable('Rerun for the certification', certification.gates)],
            },
          ]),
      itemsSection(certificate),
      ...readinessSections(model),
      ...signOffSections(model),
      ...waiverSections(model),
      ...blockingSections(model),
      ...reservationsSections(certification?.reservations ?? { listed: [], total: 0 }),
      ...listSection('deferred', 'Deferred: the release goes without them', certificate.deferred),
      ...listSection('skipped', 'Skipped for good', certificate.skipped),
      ...listSection('blocked', 'Blocked', certificate.blocked),
      ...listSection('claimed', 'Claimed as done before the program', certificate.claimed),
      ...listSection('open', 'Not finished', certificate.open),
      ...notRunSections(certificate),
      evidenceSection(model),
      checkSection(certificate),
    ],
    footer: madeBy(model),
  };
}

function verdictSections({ certification }: Certificate): readonly Section[] {
  if (certification === null) return [];
  const { reasons, record, logHead, logRecords } = certification;
  const why: readonly Block[] =
    reasons.length === 0
      ? [{ kind: 'text', line: ['Nothing is deferred, blocked, claimed or open.'] }]
      : [{ kind: 'list', entries: reasons.map((reason) => ({ line: [reason] })) }];
  const rests: Block = {
    kind: 'text',
    line: [
      'Record ',
      hash(record),
      `, a SLSA Verification Summary; it rests on the first ${logRecords} records, head `,
      hash(logHead),
      '.',
    ],
  };
  return [{ anchor: 'verdict', title: 'Rationale', blocks: [...why, rests] }];
}

function itemsSection({ items }: Certificate): Section {
  const rest = items.length - ROWS_MAX;
  const more: readonly Block[] =
    rest > 0 ? [{ kind: 'text', line: [`and ${rest} more: see --json`] }] : [];
  const table: Block =
    items.length === 0
      ? { kind: 'text', line: ['No item has a checkpoint.'] }
      : {
          kind: 'table',
          caption: 'Each item, the commit that holds it, and the record that proves it',
          roomy: [1],
          head: ['Item', 'Title', 'Commit', 'Tree', 'Evidence', 'Implemented by', 'Reviewed by'],
          rows: items.slice(0, ROWS_MAX).map((item) => ({
            cells: [
              [item.id],
              [item.title ?? ''],
              [hash(item.commit)],
              [hash(item.tree)],
              [hash(item.record)],
              [item.implementers.join(', ')],
              [item.reviewers.join(', ')],
            ],
          })),
        };
  return { anchor: 'items', title: 'Items', blocks: [table, ...more] };
}

function listSection(
  anchor: string,
  title: string,
  items: readonly UncertifiedItem[],
): readonly Section[] {
  if (items.length === 0) return [];
  const entries = items.map(({ id, title: name, reason }) => ({
    line: [strong(id), ` ${name ?? ''}${reason === null ? '' : `: ${reason}`}`],
  }));
  return [{ anchor, title, blocks: [boundedList(entries)] }];
}

function notRunSections({ notRun }: Certificate): readonly Section[] {
  if (notRun.length === 0) return [];
  const entries = notRun.map(({ item, gates }) => ({
    line: [strong(item ?? 'program'), ` ${gates.join(', ')}`],
  }));
  return [{ anchor: 'not-run', title: 'Checks that never ran', blocks: [boundedList(entries)] }];
}

function boundedList(entries: readonly Entry[]): Block {
  const rest = entries.length - ROWS_MAX;
  if (rest <= 0) return { kind: 'list', entries };
  return {
    kind: 'list',
    entries: [...entries.slice(0, ROWS_MAX), { line: [`and ${rest} more: see --json`] }],
  };
}

function checkSection({ certification, program }: Certificate): Section {
  const commands = [
    'sluice evidence verify',
    ...(certification === null
      ? []
      : [
          `sluice evidence show ${certification.record}`,
          `git log -1 --format='%H %T' ${certification.commit}`,
        ]),
    commandText({ argv: ['sluice', 'report', '--certificate', '--program', program] }),
  ];
  return {
    anchor: 'check',
    title: 'Check it yourself',
    blocks: [
      {
        kind: 'text',
        line: ['From a clone of the repository with its evidence folder, without a server:'],
      },
      { kind: 'commands', lines: commands },
    ],
  };
}
