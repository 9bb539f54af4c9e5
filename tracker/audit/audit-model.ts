import type { ItemStatus } from '../../domain/backlog-status.ts';
import type { Note } from '../tracker-model.ts';

import type { CommandOutcome } from './command-outcome.ts';
import type { Observation, Place } from './finding.ts';

/** What the document says at a place, without its Markdown marks. */
export interface Said extends Place {
  readonly text: string;
}

export interface AuditBox extends Said {
  readonly checked: boolean;
}

/** An entry of a list of commands that were run. */
export interface CommandEntry extends Said {
  /** Null where the entry names no command. */
  readonly command: string | null;
  readonly outcome: CommandOutcome;
}

/** A review gate as the evidence records it: `P1: N/A (docs only)`. */
export interface GateEntry extends Said {
  readonly gate: string;
  /** What stands after the gate's name. */
  readonly result: string;
}

interface Dependency extends Said {
  /** The text is an id of this document for certain, not a word of a phrase or of another file. */
  readonly certain: boolean;
}

/** What a section about an item records of its review. */
export interface Evidence {
  /** Place of the label above the commands; null where there is no list of commands. */
  readonly commandsAt: Place | null;
  readonly commands: readonly CommandEntry[];
  readonly gates: readonly GateEntry[];
  readonly verdict: Said | null;
  readonly commit: Said | null;
  /** A waiver is recorded for the item as a whole. */
  readonly waived: boolean;
}

/** Columns or labelled lines of an item. */
type AuditField =
  | 'status'
  | 'implementer'
  | 'reviewer'
  | 'reviewState'
  | 'commit'
  | 'written'
  | 'passing'
  | 'deferredReason'
  | 'notes';

export interface AuditItem extends Place {
  /** Null where the document gives its items no ids. */
  readonly id: string | null;
  readonly title: string;
  readonly state: ItemStatus;
  /** Null where the document has no such column or line. */
  readonly fields: Readonly<Record<AuditField, Said | null>>;
  readonly boxes: readonly AuditBox[];
  /** Null where no section about the item records any evidence. */
  readonly evidence: Evidence | null;
  readonly dependsOn: readonly Dependency[];
  /** Phase or section that the item is listed under, such as `phase 3`; comparable. */
  readonly phase: string | null;
}

/** A number that claims to be the sum of the rows of a phase, or of the numbers before it. */
export interface AuditTotal extends Said {
  readonly total: number;
  readonly of:
    | { readonly kind: 'rows'; readonly phase: string; readonly phaseName: string }
    | { readonly kind: 'terms'; readonly terms: readonly number[] };
}

/** What is known beyond the document. */
export interface AuditFacts {
  /** Of the hashes that `commitHashesOf` lists, those that the repository contains; lower case. */
  readonly knownCommits?: ReadonlySet<string>;
}

export interface AuditSubject {
  readonly items: readonly AuditItem[];
  /** The rules that the document states itself. */
  readonly stated: readonly Note[];
  readonly totals: readonly AuditTotal[];
  /** Words of headings about reviews, lower case: an id among them has such a section. */
  readonly reviewHeadings: ReadonlySet<string>;
  readonly facts: AuditFacts;
}

/** One rule of the audit: pure, and silent wherever it is in doubt. */
export type AuditRule = (subject: AuditSubject) => readonly Observation[];

/** How findings name an item: its id, or its title where it has none. */
export function itemName(item: AuditItem): string {
  return item.id ?? item.title;
}

export function isDone(item: AuditItem): boolean {
  return item.state === 'done' || item.state === 'approved';
}

/** Someone gave their approval: on the board, in the evidence, or as the status itself. */
export function isApproved(item: AuditItem): boolean {
  return item.state === 'approved' || approvals(item).length > 0;
}

/** The places that say APPROVED, besides the status. */
export function approvals(item: AuditItem): readonly Said[] {
  return [item.evidence?.verdict, item.fields.reviewState]
    .filter((said) => said !== null && said !== undefined)
    .filter((said) => /^\W*approved\b/i.test(said.text));
}

/** A row that adds up the rows above it is no item itself. */
export function isTotalRow(item: AuditItem): boolean {
  return /^(?:sub-?|grand |overall )?totals?:?$/i.test(item.title.trim());
}

/** The document has a section about the item's review, in a form that was not read as evidence. */
export function hasUnreadReview(item: AuditItem, { reviewHeadings }: AuditSubject): boolean {
  return item.evidence === null && reviewHeadings.has((item.id ?? '').toLowerCase());
}
