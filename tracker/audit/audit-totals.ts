import type { StatedTotal, TrackerDocument } from '../tracker-model.ts';

import type { AuditTotal } from './audit-model.ts';
import { leadingCount } from './count.ts';
import type { DocumentLines } from './document-lines.ts';

const PHASE = /\b(?:phase|sprint|milestone|stage|wave|iteration)\s+([\w.]*\w)/i;
/** `37 + 99 = 136`: numbers alone, so that no word changes what they mean. */
const SUM = /(?<![\w.,=+-])(\d[\d,]*(?:\s*\+\s*\d[\d,]*)+)\s*=\s*(\d[\d,]*)(?![\d.])/;
/** Labels whose number counts the rows of its phase. */
const COUNTS_ROWS = /^(?:total(?: tests)?|tests? (?:added|written|total)|(?:tests )?total)$/i;

/** A phase's name made comparable: `Phase 3: Stores`, `phase 3` and `3` are one phase. */
export function phaseKey(name: string | null): string | null {
  return name === null ? null : (PHASE.exec(name)?.[1] ?? name).trim().toLowerCase();
}

/** The totals that can be checked: sums of plain numbers, and totals of a phase's rows. */
export function readTotals(document: TrackerDocument, lines: DocumentLines): AuditTotal[] {
  return document.totals.flatMap((stated) => {
    const said = {
      text: lines
        .textOf(stated.line)
        .replace(/^\s*(?:[-*+]\s+)?/, '')
        .trim(),
      ...lines.placeOf(stated.line),
    };
    const terms = termsOf(stated);
    if (terms !== null) return [{ ...said, ...terms }];
    const rows = rowsOf(stated);
    return rows === null ? [] : [{ ...said, ...rows }];
  });
}

function termsOf({ text }: StatedTotal): Pick<AuditTotal, 'total' | 'of'> | null {
  const match = SUM.exec(text);
  if (match === null) return null;
  const terms = (match[1] ?? '').split('+').map(numberOf);
  return { total: numberOf(match[2] ?? ''), of: { kind: 'terms', terms } };
}

function rowsOf({ label, text, phase }: StatedTotal): Pick<AuditTotal, 'total' | 'of'> | null {
  const total = leadingCount(text);
  const named = PHASE.exec(label)?.[0];
  const phaseName = named ?? phase;
  const what = named === undefined ? label : label.replace(named, '');
  const key = phaseKey(phaseName);
  if (total === null || key === null || phaseName === null || !COUNTS_ROWS.test(what.trim()))
    return null;
  return {
    total,
    of: { kind: 'rows', phase: key, phaseName: PHASE.exec(phaseName)?.[0] ?? phaseName },
  };
}

function numberOf(text: string): number {
  return Number(text.replaceAll(/[\s,]/g, ''));
}
