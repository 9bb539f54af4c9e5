import type { EvidenceRecord } from './evidence-record.ts';

/** Why an item was left where it stands, as its last decision says. */
export interface LedgerHold {
  readonly kind: 'blocked' | 'deferred' | 'skipped';
  readonly reason: string;
}

/** Follows the decisions of a program's records: which items are held in the end, and why. */
export class HoldLedger {
  readonly #holds = new Map<string, LedgerHold>();

  add({ scope: { item }, body }: EvidenceRecord): void {
    if (item === null) return;
    if (body.type === 'checkpoint') this.#holds.delete(item);
    if (body.type !== 'decision') return;
    const reason = body.reason ?? '';
    if (body.decision === 'block') this.#holds.set(item, { kind: 'blocked', reason });
    const kind = body.facts['skip'] === true ? 'skipped' : 'deferred';
    if (body.decision === 'defer') this.#holds.set(item, { kind, reason });
    if (body.decision === 'unblock') this.#holds.delete(item);
  }

  /** Null for an item that nobody holds. */
  of(item: string): LedgerHold | null {
    return this.#holds.get(item) ?? null;
  }
}
