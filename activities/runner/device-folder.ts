import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Device files that a program may need; block devices and memory are not among them. */
export const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'] as const;

const LINKS = {
  fd: '/proc/self/fd',
  stdin: '/proc/self/fd/0',
  stdout: '/proc/self/fd/1',
  stderr: '/proc/self/fd/2',
  ptmx: 'pts/ptmx',
} as const;

/**
 * Makes the folder that sandboxes show as `/dev`, with an empty file for each device to be mounted
 * on. Prepared on the disk, it spares each sandbox four processes. A cleaner of temporary folders
 * may have taken parts of it, so it is made again, whole, where anything is missing.
 */
export function makeDeviceFolder(folder: string): void {
  for (const name of ['pts', 'shm']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of DEVICES) writeFileSync(join(folder, name), '', { flag: 'a' });
  for (const [name, target] of Object.entries(LINKS)) link(target, join(folder, name));
}

function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
