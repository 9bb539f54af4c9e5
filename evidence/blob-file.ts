import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { Fault } from '../domain/fault.ts';

/** Only the owner may read stored output: it can quote whatever a gate printed. */
export const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;

/** Never follow a link or reuse a file that somebody laid in wait. */
const CREATE_FLAGS =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** A file that becomes a blob only when it is whole and on disk; until then no reader sees it. */
export interface TempFile {
  append(bytes: Uint8Array): Promise<void>;
  /** Moves the file to `path`; a file there with as many bytes is kept and this one dropped. */
  land(path: string): Promise<void>;
  discard(): Promise<void>;
}

/** What a full disk throws becomes `DISK_FULL`, which is tried again; other errors stay as they are. */
export function diskFault(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new Fault({ code: 'DISK_FULL', facts: { path }, cause: error });
}

/** Opens a new file with a random name in `directory`. Throws `DISK_FULL` when there is no room. */
export async function openTempFile(directory: string): Promise<TempFile> {
  const path = join(directory, randomUUID());
  const full = (error: unknown): never => {
    throw diskFault(error, path);
  };
  const file = await open(path, CREATE_FLAGS, FILE_MODE).catch(full);
  let bytesWritten = 0;
  return {
    async append(bytes) {
      await writeAll(file, bytes).catch(full);
      bytesWritten += bytes.length;
    },
    async land(target) {
      await file.sync().catch(full);
      await file.close();
      if ((await sizeOf(target)) === bytesWritten) return rm(path, { force: true });
      await makeDirectory(dirname(target)).catch(full);
      await rename(path, target).catch(full);
      await syncDirectory(dirname(target));
    },
    async discard() {
      await file.close();
      await rm(path, { force: true });
    },
  };
}

/** Size in bytes, or null where there is no such file. */
export async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written);
    written += bytesWritten;
  }
}

/** A new directory is durable only when its parent is: both are synced, as rename alone is not. */
async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: DIRECTORY_MODE });
  if (first !== undefined) await syncDirectory(dirname(path));
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
