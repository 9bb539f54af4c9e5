import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import { Fault } from '../domain/fault.ts';
import { DIRECTORY_MODE, openTempFile, sizeOf } from './blob-file.ts';

/** A temp file that no writer has touched for so long was left by a crash. */
const TEMP_AGE_MAX_MS = 24 * 60 * 60 * 1000;

const READ_BYTES = 1024 * 1024;
const SHA256_HEX = /^[0-9a-f]{64}$/;

type BlobState = 'ok' | 'missing' | 'mismatch';

/** Bytes on their way into the store; they get their name at the end. */
export interface TempBlob {
  append(bytes: Uint8Array): Promise<void>;
  /** `sha256` is the digest of all appended bytes, as the writer computed it on the way. */
  land(sha256: string): Promise<void>;
  discard(): Promise<void>;
}

/** Bytes by their sha256 (64 lower-case hex digits): `blobs/<first two>/<sha256>`. */
export interface BlobStore {
  /** Stores bytes durably and returns their digest. Throws `DISK_FULL`. */
  put(bytes: Uint8Array): Promise<string>;
  /** Opens a writer for bytes whose digest is not known yet. Throws `DISK_FULL`. */
  createTemp(): Promise<TempBlob>;
  /**
   * The bytes, or the first `limitBytes` of them. Throws `BLOB_MISSING`, and `BLOB_DIGEST_MISMATCH`
   * when all were read and they are not what was stored.
   */
  read(sha256: string, options?: { readonly limitBytes?: number }): Promise<Buffer>;
  /** The bytes as a stream, unchecked: see `verify`. Throws `BLOB_MISSING`. */
  stream(sha256: string): Promise<Readable>;
  has(sha256: string): Promise<boolean>;
  /** Reads all bytes and compares them with their name. */
  verify(sha256: string): Promise<BlobState>;
}

/** Opens the store in `dir`, which is made when it does not exist, for its owner alone. */
export async function openBlobStore(dir: string): Promise<BlobStore> {
  const blobs = join(dir, 'blobs');
  const temps = join(dir, 'tmp');
  await mkdir(blobs, { recursive: true, mode: DIRECTORY_MODE });
  await mkdir(temps, { recursive: true, mode: DIRECTORY_MODE });
  await removeAbandoned(temps);
  const pathOf = (sha256: string): string => blobPath(blobs, sha256);
  return {
    put: (bytes) => putBlob(bytes, { pathOf, temps }),
    async createTemp() {
      const file = await openTempFile(temps);
      return { ...file, land: (sha256) => file.land(pathOf(sha256)) };
    },
    read: (sha256, options) => readBlob(pathOf(sha256), sha256, options?.limitBytes),
    async stream(sha256) {
      const file = await openBlob(pathOf(sha256), sha256);
      return file.createReadStream({ highWaterMark: READ_BYTES });
    },
    has: async (sha256) => (await sizeOf(pathOf(sha256))) !== null,
    verify: (sha256) => verifyBlob(pathOf(sha256), sha256),
  };
}

/** A name becomes a path only when it is a digest, so that no name can lead out of the store. */
function blobPath(blobs: string, sha256: string): string {
  if (!SHA256_HEX.test(sha256)) {
    throw new Fault({ code: 'IMPOSSIBLE_STATE', facts: { what: 'a blob name that is no sha256' } });
  }
  return join(blobs, sha256.slice(0, 2), sha256);
}

async function putBlob(
  bytes: Uint8Array,
  store: { readonly pathOf: (sha256: string) => string; readonly temps: string },
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = store.pathOf(sha256);
  if ((await sizeOf(path)) === bytes.length) return sha256;
  const file = await openTempFile(store.temps);
  try {
    await file.append(bytes);
  } catch (error) {
    await file.discard();
    throw error;
  }
  await file.land(path);
  return sha256;
}

async function openBlob(path: string, sha256: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw new Fault({ code: 'BLOB_MISSING', facts: { sha256 }, cause: error });
  }
}

async function readBlob(path: string, sha256: string, limitBytes = Infinity): Promise<Buffer> {
  const file = await openBlob(path, sha256);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, limitBytes));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const whole = filled === size;
    if (whole && createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw new Fault({ code: 'BLOB_DIGEST_MISMATCH', facts: { sha256 } });
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}

async function verifyBlob(path: string, sha256: string): Promise<BlobState> {
  const file = await openBlob(path, sha256).catch(() => null);
  if (file === null) return 'missing';
  const hash = createHash('sha256');
  for await (const chunk of file.createReadStream({ highWaterMark: READ_BYTES })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex') === sha256 ? 'ok' : 'mismatch';
}

async function removeAbandoned(temps: string): Promise<void> {
  const oldest = Date.now() - TEMP_AGE_MAX_MS;
  for (const name of await readdir(temps)) {
    const path = join(temps, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && found.mtimeMs < oldest) await rm(path, { force: true });
  }
}
