import type { EvidenceSection } from '../evidence-section.ts';
import { plainText } from '../markdown/inline.ts';

import type { GateEntry } from './audit-model.ts';
import type { DocumentLines } from './document-lines.ts';

const MARKER = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/;
/** `P1: N/A (docs only)`, `Security — PASS`, `P0 PASS`. */
const GATE = /^([^:=—–]{1,40}?)\s*(?:[:=—–]|\s-\s)\s*(.*)$|^(P\d)\s+(.*)$/i;

/**
 * The gates that an evidence section lists, each with all that stands behind its name. Nested entries
 * are remarks, and a line without a separator is no gate.
 */
export function readGateClaims(section: EvidenceSection, lines: DocumentLines): GateEntry[] {
  const top = lines.indentOf(section.gates[0]?.line ?? 0);
  return section.gates.flatMap(({ line }) => {
    const text = plainText(lines.textOf(line).replace(MARKER, ''));
    const [, named, result, priority, rest] = GATE.exec(text) ?? [];
    const gate = named ?? priority;
    if (gate === undefined || lines.indentOf(line) > top) return [];
    return { gate, result: (result ?? rest ?? '').trim(), text, ...lines.placeOf(line) };
  });
}
