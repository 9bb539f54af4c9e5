import type { KeyObject } from 'node:crypto';
import { logLines } from './log-lines.ts';
import { type BlobCheck, type LogVerdict, verifyLog } from './verify-log.ts';
import type { WordCheck } from './word/word-check.ts';
import { createProgramCheck, type PlacedRecord, type ProgramCheck } from './verify-program.ts';

/**
 * Verifies the evidence in `dir` from the files alone: log, chain, signatures, stored bytes, and
 * what the records say of each item. Reads the log once, in bounded memory.
 */
export async function verifyEvidence(options: {
  readonly dir: string;
  readonly publicKey: KeyObject;
  readonly blobs: BlobCheck | null;
  /** Digests of records that commits or reviewers name; see `verifyLog`. */
  readonly anchors: readonly string[];
  /** Checks signed words; null leaves them unchecked. */
  readonly words?: WordCheck | null;
  /** Sees every genuine record on the way, in the order of the log. */
  readonly onRecord?: (placed: PlacedRecord) => void;
  /** Is asked afterwards what the records prove; made here where nobody will ask. */
  readonly check?: ProgramCheck;
}): Promise<LogVerdict> {
  const {
    dir,
    publicKey,
    blobs,
    anchors,
    words = null,
    onRecord,
    check: program = createProgramCheck(),
  } = options;
  return verifyLog(logLines(dir), {
    publicKey,
    blobs,
    anchors,
    words,
    visit: (entry) => {
      onRecord?.(entry);
      return program.add(entry);
    },
  });
}
