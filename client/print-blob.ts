import { createHash } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../domain/fault.ts';
import { maskUnsafe } from '../domain/safe-text.ts';
import type { BlobStore } from '../evidence/blob-store.ts';

/**
 * Prints stored bytes on stdout, in bounded memory, and checks them on the way. A pipe gets them as
 * they are; on a terminal control characters are shown as `?`, because a command's output must not
 * steer the terminal of who reads it. Throws BLOB_MISSING and BLOB_DIGEST_MISMATCH.
 */
export async function printBlob(
  blobs: BlobStore,
  sha256: string,
  out: NodeJS.WriteStream = process.stdout,
): Promise<void> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const source = await blobs.stream(sha256);
  const shown = out.isTTY ? [hashing, masking()] : [hashing];
  try {
    await pipeline([source, ...shown, out], { end: false });
  } catch (error) {
    // Whoever read, as `head` does, has seen enough.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    throw error;
  }
  if (hash.digest('hex') !== sha256) {
    throw new Fault({ code: 'BLOB_DIGEST_MISMATCH', facts: { sha256 } });
  }
}

function masking(): Transform {
  const decoder = new StringDecoder('utf8');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, maskedLines(decoder.write(chunk)));
    },
    flush(done) {
      done(null, maskedLines(decoder.end()));
    },
  });
}

/** Line ends and tabs stay. */
function maskedLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, '').split('\t').map(maskUnsafe).join('\t'))
    .join('\n');
}
