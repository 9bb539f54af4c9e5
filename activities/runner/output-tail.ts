/** The last bytes of a stream, in memory that is taken only when there is something to keep. */
export interface OutputTail {
  push(bytes: Uint8Array): void;
  /** All bytes ever pushed, kept or not. */
  readonly pushedBytes: number;
  /** The kept bytes in order, as at most two parts. */
  parts(): readonly Uint8Array[];
}

/** Keeps the last `bytesMax` bytes (at least 1) in a ring. */
export function createOutputTail(bytesMax: number): OutputTail {
  let ring: Buffer | null = null;
  let pushedBytes = 0;
  return {
    push(bytes) {
      if (bytes.length === 0) return;
      ring ??= Buffer.allocUnsafeSlow(bytesMax);
      const kept = bytes.subarray(Math.max(0, bytes.length - bytesMax));
      const at = (pushedBytes + bytes.length - kept.length) % bytesMax;
      const first = kept.subarray(0, bytesMax - at);
      ring.set(first, at);
      ring.set(kept.subarray(first.length), 0);
      pushedBytes += bytes.length;
    },
    get pushedBytes() {
      return pushedBytes;
    },
    parts() {
      if (ring === null) return [];
      const at = pushedBytes % bytesMax;
      return pushedBytes < bytesMax
        ? [ring.subarray(0, at)]
        : [ring.subarray(at), ring.subarray(0, at)];
    },
  };
}
