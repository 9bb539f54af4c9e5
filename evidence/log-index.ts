import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { EMPTY_LOG, type LoggedRecord, type LogHead } from './chain.ts';

/**
 * One entry of the index file, 110 bytes: offset (6) and length (4) of the line, its sha256 (32),
 * sha256 of the record's key (32), short digests of program (16) and item (16), CRC-32 of all that.
 */
const ENTRY_BYTES = 110;
const AT = { offset: 0, length: 6, line: 10, key: 42, program: 74, item: 90, crc: 106 } as const;
const DIGEST_BYTES = 32;
const SHORT_DIGEST_BYTES = 16;
const OFFSET_BYTES = 6;
const GROWTH = 2;
const ENTRIES_MIN = 64;

export interface LineSpan {
  readonly offset: number;
  readonly length: number;
}

export interface RecordFilter {
  readonly program?: string;
  /** Null selects the records of the program itself. */
  readonly item?: string | null;
}

/**
 * Where each record of the log is, by number, digest and key. It is derived: whatever the file that
 * it was saved to says, the log is the truth, and what is missing is read from there again.
 */
export class LogIndex {
  #entries = Buffer.alloc(ENTRIES_MIN * ENTRY_BYTES);
  #count = 0;
  readonly #byLine = new Map<string, number>();
  readonly #byKey = new Map<string, number>();

  /** Takes from the saved bytes the longest beginning that is whole and lies within the log. */
  static fromBytes(bytes: Buffer, logBytes: number): LogIndex {
    const index = new LogIndex();
    for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
      const entry = bytes.subarray(at, at + ENTRY_BYTES);
      const { offset, length } = spanOf(entry);
      const whole = entry.readUInt32BE(AT.crc) === crc32(entry.subarray(0, AT.crc));
      if (!whole || offset !== index.end || offset + length >= logBytes) break;
      index.#push(entry);
    }
    return index;
  }

  add({ sha256, record }: LoggedRecord, { offset, length }: LineSpan): void {
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.writeUIntBE(offset, AT.offset, OFFSET_BYTES);
    entry.writeUInt32BE(length, AT.length);
    entry.write(sha256, AT.line, 'hex');
    digest(record.scope.key).copy(entry, AT.key);
    shortDigest(record.scope.program).copy(entry, AT.program);
    shortDigest(record.scope.item).copy(entry, AT.item);
    entry.writeUInt32BE(crc32(entry.subarray(0, AT.crc)), AT.crc);
    this.#push(entry);
  }

  #push(entry: Buffer): void {
    if ((this.#count + 1) * ENTRY_BYTES > this.#entries.length) {
      this.#entries = Buffer.concat([this.#entries], this.#entries.length * GROWTH);
    }
    entry.copy(this.#entries, this.#count * ENTRY_BYTES);
    this.#count += 1;
    this.#byLine.set(entry.toString('latin1', AT.line, AT.line + DIGEST_BYTES), this.#count);
    this.#byKey.set(entry.toString('latin1', AT.key, AT.key + DIGEST_BYTES), this.#count);
  }

  /** Forgets all, to be built again from the log. */
  static empty(): LogIndex {
    return new LogIndex();
  }

  get head(): LogHead {
    if (this.#count === 0) return EMPTY_LOG;
    return { sha256: this.digestOf(this.#count), records: this.#count };
  }

  /** Byte offset at which the next line of the log begins. */
  get end(): number {
    if (this.#count === 0) return 0;
    const { offset, length } = this.spanOf(this.#count);
    return offset + length + 1;
  }

  spanOf(seq: number): LineSpan {
    return spanOf(this.#entry(seq));
  }

  digestOf(seq: number): string {
    return this.#entry(seq).toString('hex', AT.line, AT.line + DIGEST_BYTES);
  }

  seqOfKey(key: string): number | undefined {
    return this.#byKey.get(digest(key).toString('latin1'));
  }

  seqOfDigest(sha256: string): number | undefined {
    return this.#byLine.get(Buffer.from(sha256, 'hex').toString('latin1'));
  }

  /** Numbers of the records that a filter selects, in order. */
  select({ program, item }: RecordFilter): readonly number[] {
    const wantedProgram = program === undefined ? undefined : shortDigest(program);
    const wantedItem = item === undefined ? undefined : shortDigest(item);
    const found: number[] = [];
    for (let seq = 1; seq <= this.#count; seq += 1) {
      const entry = this.#entry(seq);
      if (holds(entry, AT.program, wantedProgram) && holds(entry, AT.item, wantedItem)) {
        found.push(seq);
      }
    }
    return found;
  }

  /** The entries from number `first` on, and where they belong in the index file. */
  bytesFrom(first: number): { readonly bytes: Buffer; readonly position: number } {
    const position = (first - 1) * ENTRY_BYTES;
    return { bytes: this.#entries.subarray(position, this.#count * ENTRY_BYTES), position };
  }

  #entry(seq: number): Buffer {
    if (seq < 1 || seq > this.#count) throw new RangeError(`The log has no record ${seq}.`);
    return this.#entries.subarray((seq - 1) * ENTRY_BYTES, seq * ENTRY_BYTES);
  }
}

function spanOf(entry: Buffer): LineSpan {
  return {
    offset: entry.readUIntBE(AT.offset, OFFSET_BYTES),
    length: entry.readUInt32BE(AT.length),
  };
}

function holds(entry: Buffer, at: number, wanted: Buffer | undefined): boolean {
  return wanted === undefined || entry.subarray(at, at + wanted.length).equals(wanted);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Enough to tell programs and items apart. Null and the text "null" have different digests. */
function shortDigest(text: string | null): Buffer {
  return digest(JSON.stringify(text)).subarray(0, SHORT_DIGEST_BYTES);
}
