import {
  closeSync,
  constants,
  fdatasync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EvidenceRecord } from '../domain/evidence-record.ts';
import { Fault } from '../domain/fault.ts';
import { diskFault, DIRECTORY_MODE } from './blob-file.ts';
import { readLine } from './chain.ts';
import { verifyEnvelope } from './dsse.ts';
import { syncFolder } from './durable-file.ts';
import { INDEX_FILE, type EvidenceReader, LogReader } from './log-reader.ts';
import type { OrchestratorKey } from './orchestrator-key.ts';
import { type Appended, StagedLines } from './staged-lines.ts';
import { setTornAside } from './torn-line.ts';

const FILE_MODE = 0o600;
/** Requests that share one write and one fsync. */
const BATCH_REQUESTS_MAX = 256;

const syncData = promisify(fdatasync);

export interface EvidenceLogOptions {
  /** Folder of the log; made when it is missing. */
  readonly dir: string;
  readonly key: OrchestratorKey;
  /** Leaves out fsync: a power cut can then lose acknowledged records. For demonstrations only. */
  readonly fast?: boolean;
  /** Told the path of the file to which a crash's unfinished line was moved. */
  readonly onTorn?: (path: string) => void;
}

export interface EvidenceLog extends EvidenceReader {
  /**
   * Appends each record whose key is not in the log yet, in order, with one fsync, and answers for
   * each where the record of that key stands. Safe to retry whatever happened before.
   * Throws the faults STORE_LOCKED, DISK_FULL, LOG_BROKEN; nothing was appended then, or the retry
   * finds it.
   */
  append(records: readonly EvidenceRecord[]): Promise<readonly Appended[]>;
}

/**
 * Opens the log for appending, mends what a crash left at its end, and refuses a key that did not
 * sign its last record (SIGNATURE_INVALID). Many processes of one machine may have it open.
 */
export async function openEvidenceLog(options: EvidenceLogOptions): Promise<EvidenceLog> {
  mkdirSync(options.dir, { recursive: true, mode: DIRECTORY_MODE });
  const log = new FileLog(options);
  await log.open();
  return log;
}

interface AppendRequest {
  readonly records: readonly EvidenceRecord[];
  readonly resolve: (appended: readonly Appended[]) => void;
  readonly reject: (error: unknown) => void;
}

class FileLog extends LogReader implements EvidenceLog {
  readonly #options: EvidenceLogOptions;
  readonly #queue: AppendRequest[] = [];
  #draining = false;
  #appendFd = -1;
  #indexFd = -1;
  /** Entries that the index file is known to hold. */
  #saved = 0;

  constructor(options: EvidenceLogOptions) {
    super(options.dir);
    this.#options = options;
  }

  async open(): Promise<void> {
    const { dir } = this.#options;
    const flags = constants.O_RDWR | constants.O_CREAT;
    this.#appendFd = openSync(this.path, flags | constants.O_APPEND, FILE_MODE);
    this.#indexFd = openSync(join(dir, INDEX_FILE), flags, FILE_MODE);
    await syncFolder(dir);
    await this.load();
    this.#saved = this.savedRecords;
    const { records } = this.index.head;
    if (records > 0) this.#refuseForeignKey(records);
  }

  #refuseForeignKey(record: number): void {
    const reading = readLine(this.lineAt(this.index, record));
    const { publicKey } = this.#options.key;
    if (reading.kind === 'read' && verifyEnvelope(reading.envelope, publicKey)) return;
    throw new Fault({ code: 'SIGNATURE_INVALID', facts: { record } });
  }

  append(records: readonly EvidenceRecord[]): Promise<readonly Appended[]> {
    if (records.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#queue.push({ records, resolve, reject });
      if (!this.#draining) void this.#drain();
    });
  }

  override async close(): Promise<void> {
    await super.close();
    closeSync(this.#appendFd);
    closeSync(this.#indexFd);
  }

  /** While one batch waits for the disk the next one gathers: many gates share one fsync. */
  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, BATCH_REQUESTS_MAX);
      try {
        const answers = await this.exclusive(() => this.#commit(batch));
        for (const answer of answers) answer();
      } catch (error) {
        for (const request of batch) request.reject(error);
      }
    }
    this.#draining = false;
  }

  /** Answers with the news for those whose records are durable now, to be told without the lock. */
  async #commit(batch: readonly AppendRequest[]): Promise<readonly (() => void)[]> {
    await this.settle(false);
    const staged = new StagedLines(this.index, this.#options.key);
    const answers = batch.flatMap((request) => {
      try {
        const appended = staged.stage(request.records);
        return [() => request.resolve(appended)];
      } catch (error) {
        request.reject(error);
        return [];
      }
    });
    await this.#write(staged);
    return answers;
  }

  async #write(staged: StagedLines): Promise<void> {
    const { end } = this.index;
    if (staged.isEmpty) return;
    try {
      writeAll(this.#appendFd, staged.bytes());
      if (this.#options.fast !== true) await syncData(this.#appendFd);
    } catch (error) {
      // What may not have reached the disk must not stay: a later record would be chained to it.
      ftruncateSync(this.#appendFd, end);
      throw diskFault(error, this.path);
    }
    staged.addTo(this.index);
    this.#saveIndex();
  }

  /** Not synced and allowed to fail: what the file lacks is read from the log again. */
  #saveIndex(): void {
    const { bytes, position } = this.index.bytesFrom(this.#saved + 1);
    try {
      writeAll(this.#indexFd, bytes, position);
      this.#saved = this.index.head.records;
    } catch {
      // The next save starts again at the same entry.
    }
  }

  protected override async settle(afterCrash: boolean): Promise<void> {
    const { torn } = await this.refresh(afterCrash);
    if (!torn) return;
    const range = { start: this.index.end, end: this.size() };
    const path = await setTornAside(this.#options.dir, this.path, range);
    ftruncateSync(this.#appendFd, range.start);
    await syncData(this.#appendFd);
    this.#options.onTorn?.(path);
  }
}

function writeAll(fd: number, bytes: Buffer, position: number | null = null): void {
  for (let at = 0; at < bytes.length;) {
    const place = position === null ? null : position + at;
    at += writeSync(fd, bytes, at, bytes.length - at, place);
  }
}
