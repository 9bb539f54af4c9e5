import type { EvidenceCommand, EvidenceSection } from '../evidence-section.ts';
import { plainText } from '../markdown/inline.ts';

import type { CommandEntry } from './audit-model.ts';
import { readCommandOutcome } from './command-outcome.ts';
import type { DocumentLines } from './document-lines.ts';
import type { Place } from './finding.ts';

/** `Commands run + exit codes:`, `**Commands**`, `Commands: all green`. */
const LABEL = /^\s{0,3}(?:\*\*|__)?commands?\b[^:`|]{0,40}(?::|\*\*|__)+(.*)$/i;
/** A command without backticks ends before its arrow. */
const ARROW = /\s*(?:->|→|=>)\s*/;

/** The list of commands of an evidence section. */
export interface CommandClaims {
  /** Place of the label above the list; null where there is neither a label nor a list. */
  readonly at: Place | null;
  readonly entries: readonly CommandEntry[];
}

/**
 * Reads the commands of an evidence section with what is said of each. A nested entry that names no
 * command belongs to the command above it; a text behind the label is an entry, too.
 */
export function readCommandClaims(section: EvidenceSection, lines: DocumentLines): CommandClaims {
  const label = labelOf(section, lines);
  const entries: CommandEntry[] =
    label?.inline === '' || !label ? [] : [entryOf(label.inline, null, label.at)];
  const top = lines.indentOf(section.commands[0]?.line ?? 0);
  for (const found of section.commands) {
    const above = entries.at(-1);
    const nested = lines.indentOf(found.line) > top && found.command === '';
    if (nested && above !== undefined) {
      entries[entries.length - 1] = entryOf(`${above.text} ${found.remark}`, above.command, above);
    } else {
      const { command, remark } = namedCommand(found);
      entries.push(entryOf(remark, command, lines.placeOf(found.line)));
    }
  }
  return { at: label?.at ?? entries[0] ?? null, entries };
}

function labelOf(
  section: EvidenceSection,
  lines: DocumentLines,
): { readonly at: Place; readonly inline: string } | null {
  for (let line = section.line + 1; line <= section.lineLast; line += 1) {
    const match = LABEL.exec(lines.textOf(line));
    if (match !== null) return { at: lines.placeOf(line), inline: plainText(match[1] ?? '') };
  }
  return null;
}

function namedCommand({ command, remark }: EvidenceCommand): {
  command: string | null;
  remark: string;
} {
  if (command !== '') return { command, remark };
  const arrow = ARROW.exec(remark);
  if (arrow === null || arrow.index === 0) return { command: null, remark };
  return { command: remark.slice(0, arrow.index), remark: remark.slice(arrow.index) };
}

function entryOf(text: string, command: string | null, at: Place): CommandEntry {
  const outcome = readCommandOutcome(text);
  return { command, text, outcome, line: at.line, column: at.column };
}
