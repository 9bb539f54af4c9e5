import type { Actor } from '../actor.ts';
import type { EvidenceRecord } from '../evidence-record.ts';
import { rejectionText } from '../rejection-text.ts';
import {
  type ClosingEntry,
  type DebtEntry,
  type DecisionEntry,
  type DriftEntry,
  type EnteredEntry,
  type RiskEntry,
  type RollbackEntry,
  supersededBy,
} from './entry.ts';
import { judgeEntry, type Ledger, withEntry } from './ledger.ts';

/** An entry with who entered it and what became of it. */
export type Registered<E extends EnteredEntry> = E & {
  readonly by: Actor;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** The entry that took its place; null while it is in force. */
  readonly supersededBy: string | null;
  readonly closed: {
    readonly by: Actor;
    readonly atMs: number;
    readonly reason: string;
  } | null;
};

/** The registers of a program, each in the order in which its entries were made. */
export interface Registers {
  readonly decisions: readonly Registered<DecisionEntry>[];
  readonly debts: readonly Registered<DebtEntry>[];
  readonly risks: readonly Registered<RiskEntry>[];
  readonly rollbacks: readonly Registered<RollbackEntry>[];
  readonly drifts: readonly Registered<DriftEntry>[];
  /** Entries of the log that contradict those before them, in words; they change nothing. */
  readonly problems: readonly string[];
}

export const NO_REGISTERS: Registers = {
  decisions: [],
  debts: [],
  risks: [],
  rollbacks: [],
  drifts: [],
  problems: [],
};

/** Neither superseded nor closed. */
export function isInForce(entry: Registered<EnteredEntry>): boolean {
  return entry.supersededBy === null && entry.closed === null;
}

/** Reads register records one by one; records of other kinds change nothing. */
export interface RegisterFold {
  add(record: EvidenceRecord): void;
  registers(): Registers;
}

export function createRegisterFold(): RegisterFold {
  const entries = new Map<string, Registered<EnteredEntry>>();
  const problems: string[] = [];
  let ledger: Ledger = [];
  const change = (id: string, fields: Partial<Registered<EnteredEntry>>): void => {
    const known = entries.get(id.toLowerCase());
    if (known !== undefined) entries.set(id.toLowerCase(), { ...known, ...fields } as typeof known);
  };
  return {
    add({ scope, body }) {
      if (body.type !== 'register') return;
      const { entry, actor: by } = body;
      const { atMs } = scope;
      const judgement = judgeEntry(ledger, entry, []);
      if (judgement.verdict === 'rejected') {
        problems.push(`${entry.id}: ${rejectionText(judgement.code, judgement.facts).message}`);
        return;
      }
      ledger = withEntry(ledger, entry);
      if (entry.action === 'close') return change(entry.id, { closed: closingOf(entry, by, atMs) });
      const superseded = supersededBy(entry);
      if (superseded !== null) change(superseded, { supersededBy: entry.id });
      entries.set(entry.id.toLowerCase(), { ...entry, by, atMs, supersededBy: null, closed: null });
    },
    registers: () => sorted([...entries.values()], problems),
  };
}

function closingOf(
  { reason }: ClosingEntry,
  by: Actor,
  atMs: number,
): Registered<EnteredEntry>['closed'] {
  return { by, atMs, reason };
}

function sorted(all: readonly Registered<EnteredEntry>[], problems: readonly string[]): Registers {
  return {
    decisions: all.filter((each) => each.register === 'decision'),
    debts: all.filter((each) => each.register === 'debt'),
    risks: all.filter((each) => each.register === 'risk'),
    rollbacks: all.filter((each) => each.register === 'rollback'),
    drifts: all.filter((each) => each.register === 'drift'),
    problems,
  };
}

/** The registers of the program whose records these are, in the order of the log. */
export function registersOf(records: Iterable<EvidenceRecord>): Registers {
  const fold = createRegisterFold();
  for (const record of records) fold.add(record);
  return fold.registers();
}
