import { createHash, type KeyObject } from 'node:crypto';
import type { EvidenceRecord } from '../domain/evidence-record.ts';
import { EMPTY_LOG, type LoggedRecord, type LogHead, readLine } from './chain.ts';
import { type Envelope, verifyEnvelope } from './dsse.ts';
import type { EvidenceProblem, LogProblemCode } from './problem.ts';
import type { VerifiedWord } from '../domain/word/signed-word.ts';
import { readPayload } from '../domain/word/read-payload.ts';
import type { WordCheck } from './word/word-check.ts';
import { sshFingerprint } from './ssh-key.ts';

/** Problems that are kept; the rest are counted in a last one. */
export const PROBLEMS_MAX = 1000;

/** Checks stored bytes against the digest that names them. */
export interface BlobCheck {
  verify(sha256: string): Promise<'ok' | 'missing' | 'mismatch'>;
}

/** One line as it was read, without its line end; not complete when that end was missing. */
export interface LogLine {
  readonly bytes: Uint8Array;
  readonly complete: boolean;
}

export interface VerifyLogOptions {
  readonly publicKey: KeyObject;
  /** Null leaves the stored outputs unchecked. */
  readonly blobs: BlobCheck | null;
  /**
   * Digests of records that must be in the log: heads that commits or reviewers named. A record
   * holds its own place, so one digest vouches for all records before it. Finds a shortened log.
   */
  readonly anchors: readonly string[];
  /** Checks signed words; null leaves them unchecked. */
  readonly words?: WordCheck | null;
  /**
   * Sees each record whose line, signature and shape are good, in order. A word that does not hold
   * is left out of the record that it sees.
   */
  readonly visit?: (entry: LoggedRecord) => readonly EvidenceProblem[];
}

export interface LogVerdict {
  readonly ok: boolean;
  readonly records: number;
  readonly head: string;
  readonly problems: readonly EvidenceProblem[];
  readonly vouched: Vouched;
}

/** Up to which record, from 1, others than the orchestrator's key vouch for the log; 0 for none. */
export interface Vouched {
  readonly byCommits: number;
  readonly bySignatures: number;
  /** Signed words that hold. */
  readonly words: number;
}

/**
 * Verifies a log line by line: signature, form, chain, numbering, one record a key, and the stored
 * bytes that each record names. Goes on after a problem, to find all. Memory grows by about 250
 * bytes a record (keys and blobs already seen), not by the size of the log.
 */
export async function verifyLog(
  lines: AsyncIterable<LogLine>,
  options: VerifyLogOptions,
): Promise<LogVerdict> {
  const verifier = new LogVerifier(options);
  for await (const line of lines) await verifier.add(line);
  return verifier.finish();
}

class LogVerifier {
  readonly #options: VerifyLogOptions;
  readonly #keyid: string;
  readonly #keys = new Set<string>();
  readonly #blobs = new Set<string>();
  readonly #anchors: Set<string>;
  /** Digest of each line so far: a certification names the head that it rests on. */
  readonly #digests: string[] = [];
  readonly #problems: EvidenceProblem[] = [];
  #dropped = 0;
  #vouched: Vouched = { byCommits: 0, bySignatures: 0, words: 0 };
  #head: LogHead = EMPTY_LOG;

  constructor(options: VerifyLogOptions) {
    this.#options = options;
    this.#keyid = sshFingerprint(options.publicKey);
    this.#anchors = new Set(options.anchors);
  }

  async add({ bytes, complete }: LogLine): Promise<void> {
    const before = this.#head;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.#head = { sha256, records: before.records + 1 };
    this.#digests.push(sha256);
    if (this.#anchors.delete(sha256)) {
      this.#vouched = { ...this.#vouched, byCommits: before.records + 1 };
    }
    if (!complete) this.#report('RECORD_INVALID', 'The line is cut off or too long.');
    const reading = readLine(Buffer.from(bytes).toString('latin1'));
    if (reading.kind === 'unreadable') {
      this.#report('RECORD_INVALID', `The record cannot be read: ${reading.reason}.`);
      return;
    }
    const { place, record } = reading;
    this.#checkChain(before, place);
    if (!this.#checkSignature(reading.envelope)) return;
    this.#checkKey(record.scope.key);
    this.#checkNamedHead(record);
    await this.#checkBlobs(record);
    const heard = await this.#checkWord(record);
    for (const problem of this.#options.visit?.({ ...place, sha256, record: heard }) ?? []) {
      this.#keep(problem);
    }
  }

  #checkChain(before: LogHead, place: { readonly seq: number; readonly prev: string }): void {
    if (place.seq !== before.records + 1) {
      const found = `this line holds record ${place.seq}`;
      this.#report('LOG_BROKEN', `Expected record ${before.records + 1}, ${found}.`);
    }
    if (place.prev !== before.sha256) {
      this.#report('LOG_BROKEN', `It follows ${place.prev}, but the line before it is another.`);
    }
  }

  #checkSignature(envelope: Envelope): boolean {
    const [{ keyid }] = envelope.signatures;
    if (keyid !== this.#keyid) {
      this.#report('SIGNATURE_INVALID', `It names the key ${keyid}, expected ${this.#keyid}.`);
      return false;
    }
    if (verifyEnvelope(envelope, this.#options.publicKey)) return true;
    this.#report('SIGNATURE_INVALID', 'The signature does not verify.');
    return false;
  }

  #checkKey(key: string): void {
    const digest = createHash('sha256').update(key).digest('base64');
    if (this.#keys.has(digest)) {
      this.#report('LOG_BROKEN', `The key ${key} is recorded a second time.`);
    }
    this.#keys.add(digest);
  }

  #checkNamedHead({ body }: EvidenceRecord): void {
    if (body.type !== 'certification') return;
    const { logHead, logRecords } = body;
    const found = logRecords === 0 ? EMPTY_LOG.sha256 : this.#digests[logRecords - 1];
    if (found === logHead && logRecords < this.#head.records) return;
    const message = `The certification rests on ${logHead} as record ${logRecords}; the log has another.`;
    this.#report('LOG_BROKEN', message);
  }

  /** The record without its word where that does not hold. */
  async #checkWord(record: EvidenceRecord): Promise<EvidenceRecord> {
    const { words = null } = this.#options;
    const problem = (await words?.check(record)) ?? null;
    const { word, ...plain } = record;
    if (problem !== null) {
      this.#keep({ ...problem, record: this.#head.records });
      return plain;
    }
    if (word === undefined) return record;
    // Nobody has looked at the signature: it must not pass for a good one.
    if (words === null) return plain;
    const { words: counted } = this.#vouched;
    this.#vouched = { ...this.#vouched, words: counted + 1 };
    this.#checkSeenHead(word);
    return record;
  }

  /** The log's head that a signer saw is under the signature: the log had it then. */
  #checkSeenHead({ payload }: VerifiedWord): void {
    const head = readPayload(payload)?.head ?? null;
    if (head === null) return;
    const { sha256, records } = head;
    const found = records === 0 ? EMPTY_LOG.sha256 : this.#digests[records - 1];
    if (found === sha256 && records < this.#head.records) {
      const bySignatures = Math.max(this.#vouched.bySignatures, records);
      this.#vouched = { ...this.#vouched, bySignatures };
      return;
    }
    const message = `The signer saw ${sha256} as record ${records}; the log has another: it was written anew.`;
    this.#report('LOG_BROKEN', message);
  }

  async #checkBlobs(record: EvidenceRecord): Promise<void> {
    const { blobs } = this.#options;
    if (blobs === null) return;
    for (const { name, sha256 } of blobsOf(record)) {
      if (this.#blobs.has(sha256)) continue;
      this.#blobs.add(sha256);
      const found = await blobs.verify(sha256);
      if (found === 'missing')
        this.#report('BLOB_MISSING', `The stored ${name} ${sha256} is missing.`);
      if (found === 'mismatch') {
        const message = `The stored ${name} ${sha256} does not match its digest.`;
        this.#report('BLOB_DIGEST_MISMATCH', message);
      }
    }
  }

  #report(code: LogProblemCode, message: string): void {
    this.#keep({ code, record: this.#head.records, message });
  }

  #keep(problem: EvidenceProblem): void {
    if (this.#problems.length < PROBLEMS_MAX) this.#problems.push(problem);
    else this.#dropped += 1;
  }

  finish(): LogVerdict {
    const problems = [...this.#problems];
    for (const anchor of this.#anchors) {
      const message = `Record ${anchor} is not in the log: it was shortened or written anew.`;
      problems.push({ code: 'LOG_BROKEN', record: null, message });
    }
    if (this.#dropped > 0) {
      const message = `${this.#dropped} more problems are not listed.`;
      problems.push({ code: 'LOG_BROKEN', record: null, message });
    }
    const { records, sha256 } = this.#head;
    const vouched = this.#vouched;
    return { ok: problems.length === 0, records, head: sha256, problems, vouched };
  }
}

/** The stored bytes that a record names. */
export function blobsOf({
  body,
}: EvidenceRecord): readonly { readonly name: string; readonly sha256: string }[] {
  if (body.type !== 'run') return [];
  const { stdout, stderr } = body.outcome;
  const { casesSha256 } = body.report;
  return [
    { name: 'stdout', sha256: stdout.storedSha256 },
    { name: 'stderr', sha256: stderr.storedSha256 },
    ...(casesSha256 === null ? [] : [{ name: 'cases', sha256: casesSha256 }]),
  ];
}
