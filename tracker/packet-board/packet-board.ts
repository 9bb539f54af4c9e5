import { refused } from '../input-problem.ts';
import { codeSpans } from '../markdown/inline.ts';
import type { ListItem } from '../markdown/list.ts';
import { walkSections, type Section } from '../markdown/sections.ts';
import type { Table } from '../markdown/table.ts';
import {
  headingText,
  commandsIn,
  entryOf,
  labelledField,
  listItemsIn,
  notesUnder,
  referencesIn,
} from '../formats/found.ts';
import { ItemIds, toItemId } from '../formats/item-ids.ts';
import { resumePointOf, stageAt } from '../formats/item-stage.ts';
import {
  NOT_DETECTED,
  type MarkdownFormat,
  type MarkdownView,
} from '../formats/markdown-format.ts';
import { taskColumns } from '../formats/task-columns.ts';
import { newTableSink, placeTable } from '../formats/task-rows.ts';
import {
  emptyDocument,
  type ChecklistEntry,
  type FoundCommand,
  type Note,
  type TrackerItem,
} from '../tracker-model.ts';
import type { Stage } from '../../domain/stage.ts';

import { evidenceShapeOf } from './evidence-shape.ts';
import { isEvidence, readEvidence } from './read-evidence.ts';

/** `Packet 00 Checklist: Artifact Freeze` */
const CHECKLIST = /^(?:[A-Z][a-z]+ )?(\S+) checklist\b\s*(?:[:.—–-]\s*(.*))?$/i;
const EVIDENCE = /^(?:[A-Z][a-z]+ )?(\S+) (?:review )?evidence\b/i;
const TESTS = /\b(?:tests?|commands?|verification)\b/i;

/** A board of packets with owners and reviewers, and below it a checklist and evidence for each. */
export const packetBoard: MarkdownFormat = {
  id: 'packet-board',
  detect(view) {
    const checklists = view.sections.filter((section) => CHECKLIST.test(headingText(section)));
    const boards = tablesOf(view).filter(({ table }) => isBoard(table));
    if (boards.length === 0 || checklists.length === 0) return NOT_DETECTED;
    const reasons = [
      `a board on line ${boards[0]?.table.line}`,
      `${checklists.length} headings such as “${headingText(checklists[0] ?? view.root)}”`,
    ];
    return { score: 90, reasons };
  },
  parse(view, only = null) {
    const sink = newTableSink(new ItemIds(), only);
    for (const { table, section } of tablesOf(view)) {
      placeTable(sink, table, { section, phase: null, idPrefix: '' });
    }
    const [problem] = sink.problems;
    if (problem !== undefined) return refused(problem);
    const parts = {
      checklists: sectionsById(view, CHECKLIST),
      evidence: sectionsById(view, EVIDENCE),
    };
    const items = sink.items.map((item) => packetOf(item, parts, view));
    const top = view.sections[1] ?? view.root;
    const value = {
      ...emptyDocument('packet-board', view.source.text),
      style: {
        ...sink.style.finish(view.source.text),
        evidence: evidenceShapeOf(view.sections),
      },
      title: headingText(top),
      status: labelledField(top.blocks, /^status$/i),
      items,
      rules: notesUnder(view.sections, /^(?:operating )?rules?\b/i),
      registers: sink.registers,
      references: listItemsIn(top.blocks).flatMap((item) => referencesIn(item.raw, item.line)),
      warnings: [...sink.warnings, ...sink.ids.warnings, ...strayChecklists(view, items)],
      resumeAt: resumePointOf(items),
    };
    return { kind: 'read', value };
  },
};

/** A board names who reviews: it is more than a list of tasks. */
function isBoard(table: Table): boolean {
  const columns = taskColumns(table);
  return (
    columns !== null && columns.has('id') && (columns.has('reviewer') || columns.has('reviewState'))
  );
}

function tablesOf(view: MarkdownView): readonly { table: Table; section: Section }[] {
  return view.sections.flatMap((section) =>
    section.blocks.filter((block) => block.kind === 'table').map((table) => ({ table, section })),
  );
}

/** Sections by the id in their headings. */
type SectionsById = ReadonlyMap<string, readonly Section[]>;

interface PacketParts {
  readonly checklists: SectionsById;
  readonly evidence: SectionsById;
}

function sectionsById(view: MarkdownView, pattern: RegExp): SectionsById {
  const byId = new Map<string, Section[]>();
  for (const section of view.sections) {
    const id = idIn(section, pattern);
    if (id !== null) byId.set(id, [...(byId.get(id) ?? []), section]);
  }
  return byId;
}

/** A row of the board with its checklist and its evidence. */
function packetOf(row: TrackerItem, parts: PacketParts, view: MarkdownView): TrackerItem {
  const own = parts.checklists.get(row.id) ?? [];
  const sections = own.flatMap((section) => [...walkSections(section)]);
  const evidence = parts.evidence.get(row.id)?.at(-1);
  const lists = sections
    .filter((section) => !isEvidence(section))
    .flatMap((section) => checklistOf(section));
  const read = evidence === undefined ? null : readEvidence(evidence, view.source);
  return {
    ...row,
    profile: 'packet',
    lineLast: own.at(-1)?.lineLast ?? row.line,
    stage: stageAt(row.status, 'packet'),
    checklist: lists.map((each) => each.entry),
    commands: lists.flatMap((each) => each.commands),
    evidence: read,
    commit: row.commit ?? read?.commit ?? null,
  };
}

function checklistOf(
  section: Section,
): readonly { entry: ChecklistEntry; commands: readonly FoundCommand[] }[] {
  const heading = headingText(section);
  return listItemsIn(section.blocks).flatMap((item) => {
    const entry = entryOf(item, CHECKLIST.test(heading) ? '' : heading, stageOf(heading, item));
    if (entry === undefined) return [];
    const stage = entry.stage === 'TARGETED' ? 'TARGETED' : null;
    return [{ entry, commands: commandsIn(item.raw, item.line, stage) }];
  });
}

/**
 * Which stage ticks a box: a required test when it passed, what is said of all tests when all are
 * through. Everything else rests on a reviewer's approval, since Sluice cannot run a deliverable.
 */
function stageOf(heading: string, item: ListItem): Stage {
  if (!TESTS.test(heading)) return 'REVIEW';
  return codeSpans(item.raw).length > 0 ? 'TARGETED' : 'VERIFY';
}

function idIn(section: Section, pattern: RegExp): string | null {
  const id = pattern.exec(headingText(section))?.[1];
  return id === undefined ? null : toItemId(id);
}

function strayChecklists(view: MarkdownView, items: readonly TrackerItem[]): readonly Note[] {
  const known = new Set(items.map((item) => item.id));
  return view.sections
    .map((section) => ({ section, id: idIn(section, CHECKLIST) }))
    .filter(({ id }) => id !== null && !known.has(id))
    .map(({ section, id }) => ({
      line: section.line,
      text: `This checklist is for ${id}, which is not on the board.`,
    }));
}
