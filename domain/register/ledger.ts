import { type Judgement, passed, rejected } from '../judgement.ts';
import {
  ID_PREFIX,
  type RegisterEntry,
  type RegisterName,
  type RequestedEntry,
  supersededBy,
} from './entry.ts';

/** What is remembered of an entry so that the next one can be judged. */
export interface LedgerLine {
  readonly id: string;
  readonly register: RegisterName;
  /** In force: neither superseded nor closed. */
  readonly isOpen: boolean;
  /** Drift that has to be fixed. */
  readonly isFix?: true;
  /** The item of a rollback note. */
  readonly item?: string;
}

/** The registers in short: ids and whether they are open. The entries themselves are evidence. */
export type Ledger = readonly LedgerLine[];

/** Entries of all registers of one program, in bounded memory of its workflow. */
export const LEDGER_LINES_MAX = 2_000;

const ID_DIGITS = 3;

/** Two spellings of an id are one id, so that nobody enters an id a second time as `d-001`. */
export function lineOf(ledger: Ledger, id: string): LedgerLine | undefined {
  const key = id.toLowerCase();
  return ledger.find((line) => line.id.toLowerCase() === key);
}

/**
 * Whether an entry may stand beside those before it: an id is entered once and closed once, and only
 * what is in force can be superseded. `milestones` are those of the policy; empty where it has none.
 */
export function judgeEntry(
  ledger: Ledger,
  entry: RegisterEntry | RequestedEntry,
  milestones: readonly string[],
): Judgement {
  if (entry.action === 'close') return judgeOpen(ledger, entry.register, entry.id);
  if (ledger.length >= LEDGER_LINES_MAX)
    return rejected('REGISTER_FULL', { max: LEDGER_LINES_MAX });
  const taken = entry.id === null ? undefined : lineOf(ledger, entry.id);
  if (taken !== undefined) {
    return rejected('ENTRY_EXISTS', { id: taken.id, register: taken.register });
  }
  if (entry.register === 'debt' && !isTarget(entry.target, milestones)) {
    return rejected('MILESTONE_UNKNOWN', { milestone: entry.target, known: milestones });
  }
  const supersedes = supersededBy(entry);
  if (supersedes !== null) return judgeOpen(ledger, entry.register, supersedes);
  const inForce = entry.register === 'rollback' ? noteOf(ledger, entry.items) : undefined;
  return inForce === undefined
    ? passed()
    : rejected('ENTRY_EXISTS', { id: inForce.id, register: 'rollback' });
}

function isTarget(target: string | null, milestones: readonly string[]): boolean {
  return target === null || milestones.length === 0 || milestones.includes(target);
}

function noteOf(ledger: Ledger, items: readonly string[]): LedgerLine | undefined {
  return ledger.find(
    (line) =>
      line.register === 'rollback' &&
      line.isOpen &&
      line.item !== undefined &&
      items.includes(line.item),
  );
}

function judgeOpen(ledger: Ledger, register: RegisterName, id: string): Judgement {
  const line = lineOf(ledger, id);
  if (line === undefined || line.register !== register) {
    return rejected('ENTRY_UNKNOWN', { id, register });
  }
  return line.isOpen ? passed() : rejected('ENTRY_NOT_OPEN', { id: line.id, register });
}

/** The ledger with an entry that `judgeEntry` has passed. */
export function withEntry(ledger: Ledger, entry: RegisterEntry): Ledger {
  const ended = entry.action === 'close' ? entry.id : supersededBy(entry);
  const key = ended?.toLowerCase();
  const lines = ledger.map((line): LedgerLine =>
    line.id.toLowerCase() === key ? { ...line, isOpen: false } : line,
  );
  if (entry.action === 'close') return lines;
  const { id, register } = entry;
  const isFix = entry.register === 'drift' && entry.classification === 'DRIFT_FIX_REQUIRED';
  const [item] = entry.register === 'rollback' ? entry.items : [];
  return [
    ...lines,
    {
      id,
      register,
      isOpen: true,
      ...(isFix ? { isFix } : {}),
      ...(item === undefined ? {} : { item }),
    },
  ];
}

/** The next id of a register: one more than its entries, and on while that is taken. */
export function nextId(ledger: Ledger, register: RegisterName): string {
  const entered = ledger.filter((line) => line.register === register).length;
  for (let number = entered + 1; ; number += 1) {
    const id = `${ID_PREFIX[register]}-${String(number).padStart(ID_DIGITS, '0')}`;
    if (lineOf(ledger, id) === undefined) return id;
  }
}

/** What is open, for boards. */
export interface LedgerCounts {
  readonly decisions: number;
  readonly openDebts: number;
  readonly openRisks: number;
  readonly fixesRequired: number;
}

export function countLedger(ledger: Ledger): LedgerCounts {
  const open = (register: RegisterName): number =>
    ledger.filter((line) => line.isOpen && line.register === register).length;
  return {
    decisions: open('decision'),
    openDebts: open('debt'),
    openRisks: open('risk'),
    fixesRequired: ledger.filter((line) => line.isOpen && line.isFix === true).length,
  };
}
