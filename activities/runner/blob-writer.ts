import type { BlobStore, TempBlob } from '../../evidence/blob-store.ts';

/** Written to disk at once; two of these are the most that a stream holds in memory. */
const BUFFER_BYTES = 1024 * 1024;

/** More buffers than this on their way to the disk: the gate has to wait. */
const WRITES_PENDING_MAX = 1;

/** Buffers output on its way into the store, so that a gate waits for the disk only when it must. */
export interface BlobWriter {
  /** Copies the bytes; never blocks. */
  append(bytes: Uint8Array): void;
  readonly bytes: number;
  /** More is waiting for the disk than should be held: take no more input until `drained`. */
  readonly congested: boolean;
  drained(): Promise<void>;
  /** Stores everything under its digest. Throws `DISK_FULL`. */
  finish(sha256: string): Promise<void>;
  discard(): Promise<void>;
}

export function createBlobWriter(store: BlobStore): BlobWriter {
  let buffer: Buffer | null = null;
  let filled = 0;
  let bytes = 0;
  let pending = 0;
  let temp: TempBlob | null = null;
  let writes: Promise<void> = Promise.resolve();

  async function write(full: Buffer): Promise<void> {
    temp ??= await store.createTemp();
    await temp.append(full);
    pending -= 1;
  }

  function flush(): void {
    if (buffer === null) return;
    const full = buffer.subarray(0, filled);
    buffer = null;
    filled = 0;
    pending += 1;
    writes = writes.then(() => write(full));
    // The failure is thrown where somebody waits: in `drained` and `finish`.
    writes.catch(() => undefined);
  }

  return {
    append(input) {
      bytes += input.length;
      for (let rest = input; rest.length > 0;) {
        buffer ??= Buffer.allocUnsafeSlow(BUFFER_BYTES);
        const part = rest.subarray(0, BUFFER_BYTES - filled);
        buffer.set(part, filled);
        filled += part.length;
        rest = rest.subarray(part.length);
        if (filled === BUFFER_BYTES) flush();
      }
    },
    get bytes() {
      return bytes;
    },
    get congested() {
      return pending > WRITES_PENDING_MAX;
    },
    drained: () => writes,
    async finish(sha256) {
      if (temp === null && pending === 0) {
        await store.put(buffer?.subarray(0, filled) ?? Buffer.alloc(0));
        return;
      }
      flush();
      await writes;
      await temp?.land(sha256);
    },
    async discard() {
      await writes.catch(() => undefined);
      await temp?.discard();
    },
  };
}
