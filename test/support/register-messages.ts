import type { Actor } from '../../domain/actor.ts';
import type { EntryFields } from '../../domain/register/entry.ts';

type Kind = EntryFields['kind'];
type Entered<K extends Kind> = Extract<EntryFields, { readonly kind: K; readonly title: string }>;
type Sent = { readonly type: 'decide' } & EntryFields;

const base = { type: 'decide', id: null, items: [] } as const;
const OWNER: Actor = 'human:ana';

export function decision(fields: Partial<Entered<'decision'>> = {}): Sent {
  return {
    ...base,
    kind: 'decision',
    title: 'Postgres holds the traces',
    rationale: 'one store to back up',
    date: null,
    supersedes: null,
    ...fields,
  };
}

export function debt(fields: Partial<Entered<'debt'>> = {}): Sent {
  return {
    ...base,
    kind: 'debt',
    title: 'Import accepts any version',
    severity: 'medium',
    owner: OWNER,
    target: null,
    source: 'review of P0-1',
    ...fields,
  };
}

export function risk(fields: Partial<Entered<'risk'>> = {}): Sent {
  return {
    ...base,
    kind: 'risk',
    title: 'No replay end to end',
    severity: 'low',
    ...fields,
  };
}

export function rollback(fields: Partial<Entered<'rollback'>> = {}): Sent {
  return {
    ...base,
    kind: 'rollback',
    title: 'git revert; nothing to migrate',
    items: ['P0-1'],
    supersedes: null,
    ...fields,
  };
}

export function drift(fields: Partial<Entered<'drift'>> = {}): Sent {
  return {
    ...base,
    kind: 'drift',
    title: 'internal/api/contract_test.go',
    classification: 'DRIFT_FIX_REQUIRED',
    rationale: 'two redirects of seven are covered',
    supersedes: null,
    ...fields,
  };
}

export function close(kind: 'debt' | 'risk', id: string): Sent {
  return { type: 'decide', kind, close: id, reason: 'paid' };
}
