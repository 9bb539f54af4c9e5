import type { ItemStatus } from '../domain/backlog-status.ts';
import type { Priority } from '../domain/priority.ts';
import type { Profile, Stage } from '../domain/stage.ts';

import { plainStyle, type DocumentStyle } from './document-style.ts';
import type { EvidenceSection } from './evidence-section.ts';
import type { Span } from './markdown/source-text.ts';

export const TRACKER_FORMATS = [
  'numbered-plan',
  'workstream-backlog',
  'phase-tracker',
  'packet-board',
  'checkbox-list',
  'task-table',
  'csv',
  'backlog-md',
  'task-master',
  'beads',
  'spec-kit',
] as const;
export type TrackerFormat = (typeof TRACKER_FORMATS)[number];

/** A line of the document that says something: a rule, a decision, a warning. */
export interface Note {
  readonly line: number;
  /** As a reader sees it, without Markdown's marks. */
  readonly text: string;
}

/** A value with its place, so that it can be changed alone. */
export interface Field {
  /** As a reader sees it, trimmed; may be empty. */
  readonly text: string;
  readonly line: number;
  /** The trimmed source of the value; empty where there is none yet. */
  readonly span: Span;
  /** Null where the value is in no table. */
  readonly cell: CellFrame | null;
}

/** A table cell around a value. */
export interface CellFrame {
  /** From pipe to pipe, with the padding. */
  readonly span: Span;
  /** Width of its column, pipe to pipe, to which a new value is padded; null without alignment. */
  readonly width: number | null;
}

/** A command that a document mentions in backticks. It is shown; the policy says whether it may run. */
export interface FoundCommand {
  readonly text: string;
  readonly line: number;
  readonly stage: 'TARGETED' | 'VERIFY' | null;
}

export interface ChecklistEntry {
  readonly text: string;
  readonly line: number;
  readonly done: boolean;
  /** Heading above it, for example `Required Tests`; empty where there is none. */
  readonly section: string;
  /** The one character between the brackets. */
  readonly box: Span;
  /** The stage that ticks it when it passes. */
  readonly stage: Stage;
}

/** One entry of the backlog, as its document tells it. */
export interface TrackerItem {
  /** Unique within the document; derived from the title where `writtenId` is null. */
  readonly id: string;
  /** The id as it is written, also where another item has the same; null where there is none. */
  readonly writtenId: string | null;
  readonly title: string;
  readonly line: number;
  /** Last line of what belongs to it: its row, its list entry or its section. */
  readonly lineLast: number;
  readonly priority: Priority | null;
  /** Phase, workstream or section that it is listed under. */
  readonly phase: string | null;
  /** Null where the document does not tell: the policy's default applies. */
  readonly profile: Profile | null;
  readonly status: ItemStatus;
  /** Where the status is written; null where it follows from boxes. */
  readonly statusField: Field | null;
  /** The first stage that is not passed; null where nothing is left to do, or the profile decides. */
  readonly stage: Stage | null;
  readonly dependsOn: readonly string[];
  /** Test files or names. */
  readonly tests: readonly string[];
  readonly commands: readonly FoundCommand[];
  readonly checklist: readonly ChecklistEntry[];
  readonly implementer: Field | null;
  readonly reviewer: Field | null;
  readonly reviewState: Field | null;
  readonly commit: Field | null;
  readonly deferredReason: Field | null;
  readonly testsWritten: Field | null;
  readonly testsPassing: Field | null;
  readonly evidenceLink: Field | null;
  readonly evidence: EvidenceSection | null;
  /** What else belongs to it, by label: inputs, scope, deliverables, done-when, owner. */
  readonly notes: readonly LabelledNotes[];
}

export interface LabelledNotes {
  readonly label: string;
  readonly line: number;
  readonly entries: readonly Note[];
}

/** A step of the program that is no item's: the baseline gate, or keeping the books. */
export interface ProgramStep extends Note {
  readonly kind: 'baseline' | 'bookkeeping';
  readonly done: boolean;
  readonly box: Span | null;
  readonly commands: readonly FoundCommand[];
}

export interface Phase {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  /** Last line of its section. */
  readonly lineLast: number;
  readonly goal: string | null;
}

/** A table that lists no items: an issues log, decisions, a daily log, anything else. */
export interface Register {
  readonly kind: 'issues' | 'decisions' | 'log' | 'risks' | 'drift' | 'board' | 'other';
  readonly heading: string;
  readonly line: number;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** Another file that the document refers to. */
export interface Reference {
  readonly path: string;
  readonly line: number;
  /** Whether the document calls it a tracker or source of truth. */
  readonly sourceOfTruth: boolean;
}

/** A stated number: `Phase 3 Tests Added: 52 (19 + 33)`. */
export interface StatedTotal {
  readonly label: string;
  /** Everything after the label. */
  readonly text: string;
  readonly line: number;
  /** The phase in whose section it stands, or null for the document's own. */
  readonly phase: string | null;
}

export interface ResumePoint {
  readonly item: string;
  /** Null for the first stage of the item's profile. */
  readonly stage: Stage | null;
}

/** What every format parses into. A format fills what it has; lists are empty, values null. */
export interface TrackerDocument {
  readonly format: TrackerFormat;
  /** What was seen that made it this format, for a person who wonders. */
  readonly detectedBy: readonly string[];
  /** The document as it was read, byte order mark and line endings included. */
  readonly text: string;
  /** How this document writes things, so that what is added looks like its own. */
  readonly style: DocumentStyle;
  readonly title: string | null;
  /** Status of the whole program, as written. */
  readonly status: Field | null;
  readonly items: readonly TrackerItem[];
  readonly phases: readonly Phase[];
  readonly rules: readonly Note[];
  readonly programSteps: readonly ProgramStep[];
  readonly decisions: readonly Note[];
  readonly openQuestions: readonly Note[];
  readonly completion: readonly Note[];
  readonly registers: readonly Register[];
  readonly references: readonly Reference[];
  readonly totals: readonly StatedTotal[];
  /** What could not be placed: never dropped silently. */
  readonly warnings: readonly Note[];
  /** The first item that is not finished, and its stage. */
  readonly resumeAt: ResumePoint | null;
}

/** A document with nothing in it but its text: a format fills in what it finds. */
export function emptyDocument(format: TrackerFormat, text: string): TrackerDocument {
  return {
    format,
    detectedBy: [],
    text,
    style: plainStyle(text),
    title: null,
    status: null,
    items: [],
    phases: [],
    rules: [],
    programSteps: [],
    decisions: [],
    openQuestions: [],
    completion: [],
    registers: [],
    references: [],
    totals: [],
    warnings: [],
    resumeAt: null,
  };
}

/** An item with nothing but the given values. */
export function emptyItem(
  known: Pick<TrackerItem, 'id' | 'writtenId' | 'title' | 'line'> & Partial<TrackerItem>,
): TrackerItem {
  return {
    lineLast: known.line,
    priority: null,
    phase: null,
    profile: null,
    status: 'todo',
    statusField: null,
    stage: null,
    dependsOn: [],
    tests: [],
    commands: [],
    checklist: [],
    implementer: null,
    reviewer: null,
    reviewState: null,
    commit: null,
    deferredReason: null,
    testsWritten: null,
    testsPassing: null,
    evidenceLink: null,
    evidence: null,
    notes: [],
    ...known,
  };
}
