import { createHash } from 'node:crypto';

import type { StreamFacts } from '../../domain/run-outcome.ts';
import type { BlobStore } from '../../evidence/blob-store.ts';
import { BlobWriter } from './blob-writer.ts';
import { createOutputTail } from './output-tail.ts';
import type { RedactedPiece } from './redactor.ts';

/** Of output over the limit so many last bytes are kept: failures are told at the end. */
const TAIL_BYTES_MAX = 8 * 1024 * 1024;

/** Redacted output on its way into the store: digests of all and of the stored bytes, cut if too long. */
export interface KeptOutput {
  take(piece: RedactedPiece): void;
  readonly congested: boolean;
  drained(): Promise<void>;
  finish(): Promise<
    Pick<StreamFacts, 'storedSha256' | 'storedBytes' | 'totalSha256' | 'truncated'>
  >;
  discard(): Promise<void>;
}

/** What stands between head and tail of a stream that was too long. */
export function omissionMarker(bytesOmitted: number): string {
  return `\n[sluice: ${bytesOmitted} bytes left out here]\n`;
}

/** `bytesMax` bounds the stored bytes, besides the marker between head and tail. */
export function createKeptOutput(store: BlobStore, bytesMax: number): KeptOutput {
  const tailMax = Math.max(1, Math.min(TAIL_BYTES_MAX, Math.floor(bytesMax / 2)));
  const headMax = Math.max(0, bytesMax - tailMax);
  const writer = new BlobWriter(store);
  const tail = createOutputTail(tailMax);
  const total = createHash('sha256');
  /** Digest of the stored bytes; null while they are the same as all bytes, to hash them once. */
  let stored: ReturnType<typeof createHash> | null = null;

  function keep(bytes: Uint8Array): void {
    stored?.update(bytes);
    writer.append(bytes);
  }

  /** Writes what the ring holds behind the head, and says whether bytes are missing in between. */
  function joinTail(): boolean {
    const parts = tail.parts();
    const omitted = tail.pushedBytes - parts.reduce((sum, part) => sum + part.length, 0);
    if (omitted > 0) keep(Buffer.from(omissionMarker(omitted)));
    for (const part of parts) keep(part);
    return omitted > 0;
  }

  return {
    take({ raw, stored: output }) {
      const head = output.subarray(0, headMax - writer.bytes);
      if (output !== raw || head.length < output.length) stored ??= total.copy();
      total.update(raw);
      keep(head);
      tail.push(output.subarray(head.length));
    },
    get congested() {
      return writer.congested;
    },
    drained: () => writer.drained(),
    async finish() {
      const truncated = joinTail();
      const totalSha256 = total.digest('hex');
      const storedSha256 = stored?.digest('hex') ?? totalSha256;
      await writer.finish(storedSha256);
      return { storedSha256, storedBytes: writer.bytes, totalSha256, truncated };
    },
    discard: () => writer.discard(),
  };
}
