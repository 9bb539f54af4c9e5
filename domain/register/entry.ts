import type { Actor } from '../actor.ts';

/** What a release lead keeps beside the backlog. */
export const REGISTERS = ['decision', 'debt', 'risk', 'rollback', 'drift'] as const;
export type RegisterName = (typeof REGISTERS)[number];

/** How something that differs from what was planned or documented is to be taken. */
export const DRIFT_CLASSES = [
  'MATCHED',
  'DRIFT_ACCEPTED',
  'DRIFT_FIX_REQUIRED',
  'DEFERRED',
] as const;
export type DriftClass = (typeof DRIFT_CLASSES)[number];

/** Letters, digits and `. _ -`, as in D-001; two spellings of one id are one id. */
export const ENTRY_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/** How ids begin that Sluice gives itself: D-001, DL-001, R-001, RB-001, DR-001. */
export const ID_PREFIX: Readonly<Record<RegisterName, string>> = {
  decision: 'D',
  debt: 'DL',
  risk: 'R',
  rollback: 'RB',
  drift: 'DR',
};

interface EnteredBase {
  readonly action: 'enter';
  readonly id: string;
  /** What was decided, what is owed, what may go wrong, how to go back, what differs. */
  readonly title: string;
  /** Items that it is about. */
  readonly items: readonly string[];
}

export interface DecisionEntry extends EnteredBase {
  readonly register: 'decision';
  /** Day of the decision, `2026-11-21`. */
  readonly date: string;
  readonly rationale: string;
  /** The decision that it takes the place of. */
  readonly supersedes: string | null;
}

export interface DebtEntry extends EnteredBase {
  readonly register: 'debt';
  readonly severity: string;
  readonly owner: Actor;
  /** The milestone by which it is to be paid. */
  readonly target: string | null;
  /** Where it came up: a review, a packet, a document. */
  readonly source: string;
}

export interface RiskEntry extends EnteredBase {
  readonly register: 'risk';
  readonly severity: string;
}

/** How an item is taken back; one note of an item is in force at a time. */
export interface RollbackEntry extends EnteredBase {
  readonly register: 'rollback';
  readonly supersedes: string | null;
}

export interface DriftEntry extends EnteredBase {
  readonly register: 'drift';
  readonly classification: DriftClass;
  readonly rationale: string;
  readonly supersedes: string | null;
}

export type EnteredEntry = DecisionEntry | DebtEntry | RiskEntry | RollbackEntry | DriftEntry;

/** The end of a debt that is paid, or of a risk that is gone. */
export interface ClosingEntry {
  readonly register: 'debt' | 'risk';
  readonly action: 'close';
  readonly id: string;
  readonly reason: string;
}

/** One line of a register, as it stands in the evidence. */
export type RegisterEntry = EnteredEntry | ClosingEntry;

type Asked<E> = E extends DecisionEntry
  ? Omit<E, 'id' | 'date'> & { readonly id: string | null; readonly date: string | null }
  : E extends EnteredEntry
    ? Omit<E, 'id'> & { readonly id: string | null }
    : E;

/** An entry as it is asked for: Sluice gives the next id and today's date where none is named. */
export type RequestedEntry = Asked<RegisterEntry>;

type FlatEntry<E> = E extends { readonly action: 'enter' }
  ? Omit<E, 'action' | 'register'> & { readonly kind: RegisterName & KindOf<E> }
  : never;
type KindOf<E> = E extends { readonly register: infer R } ? R : never;

/** An entry as messages carry it, all members side by side: what is signed is what was sent. */
export type EntryFields =
  | FlatEntry<RequestedEntry>
  | {
      readonly kind: ClosingEntry['register'];
      /** The id of the entry that ends. */
      readonly close: string;
      readonly reason: string;
    };

/** The entry that a message asks for. */
export function requestedEntry(fields: EntryFields): RequestedEntry {
  if ('close' in fields) {
    const { kind, close, reason } = fields;
    return { register: kind, action: 'close', id: close, reason };
  }
  const base = {
    action: 'enter',
    id: fields.id,
    title: fields.title,
    items: fields.items,
  } as const;
  switch (fields.kind) {
    case 'decision': {
      const { kind: register, date, rationale, supersedes } = fields;
      return { ...base, register, date, rationale, supersedes };
    }
    case 'debt': {
      const { kind: register, severity, owner, target, source } = fields;
      return { ...base, register, severity, owner, target, source };
    }
    case 'risk':
      return { ...base, register: fields.kind, severity: fields.severity };
    case 'rollback':
      return { ...base, register: fields.kind, supersedes: fields.supersedes };
    case 'drift': {
      const { kind: register, classification, rationale, supersedes } = fields;
      return { ...base, register, classification, rationale, supersedes };
    }
  }
}

/** The entry that this one takes the place of. */
export function supersededBy(entry: RegisterEntry | RequestedEntry): string | null {
  return 'supersedes' in entry ? entry.supersedes : null;
}
