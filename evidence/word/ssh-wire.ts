/** The bytes are not what the SSH wire format (RFC 4251 §5) says. */
export class WireError extends Error {}

/** Reads the SSH wire format from the front of some bytes. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes);
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new WireError('it is cut off');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  uint32(): number {
    return this.take(4).readUInt32BE();
  }

  /** A string: its length in four bytes, then its bytes. */
  bytes(): Buffer {
    return this.take(this.uint32());
  }

  text(): string {
    return this.bytes().toString('utf8');
  }

  /** A positive number without leading zeros. */
  number(): Buffer {
    const bytes = this.bytes();
    if (bytes.length > 0 && ((bytes[0] ?? 0) & 0x80) !== 0) throw new WireError('it is negative');
    let at = 0;
    while (at < bytes.length && bytes[at] === 0) at += 1;
    return bytes.subarray(at);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new WireError('something follows it');
  }
}

/** One string of the wire format. */
export function wireString(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.byteLength);
  return Buffer.concat([length, bytes]);
}
