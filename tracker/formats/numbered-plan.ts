import { isItemId } from '../../domain/backlog-id.ts';
import type { Stage } from '../../domain/stage.ts';
import { walkItems, type ListItem } from '../markdown/list.ts';
import { plainText } from '../markdown/inline.ts';
import type { Section } from '../markdown/sections.ts';
import {
  emptyDocument,
  emptyItem,
  type ChecklistEntry,
  type Field,
  type FoundCommand,
  type Note,
  type ProgramStep,
  type TrackerItem,
} from '../tracker-model.ts';

import { commandsIn, entryOf, headingText, notesUnder, referencesIn } from './found.ts';
import { resumePointOf, statusOfBoxes } from './item-stage.ts';
import { NOT_DETECTED, type MarkdownFormat, type MarkdownView } from './markdown-format.ts';
import { priorityOf } from './row-item.ts';

/** `P0-017 RED: add failing tests …` */
const STAGE_STEP =
  /^([A-Za-z0-9][\w.-]*) (RED|GREEN|TARGETED|VERIFY|REVIEW|CHECKPOINT)\b\s*:?\s*(.*)$/;
/** `Run targeted tests for P0-017.` */
const TARGETED_STEP = /^(?:re-?)?run (?:the )?targeted tests? for ([A-Za-z0-9][\w.-]*?)\.?$/i;
/** `Re-run make verify and scripts/doctor.sh.` */
const VERIFY_STEP = /^(?:re-?run|run (?:the )?full|run (?:the )?(?:full )?verif)/i;
const BASELINE_STEP = /\bbaseline\b/i;

interface Draft {
  readonly id: string;
  readonly line: number;
  title: string;
  readonly checklist: ChecklistEntry[];
  readonly commands: FoundCommand[];
}

/** Everything that the steps of a plan come to. */
interface Steps {
  readonly items: Map<string, Draft>;
  readonly programSteps: ProgramStep[];
  readonly warnings: Note[];
  /** The item that steps without an id belong to. */
  current: Draft | null;
}

/**
 * A numbered list of checkbox steps that are grouped into items by id: RED, GREEN, targeted tests,
 * full verify. Steps of no item are steps of the program.
 */
export const numberedPlan: MarkdownFormat = {
  id: 'numbered-plan',
  detect(view) {
    const steps = stepsOf(view).filter((item) => STAGE_STEP.test(plainText(item.raw)));
    if (steps.length === 0) return NOT_DETECTED;
    const reason = `${steps.length} steps such as “${plainText(steps[0]?.raw ?? '').slice(0, 60)}”`;
    return { score: 60 + Math.min(30, steps.length), reasons: [reason] };
  },
  parse(view) {
    const steps: Steps = { items: new Map(), programSteps: [], warnings: [], current: null };
    for (const item of stepsOf(view)) placeStep(steps, item);
    const items = [...steps.items.values()].map(itemOf);
    const value = {
      ...emptyDocument('numbered-plan', view.source.text),
      title: firstText(view, /^current task/i)?.text ?? null,
      status: firstText(view, /^status/i),
      items,
      programSteps: steps.programSteps,
      decisions: notesUnder(view.sections, /^decisions?/i),
      openQuestions: notesUnder(view.sections, /^open questions?/i),
      references: stepsOf(view).flatMap((item) => referencesIn(item.raw, item.line)),
      warnings: steps.warnings,
      resumeAt: resumePointOf(items),
    };
    return { kind: 'read', value };
  },
};

/** The plan's steps: all list items of sections that are no decisions and no questions. */
function stepsOf(view: MarkdownView): readonly ListItem[] {
  return view.sections
    .filter((section) => !/^(?:decisions?|open questions?|notes?)\b/i.test(headingText(section)))
    .flatMap((section) => section.blocks)
    .flatMap((block) => (block.kind === 'list' ? [...walkItems(block.items)] : []));
}

function placeStep(steps: Steps, item: ListItem): void {
  const text = plainText(item.raw);
  const stageStep = STAGE_STEP.exec(text);
  const [, id = '', stage = '', rest = ''] = stageStep ?? [];
  if (stageStep !== null && isItemId(id)) {
    const draft = openItem(steps, id, item.line);
    if (stage === 'GREEN' || draft.title === '') draft.title = rest.replace(/\.$/, '');
    addStep(steps, { draft, item, stage: stage as Stage });
    return;
  }
  const targeted = TARGETED_STEP.exec(text)?.[1];
  if (targeted !== undefined && isItemId(targeted)) {
    addStep(steps, { draft: openItem(steps, targeted, item.line), item, stage: 'TARGETED' });
  } else if (steps.current !== null && VERIFY_STEP.test(text)) {
    addStep(steps, { draft: steps.current, item, stage: 'VERIFY' });
  } else steps.programSteps.push(programStep(item, text));
}

function openItem(steps: Steps, id: string, line: number): Draft {
  const known = steps.items.get(id);
  const draft = known ?? { id, line, title: '', checklist: [], commands: [] };
  steps.items.set(id, draft);
  steps.current = draft;
  return draft;
}

function addStep(
  steps: Steps,
  { draft, item, stage }: { draft: Draft; item: ListItem; stage: Stage },
): void {
  const entry = entryOf(item, stage, stage);
  if (entry === undefined) {
    steps.warnings.push({ line: item.line, text: `This step of ${draft.id} has no check box.` });
  } else draft.checklist.push(entry);
  const commandStage = stage === 'TARGETED' || stage === 'VERIFY' ? stage : null;
  draft.commands.push(...commandsIn(item.raw, item.line, commandStage));
}

function programStep(item: ListItem, text: string): ProgramStep {
  return {
    kind: BASELINE_STEP.test(text) ? 'baseline' : 'bookkeeping',
    text,
    line: item.line,
    done: item.box?.checked ?? false,
    box: item.box?.span ?? null,
    commands: commandsIn(item.raw, item.line, null),
  };
}

function itemOf(draft: Draft): TrackerItem {
  const { id, line, checklist, commands } = draft;
  const profile = checklist.some((entry) => entry.stage === 'RED') ? 'tdd' : null;
  return emptyItem({
    id,
    writtenId: id,
    title: draft.title === '' ? id : draft.title,
    line,
    priority: priorityOf('', id),
    profile,
    status: statusOfBoxes(checklist),
    stage: checklist.find((entry) => !entry.done)?.stage ?? null,
    checklist,
    commands,
  });
}

function sectionLike(view: MarkdownView, heading: RegExp): Section | undefined {
  return view.sections.find((section) => heading.test(headingText(section)));
}

/** The first line of the section's first paragraph. */
function firstText(view: MarkdownView, heading: RegExp): Field | null {
  const blocks = sectionLike(view, heading)?.blocks ?? [];
  const first = blocks.find((block) => block.kind === 'paragraph')?.texts[0];
  if (first === undefined) return null;
  return { text: plainText(first.raw), line: first.line, span: first.span, cell: null };
}
