import { copyFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder } from '../evidence/temp-folder.ts';

/**
 * Runs `use` with the path of an index file that only it knows, and removes the file afterwards.
 * With `seed`, it starts as a copy of that index, so that unchanged files need not be read again;
 * without, or when there is no such index, it starts as no file, which Git takes for an empty index.
 */
export async function withTemporaryIndex<Result>(
  seed: string | null,
  use: (indexFile: string, seeded: boolean) => Promise<Result>,
): Promise<Result> {
  const folder = await makeTempFolder('index');
  try {
    const indexFile = join(folder, 'index');
    const seeded = seed !== null && (await copyIndex(seed, indexFile));
    return await use(indexFile, seeded);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Copies an index with its time, rounded down. Git trusts the stat data of an entry only when the
 * file is older than the index ("racy git", Documentation/technical/racy-git.txt), so a copy with
 * a newer time would hide an edit made in the same second. Says false when there is no index.
 */
export async function copyIndex(from: string, to: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(from);
    await copyFile(from, to);
    const seconds = Math.floor(mtimeMs / 1000);
    await utimes(to, seconds, seconds);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
