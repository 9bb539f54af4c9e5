import { readFileSync } from 'node:fs';

import { auditTracker } from '../../tracker/audit/audit-tracker.ts';
import type { Finding } from '../../tracker/audit/finding.ts';
import { readMarkdownTracker } from '../../tracker/detect-format.ts';

import { valueRead } from './value-read.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/trackers/${name}`, import.meta.url), 'utf8');
/** An honest packet board: the audit finds nothing in it. */
export const BOARD = fixture('audit-board.md');
export const PHASES = fixture('audit-phases.md');
export const TABLE = `# Tasks

| ID | Task | Status | Depends on |
|---|---|---|---|
| T-1 | one | todo | |
| T-2 | two | todo | T-1, design review |
`;

export const findingsIn = (text: string, known?: readonly string[]): readonly Finding[] =>
  auditTracker(valueRead(readMarkdownTracker(text)), known && { knownCommits: new Set(known) });
export const seen = (text: string, known?: readonly string[]): string[] =>
  findingsIn(text, known).map(({ code, line }) => `${line} ${code}`);
/** The document with one text replaced; the text must be there. */
export const edited = (text: string, from: string, to: string): string => {
  if (!text.includes(from)) throw new Error(`The document has no ${from}`);
  return text.replace(from, () => to);
};
export const lineOf = (text: string, found: string): number =>
  text.slice(0, text.indexOf(found)).split('\n').length;

/** A document, a change that breaks it, and what the audit must then find. */
export interface AuditCase {
  readonly name: string;
  readonly text: string;
  readonly from: string;
  readonly to: string;
  /** Where the finding is: the line of this text in the changed document. */
  readonly at: string;
  readonly code: string;
}

export const EXIT_0 = '`go build ./...` -> exit 0';
export const PACKET = '| 01 | Route audit | DONE | ana | bo | APPROVED | See below |';
export const PENDING = '| 02 | Data audit | TODO | Unassigned | Unassigned | PENDING | |';
