import type { Actor } from '../actor.ts';
import type { Finding } from '../evidence-record.ts';

export const FINDING_STATES = ['open', 'fixed', 'accepted'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

/** A finding with its number, which it keeps as long as the item lives, and what became of it. */
export interface NumberedFinding extends Finding {
  /** `F1`, `F2` and so on, in the order in which they were raised. */
  readonly id: string;
  readonly state: FindingState;
  readonly by: Actor;
  /** The attempt whose review raised it. */
  readonly attempt: number;
  /** Who fixed, accepted or opened it again last, and what they said; null while nobody has. */
  readonly settled: Settlement | null;
}

export interface Settlement {
  readonly by: Actor;
  readonly attempt: number;
  readonly note: string | null;
}

/** The findings of an item, oldest first. */
export type Ledger = readonly NumberedFinding[];

/** Findings that an item can have; one that has more is not one item any more. */
export const LEDGER_MAX = 200;

/** The ids that findings raised next get. */
export function nextFindingIds(ledger: Ledger, count: number): readonly string[] {
  return Array.from({ length: count }, (_, nth) => `F${ledger.length + nth + 1}`);
}

export function raiseFindings(
  ledger: Ledger,
  raised: { readonly findings: readonly Finding[]; readonly by: Actor; readonly attempt: number },
): Ledger {
  const { findings, by, attempt } = raised;
  const ids = nextFindingIds(ledger, findings.length);
  const numbered = findings.map(({ severity, where, text }, nth) => ({
    id: ids[nth] ?? '',
    severity,
    where,
    text,
    state: 'open' as const,
    by,
    attempt,
    settled: null,
  }));
  return [...ledger, ...numbered];
}

export function settleFinding(
  ledger: Ledger,
  id: string,
  settled: { readonly state: FindingState } & Settlement,
): Ledger {
  const { state, by, attempt, note } = settled;
  return ledger.map((each) =>
    each.id === id ? { ...each, state, settled: { by, attempt, note } } : each,
  );
}

export function openFindings(ledger: Ledger): Ledger {
  return ledger.filter((each) => each.state === 'open');
}

/** Open findings whose severity does not let an approval through, whatever its letter case. */
export function blockingFindings(ledger: Ledger, blocking: readonly string[] | undefined): Ledger {
  const severities = new Set((blocking ?? []).map((each) => each.toLowerCase()));
  return openFindings(ledger).filter((each) => severities.has(each.severity.toLowerCase()));
}
