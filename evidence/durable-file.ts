import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates a file whole and durable, or not at all: nobody sees it half written, and of two
 * processes only one creates it. Answers false, and changes nothing, where the file is there.
 */
export async function createDurably(path: string, text: string, mode: number): Promise<boolean> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeSynced(draft, text, mode);
    return await linkIfFree(draft, path);
  } finally {
    await rm(draft, { force: true });
    await syncFolder(dirname(path));
  }
}

/** A file that was created is durable only when its folder is synced too. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeSynced(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function linkIfFree(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
