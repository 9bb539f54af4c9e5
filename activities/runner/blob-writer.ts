import type { BlobStore, TempBlob } from '../../evidence/blob-store.ts';

/** Written to disk at once. */
const BUFFER_BYTES = 1024 * 1024;

/** The first buffer is small, as most output is. */
const FIRST_BUFFER_BYTES = 64 * 1024;

/** More buffers than this on their way to the disk: the gate has to wait. Bounds the memory. */
const WRITES_PENDING_MAX = 8;

/** Buffers kept for the next gates: as many as one that waits for the disk has. */
const FREE_BUFFERS_MAX = WRITES_PENDING_MAX + 1;

/**
 * Buffers that were written, to be filled again by any gate of this process: new ones for each gate
 * would wait for the garbage collector, which has no reason to come: its own heap hardly grows.
 */
const freeBuffers: Buffer[] = [];

function releaseBuffer(buffer: Buffer): void {
  const isLarge = buffer.length === BUFFER_BYTES;
  if (isLarge && freeBuffers.length < FREE_BUFFERS_MAX) freeBuffers.push(buffer);
}

/** Buffers output on its way into the store, so that a gate waits for the disk only when it must. */
export class BlobWriter {
  readonly #store: BlobStore;
  #buffer: Buffer | null = null;
  #filled = 0;
  #bytes = 0;
  #pending = 0;
  #temp: TempBlob | null = null;
  #writes: Promise<void> = Promise.resolve();

  constructor(store: BlobStore) {
    this.#store = store;
  }

  /** All bytes appended so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** More is waiting for the disk than should be held: append nothing until `drained`. */
  get congested(): boolean {
    return this.#pending > WRITES_PENDING_MAX;
  }

  /** Resolves when everything that was flushed is written. Throws `DISK_FULL`. */
  drained(): Promise<void> {
    return this.#writes;
  }

  /** Copies the bytes; never blocks. */
  append(input: Uint8Array): void {
    this.#bytes += input.length;
    for (let rest = input; rest.length > 0;) {
      this.#buffer ??= this.#nextBuffer();
      const part = rest.subarray(0, this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled === this.#buffer.length) this.#flush();
    }
  }

  /** Stores everything under its digest. Throws `DISK_FULL`. */
  async finish(sha256: string): Promise<void> {
    if (this.#temp === null && this.#pending === 0) {
      // Small output is still in memory, and often the same as before: no temp file is needed.
      await this.#store.put(this.#buffer?.subarray(0, this.#filled) ?? Buffer.alloc(0));
      return;
    }
    this.#flush();
    await this.#writes;
    await this.#temp?.land(sha256);
  }

  async discard(): Promise<void> {
    await this.#writes.catch(() => undefined);
    await this.#temp?.discard();
  }

  #nextBuffer(): Buffer {
    if (this.#bytes <= FIRST_BUFFER_BYTES) return Buffer.allocUnsafeSlow(FIRST_BUFFER_BYTES);
    return freeBuffers.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);
  }

  #flush(): void {
    if (this.#buffer === null) return;
    const full = this.#buffer;
    const length = this.#filled;
    this.#buffer = null;
    this.#filled = 0;
    this.#pending += 1;
    this.#writes = this.#writes.then(() => this.#write(full, length));
    // The failure is thrown where somebody waits: in `drained` and `finish`.
    this.#writes.catch(() => undefined);
  }

  async #write(full: Buffer, length: number): Promise<void> {
    this.#temp ??= await this.#store.createTemp();
    await this.#temp.append(full.subarray(0, length));
    releaseBuffer(full);
    this.#pending -= 1;
  }
}
