import type { StreamFacts } from '../../domain/run-outcome.ts';
import type { BlobStore } from '../../evidence/blob-store.ts';
import { createKeptOutput } from './kept-output.ts';
import { type RedactionPlan, Redactor } from './redactor.ts';

/** Enough of the beginning to recognise the message of a wrapper that could not start the gate. */
const HEAD_BYTES = 512;

/** One stream of a gate on its way into the store: redacted, hashed, cut in the middle if too long. */
export interface StoredStream {
  push(chunk: Uint8Array): void;
  /** More is held than should be: push nothing until `drained`. */
  readonly congested: boolean;
  /** Resolves when input may go on. Throws `DISK_FULL`. */
  drained(): Promise<void>;
  /** Raw bytes so far. */
  readonly totalBytes: number;
  /** The first raw bytes, at most `HEAD_BYTES`. */
  head(): Buffer;
  /** Stores everything. `endSeen` says whether the pipe's end was seen. Throws `DISK_FULL`. */
  finish(endSeen: boolean): Promise<StreamFacts>;
  discard(): Promise<void>;
}

export function createStoredStream(options: {
  readonly store: BlobStore;
  readonly plan: RedactionPlan;
  readonly bytesMax: number;
}): StoredStream {
  const kept = createKeptOutput(options.store, options.bytesMax);
  const redactor = new Redactor(options.plan, (piece) => kept.take(piece));
  const first: Buffer[] = [];
  let totalBytes = 0;
  return {
    push(chunk) {
      if (totalBytes < HEAD_BYTES)
        first.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - totalBytes)));
      totalBytes += chunk.length;
      redactor.push(chunk);
    },
    get congested() {
      return kept.congested;
    },
    drained: () => kept.drained(),
    get totalBytes() {
      return totalBytes;
    },
    head: () => Buffer.concat(first),
    async finish(endSeen) {
      redactor.end();
      const facts = await kept.finish();
      return { ...facts, totalBytes, endSeen, redactions: redactor.redactions };
    },
    discard: () => kept.discard(),
  };
}
