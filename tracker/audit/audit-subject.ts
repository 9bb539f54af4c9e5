import type { EvidenceSection } from '../evidence-section.ts';
import type { Field, TrackerDocument, TrackerFormat, TrackerItem } from '../tracker-model.ts';

import type {
  AuditBox,
  AuditFacts,
  AuditItem,
  AuditSubject,
  Evidence,
  Said,
} from './audit-model.ts';
import { readTotals, phaseKey } from './audit-totals.ts';
import { readCommandClaims } from './command-claims.ts';
import { isWaived } from './command-outcome.ts';
import { DocumentLines } from './document-lines.ts';
import { readGateClaims } from './gate-claims.ts';

/** A section about a review, whether the format could read it as evidence or not. */
const REVIEW_HEADING = /^#{1,6}\s.*\b(?:evidence|reviews?|records?|verdicts?)\b/i;

interface ItemSource {
  readonly lines: DocumentLines;
  readonly format: TrackerFormat;
}

/** What the audit's rules look at, gathered from a parsed tracker. */
export function auditSubject(document: TrackerDocument, facts: AuditFacts): AuditSubject {
  const lines = new DocumentLines(document.text);
  return {
    items: document.items.map((item) => auditItem(item, { lines, format: document.format })),
    stated: document.rules,
    totals: readTotals(document, lines),
    reviewHeadings: new Set(lines.matching(REVIEW_HEADING).flatMap(wordsOf)),
    facts,
  };
}

function auditItem(item: TrackerItem, { lines, format }: ItemSource): AuditItem {
  const said = (field: Field | null): Said | null => (field === null ? null : lines.saidBy(field));
  return {
    ...lines.placeOf(item.line),
    id: item.writtenId,
    title: item.title,
    state: item.status,
    fields: {
      status: said(item.statusField),
      implementer: said(item.implementer),
      reviewer: said(item.reviewer),
      reviewState: said(item.reviewState),
      commit: said(item.commit),
      written: said(item.testsWritten),
      passing: said(item.testsPassing),
      deferredReason: said(item.deferredReason),
      notes: notesOf(item, lines),
    },
    boxes: boxesOf(item, lines),
    evidence: item.evidence === null ? null : evidenceOf(item.evidence, lines),
    dependsOn: item.dependsOn.map((text) => ({
      text,
      certain: isCertain(text, item.line, { lines, format }),
      ...lines.placeOf(item.line, text),
    })),
    phase: phaseKey(item.phase),
  };
}

function wordsOf(heading: string): string[] {
  return heading.toLowerCase().match(/[\w.-]+/g) ?? [];
}

/**
 * A bare number may be part of a phrase ("after 3 approvals"): it is an id for certain where the tool
 * writes nothing else there, or where a cell holds nothing but numbers. A task file of Backlog.md has
 * its dependencies in other files.
 */
function isCertain(text: string, line: number, { lines, format }: ItemSource): boolean {
  if (format === 'backlog-md') return false;
  if (format === 'task-master' || !/^\d+$/.test(text)) return true;
  const cells = lines.textOf(line).split(/[|,;\t]/);
  return cells.some((cell) => /^[#\d\s]+$/.test(cell) && cell.split(/[#\s]+/).includes(text));
}

/** All that is noted on an item, since any of it may say why it is deferred. */
function notesOf(item: TrackerItem, lines: DocumentLines): Said | null {
  const entries = item.notes.flatMap((note) => note.entries);
  const text = entries
    .map((entry) => entry.text)
    .join(' ')
    .trim();
  return text === '' ? null : { text, ...lines.placeOf(entries[0]?.line ?? item.line) };
}

/** A box whose text is struck through is taken back by its author. */
function boxesOf(item: TrackerItem, lines: DocumentLines): AuditBox[] {
  return item.checklist
    .filter((entry) => !/\]\s*~~/.test(lines.textOf(entry.line)))
    .map((entry) => ({
      text: entry.text,
      checked: entry.done,
      ...lines.placeAt(entry.line, entry.box.start),
    }));
}

function evidenceOf(section: EvidenceSection, lines: DocumentLines): Evidence {
  const commands = readCommandClaims(section, lines);
  return {
    commandsAt: commands.at,
    commands: commands.entries,
    gates: readGateClaims(section, lines),
    verdict: section.verdict === null ? null : lines.saidBy(section.verdict),
    commit: section.commit === null ? null : lines.saidBy(section.commit),
    waived: hasWaiver(section),
  };
}

function hasWaiver({ other, residualRisk }: EvidenceSection): boolean {
  const listed = other.filter(({ label }) => /\bwaivers?\b/i.test(label));
  const entries = listed.flatMap((part) => part.entries);
  return (
    entries.some((each) => !isNone(each.text)) || residualRisk.some((each) => isWaived(each.text))
  );
}

function isNone(text: string): boolean {
  return /^(?:[-–—]*|none|n\/a|nil)\W*$/i.test(text.trim());
}
