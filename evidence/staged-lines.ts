import type { EvidenceRecord } from '../domain/evidence-record.ts';
import { type LoggedRecord, type LogHead, sealRecord } from './chain.ts';
import type { Signer } from './dsse.ts';
import type { LogIndex } from './log-index.ts';

/** Where the record of a key stands in the log. */
export interface Appended {
  readonly sha256: string;
  readonly seq: number;
}

interface StagedLine {
  readonly line: string;
  readonly entry: LoggedRecord;
}

/** Lines signed and chained after the end of a log, but not written yet. */
export class StagedLines {
  readonly #index: LogIndex;
  readonly #signer: Signer;
  readonly #lines: StagedLine[] = [];
  readonly #byKey = new Map<string, Appended>();
  #head: LogHead;

  constructor(index: LogIndex, signer: Signer) {
    this.#index = index;
    this.#signer = signer;
    this.#head = index.head;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** Stages the records whose keys are new. All or none: a record that cannot be kept throws. */
  stage(records: readonly EvidenceRecord[]): readonly Appended[] {
    const lines: StagedLine[] = [];
    const byKey = new Map<string, Appended>();
    let head = this.#head;
    const appended = records.map((record) => {
      const { key } = record.scope;
      const known = this.#appendedBefore(key) ?? byKey.get(key);
      if (known !== undefined) return known;
      const sealed = sealRecord(record, head, this.#signer);
      const place = { seq: sealed.head.records, prev: head.sha256 };
      head = sealed.head;
      lines.push({ line: sealed.line, entry: { ...place, sha256: head.sha256, record } });
      const added = { sha256: head.sha256, seq: place.seq };
      byKey.set(key, added);
      return added;
    });
    this.#lines.push(...lines);
    for (const [key, added] of byKey) this.#byKey.set(key, added);
    this.#head = head;
    return appended;
  }

  #appendedBefore(key: string): Appended | undefined {
    const seq = this.#index.seqOfKey(key);
    if (seq === undefined) return this.#byKey.get(key);
    return { sha256: this.#index.digestOf(seq), seq };
  }

  bytes(): Buffer {
    return Buffer.from(this.#lines.map(({ line }) => `${line}\n`).join(''));
  }

  /** Once the lines are written and durable, the index may know them. */
  addTo(index: LogIndex): void {
    for (const { line, entry } of this.#lines) {
      index.add(entry, { offset: index.end, length: line.length });
    }
  }
}
