import { refused } from '../input-problem.ts';
import type { Section } from '../markdown/sections.ts';
import { emptyDocument, type Phase } from '../tracker-model.ts';

import { headingText, labelledField, listItemsIn, notesUnder, referencesIn } from './found.ts';
import { ItemIds } from './item-ids.ts';
import { resumePointOf } from './item-stage.ts';
import { NOT_DETECTED, type MarkdownFormat, type MarkdownView } from './markdown-format.ts';
import { decisionsInRegisters } from './registers.ts';
import { taskColumns } from './task-columns.ts';
import { newTableSink, placeTable } from './task-rows.ts';
import { totalsIn } from './totals.ts';

/** `Phase 4.5: GDPR Compliance` */
const PHASE = /^phase\s+(\d+(?:\.\d+)*[a-z]?)\s*[:.—–-]?\s*(.*)$/i;

/** Phases with goals and tables of tasks; the counts of tests, the reasons and commits per task. */
export const phaseTracker: MarkdownFormat = {
  id: 'phase-tracker',
  detect(view) {
    const phases = phasesOf(view);
    const tables = phases
      .flatMap(({ section }) => tablesBelow(section))
      .map((table) => taskColumns(table))
      .filter((columns) => columns !== null);
    if (phases.length === 0 || tables.length === 0) return NOT_DETECTED;
    const counted = tables.filter((columns) => columns.has('testsWritten')).length;
    const reasons = [`${phases.length} phases with ${tables.length} task tables`];
    if (counted > 0) reasons.push(`${counted} of them count tests written and passing`);
    return { score: counted > 0 ? 80 : 60, reasons };
  },
  parse(view, only = null) {
    const sink = newTableSink(new ItemIds(), only);
    const phases = phasesOf(view);
    for (const section of view.sections) {
      const phase = phases.find((each) => contains(each.section, section))?.phase ?? null;
      const place = { section, phase: phase?.id ?? null, idPrefix: phase?.id ?? '' };
      for (const table of tablesIn(section)) placeTable(sink, table, place);
    }
    const [problem] = sink.problems;
    if (problem !== undefined) return refused(problem);
    const top = view.sections[1] ?? view.root;
    const value = {
      ...emptyDocument('phase-tracker', view.source.text),
      style: sink.style.finish(view.source.text),
      title: headingText(top),
      status: labelledField(top.blocks, /^status$/i),
      items: sink.items,
      phases: phases.map((each) => each.phase),
      rules: notesUnder(view.sections, /\b(?:rules?|how to use)\b/i),
      decisions: [
        ...decisionsInRegisters(sink.registers),
        ...notesUnder(view.sections, /^decisions?\b/i),
      ],
      openQuestions: notesUnder(view.sections, /^open questions?/i),
      registers: sink.registers,
      references: view.sections
        .flatMap((section) => listItemsIn(section.blocks))
        .filter((item) => /\b(?:plan|tracker|source of truth)\b/i.test(item.raw))
        .flatMap((item) => referencesIn(item.raw, item.line)),
      totals: view.sections.flatMap((section) => {
        const phase = phases.find((each) => contains(each.section, section))?.phase.id ?? null;
        return totalsIn(section.blocks, phase);
      }),
      warnings: [...sink.warnings, ...sink.ids.warnings],
      resumeAt: resumePointOf(sink.items),
    };
    return { kind: 'read', value };
  },
};

function phasesOf(view: MarkdownView): readonly { section: Section; phase: Phase }[] {
  return view.sections.flatMap((section) => {
    const match = PHASE.exec(headingText(section));
    if (match === null) return [];
    const goal = labelledField(section.blocks, /^goals?$/i)?.text ?? null;
    const { line, lineLast } = section;
    const phase = { id: match[1] ?? '', title: match[2] ?? '', line, lineLast, goal };
    return [{ section, phase }];
  });
}

function contains(outer: Section, inner: Section): boolean {
  return outer.line <= inner.line && inner.lineLast <= outer.lineLast;
}

function tablesIn(section: Section) {
  return section.blocks.filter((block) => block.kind === 'table');
}

function tablesBelow(section: Section): ReturnType<typeof tablesIn> {
  return [...tablesIn(section), ...section.children.flatMap((child) => tablesBelow(child))];
}
