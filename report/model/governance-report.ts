import type { Actor } from '../../domain/actor.ts';
import type { SignOffRecord } from '../../domain/register/register-record.ts';
import type { GovernanceFacts } from '../../domain/readiness/governance-fold.ts';
import { type Readiness, readinessOf } from '../../domain/readiness/readiness.ts';
import type { EnteredEntry } from '../../domain/register/entry.ts';
import { isInForce, type Registered, type Registers } from '../../domain/register/registers.ts';
import type { PlannedProgram } from './report-collector.ts';
import { timeText } from './report-entry.ts';

/** An entry of a register as a report shows it. */
export type EntryReport = EnteredEntry & {
  readonly by: Actor;
  readonly at: string;
  /** Neither superseded nor closed. */
  readonly isOpen: boolean;
  readonly supersededBy: string | null;
  readonly closed: { readonly by: Actor; readonly at: string; readonly reason: string } | null;
};

/** Registers, sign-offs and how groups of items stand. */
export interface GovernanceReport {
  readonly entries: readonly EntryReport[];
  readonly signOffs: readonly (SignOffRecord & {
    /** It is about another commit than the tip; null where the tip is not known. */
    readonly isStale: boolean | null;
  })[];
  /** Milestones, workstreams and capabilities of the policy, from the evidence alone. */
  readonly readiness: readonly Readiness[];
  /** Entries that contradict those before them. */
  readonly problems: readonly string[];
}

/** `tip` is the newest commit of the branch and its tree; null where it is not known. */
export function governanceReport(
  facts: GovernanceFacts,
  { policy, items }: Pick<PlannedProgram, 'policy' | 'items'>,
  tip: { readonly commit: string; readonly tree: string } | null,
): GovernanceReport {
  const ids = items.map(({ item }) => item.id);
  return {
    entries: entriesOf(facts.registers),
    signOffs: facts.signOffs.map((each) => ({
      ...each,
      isStale: tip === null ? null : each.commit !== tip.commit,
    })),
    readiness: policy === null ? [] : readinessOf({ policy, facts, items: ids, tip }),
    problems: facts.registers.problems,
  };
}

function entriesOf(registers: Registers): readonly EntryReport[] {
  const { decisions, debts, risks, rollbacks, drifts } = registers;
  return [...decisions, ...debts, ...risks, ...rollbacks, ...drifts].map(entryReport);
}

function entryReport(entry: Registered<EnteredEntry>): EntryReport {
  const { atMs, closed, ...rest } = entry;
  const ended =
    closed === null ? null : { by: closed.by, at: timeText(closed.atMs), reason: closed.reason };
  return { ...rest, at: timeText(atMs), isOpen: isInForce(entry), closed: ended };
}
