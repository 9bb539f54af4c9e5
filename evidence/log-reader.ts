import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { type LoggedRecord, type LogHead, readLine } from './chain.ts';
import { LogIndex, type RecordFilter } from './log-index.ts';
import { type FileLine, LOG_FILE, logLines, readLines } from './log-lines.ts';
import { sha256Hex } from './sha256.ts';
import { StoreLock } from './store-lock.ts';

export const INDEX_FILE = 'log.index';
/** Records that one page of `list` can hold. */
export const LIST_LIMIT_MAX = 1000;

export interface RecordPage {
  /** How many records the filter selects, on all pages. */
  readonly total: number;
  readonly records: readonly LoggedRecord[];
}

/** Reads the evidence log of one machine, while others may append to it. */
export interface EvidenceReader {
  findByKey(key: string): Promise<LoggedRecord | null>;
  /** By digest of the record's line, 64 hexadecimal digits. */
  read(sha256: string): Promise<LoggedRecord | null>;
  head(): Promise<LogHead>;
  /** One page in the order of the log; `offset` counts selected records from 0. */
  list(
    page: RecordFilter & { readonly offset: number; readonly limit: number },
  ): Promise<RecordPage>;
  /** All lines as they stand when called, for `verifyLog`; also what a crash left behind. */
  lines(): AsyncGenerator<FileLine>;
  close(): Promise<void>;
}

/** Opens the log in `dir` for reading; a folder without a log reads as an empty one. */
export async function openEvidenceReader(options: {
  readonly dir: string;
}): Promise<EvidenceReader> {
  const reader = new LogReader(options.dir);
  await reader.load();
  return reader;
}

/** What the reader and the writer of the log share: index, lock and the file itself. */
export class LogReader implements EvidenceReader {
  readonly #dir: string;
  #index = LogIndex.empty();
  /** Records that the index file covered when the log was opened. */
  protected savedRecords = 0;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #lock: StoreLock;
  #file: number | undefined;

  constructor(dir: string) {
    this.#dir = dir;
    this.#lock = new StoreLock(dir);
  }

  protected get index(): LogIndex {
    return this.#index;
  }

  protected get path(): string {
    return join(this.#dir, LOG_FILE);
  }

  /** Reads the index, and of the log only what the index does not cover. */
  load(): Promise<void> {
    return this.exclusive(async () => {
      this.#index = this.#savedIndex();
      this.savedRecords = this.#index.head.records;
      await this.settle(this.savedRecords > 0);
    });
  }

  /** Takes up the lines that the index does not cover; the writer also mends the end of the log. */
  protected async settle(_afterCrash: boolean): Promise<void> {
    await this.refresh();
  }

  async findByKey(key: string): Promise<LoggedRecord | null> {
    if (this.#index.seqOfKey(key) === undefined) await this.exclusive(() => this.settle(false));
    const seq = this.#index.seqOfKey(key);
    return seq === undefined ? null : this.recordAt(seq);
  }

  async read(sha256: string): Promise<LoggedRecord | null> {
    if (this.#index.seqOfDigest(sha256) === undefined)
      await this.exclusive(() => this.settle(false));
    const seq = this.#index.seqOfDigest(sha256);
    return seq === undefined ? null : this.recordAt(seq);
  }

  async head(): Promise<LogHead> {
    await this.exclusive(() => this.settle(false));
    return this.#index.head;
  }

  async list(
    page: RecordFilter & { readonly offset: number; readonly limit: number },
  ): Promise<RecordPage> {
    await this.exclusive(() => this.settle(false));
    const selected = this.#index.select(page);
    const limit = Math.min(page.limit, LIST_LIMIT_MAX);
    const wanted = selected.slice(page.offset, page.offset + limit);
    return { total: selected.length, records: wanted.map((seq) => this.recordAt(seq)) };
  }

  lines(): AsyncGenerator<FileLine> {
    return logLines(this.#dir);
  }

  async close(): Promise<void> {
    await this.#turn.catch(() => undefined);
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  /** Runs one task at a time in this process, and alone among all processes. */
  protected exclusive<Value>(task: () => Value | Promise<Value>): Promise<Value> {
    const run = (): Promise<Value> => this.#lock.during(async () => task());
    const turn = this.#turn.then(run, run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Bytes of the log. Throws LOG_BROKEN where it was replaced or removed while it was open. */
  protected size(): number {
    const found = statSync(this.path, { throwIfNoEntry: false });
    this.#file ??= found === undefined ? undefined : openSync(this.path, 'r');
    if (this.#file === undefined) return 0;
    const opened = fstatSync(this.#file);
    if (found?.ino === opened.ino && opened.size >= this.#index.end) return opened.size;
    throw this.#broken('it was replaced or shortened while it was open');
  }

  /**
   * Takes up what was appended since, under the lock. Answers whether the log ends in bytes that are
   * no record. A whole line that is none throws LOG_BROKEN, unless the caller expects the garbage
   * that a power cut leaves after the last record that was acknowledged.
   */
  protected async refresh(expectsGarbage = false): Promise<{ readonly torn: boolean }> {
    for await (const line of readLines(this.path, { start: this.#index.end, end: this.size() })) {
      const entry = this.#entryOf(line);
      if ('reason' in entry) {
        if (!line.complete || expectsGarbage) return { torn: true };
        throw this.#broken(entry.reason);
      }
      this.#index.add(entry, { offset: line.offset, length: line.bytes.length });
    }
    return { torn: false };
  }

  #entryOf({ bytes, complete }: FileLine): LoggedRecord | { readonly reason: string } {
    if (!complete) return { reason: 'the last line is cut off' };
    const reading = readLine(bytes.toString('latin1'));
    if (reading.kind === 'unreadable') return reading;
    const { place, record } = reading;
    const { sha256, records } = this.#index.head;
    if (place.prev !== sha256 || place.seq !== records + 1) {
      return { reason: 'it does not follow the line before it' };
    }
    return { ...place, sha256: sha256Hex(bytes), record };
  }

  /** Reads a record and checks its bytes against the digest that it is known by. */
  protected recordAt(seq: number): LoggedRecord {
    const line = this.lineAt(this.#index, seq);
    const reading = readLine(line);
    const sha256 = sha256Hex(line);
    if (reading.kind === 'read' && sha256 === this.#index.digestOf(seq)) {
      return { ...reading.place, sha256, record: reading.record };
    }
    const reason = reading.kind === 'read' ? 'its bytes were changed' : reading.reason;
    throw new Fault({ code: 'RECORD_INVALID', facts: { record: seq, reason } });
  }

  protected lineAt(index: LogIndex, seq: number): string {
    const { offset, length } = index.spanOf(seq);
    const bytes = Buffer.alloc(length);
    const read = this.#file === undefined ? 0 : readSync(this.#file, bytes, 0, length, offset);
    return bytes.toString('latin1', 0, read);
  }

  /** The saved index where it belongs to this log, otherwise an empty one. */
  #savedIndex(): LogIndex {
    const size = this.size();
    const saved = LogIndex.fromBytes(readIfThere(join(this.#dir, INDEX_FILE)), size);
    const { records, sha256 } = saved.head;
    if (records === 0 || sha256Hex(this.lineAt(saved, records)) === sha256) return saved;
    return LogIndex.empty();
  }

  #broken(reason: string): Fault {
    const record = this.#index.head.records + 1;
    return new Fault({ code: 'LOG_BROKEN', facts: { record, reason } });
  }
}

function readIfThere(path: string): Buffer {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? Buffer.alloc(0) : readFileSync(path);
}
