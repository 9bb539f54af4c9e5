import { readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, ownMark } from './process-mark.ts';

/** Editors refresh the index in the background; they hold its lock for milliseconds. */
const LOCK_TRIES_MAX = 20;
const LOCK_PAUSE_MS = 50;

/** What Sluice writes into `index.lock`, so that a later run knows a lock of a dead one. */
const MARK = /^sluice (\S+)\n$/;

/** The lock that Git itself takes before it writes an index. */
export interface IndexLock {
  /** Puts another index in place of the locked one, in one step. Both are in the same folder. */
  replaceBy(file: string): Promise<void>;
  release(): Promise<void>;
}

/**
 * Locks an index against Git and other Sluice processes, as described in Git's lockfile.h: whoever
 * creates `index.lock` has it. Undefined when somebody else keeps it for longer than a second.
 */
export async function lockIndex(indexFile: string): Promise<IndexLock | undefined> {
  const lock = `${indexFile}.lock`;
  const mark = `sluice ${ownMark()}\n`;
  for (let attempt = 0; attempt < LOCK_TRIES_MAX; attempt += 1) {
    if (await createdWith(lock, mark)) {
      return {
        replaceBy: async (file) => await rename(file, indexFile),
        release: async () => await rm(lock, { force: true }),
      };
    }
    if (!(await removedIfDead(lock))) await delay(LOCK_PAUSE_MS);
  }
  return undefined;
}

async function createdWith(lock: string, mark: string): Promise<boolean> {
  try {
    await writeFile(lock, mark, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock that a Sluice process left when it was killed; never one of anybody else. */
async function removedIfDead(lock: string): Promise<boolean> {
  const text = await readFile(lock, 'latin1').catch(() => '');
  const [, owner] = MARK.exec(text) ?? [];
  if (owner === undefined || isRunning(owner)) return false;
  // Look at it once more under a name of our own: it may have been replaced since it was read.
  const aside = `${lock}.${process.pid}`;
  const moved = await rename(lock, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return true;
  if ((await readFile(aside, 'latin1')) === text) await unlink(aside);
  else await rename(aside, lock);
  return true;
}

/** Whether there is an index at all: a clone without a checkout has none. */
export async function indexExists(indexFile: string): Promise<boolean> {
  return await stat(indexFile).then(
    () => true,
    () => false,
  );
}
