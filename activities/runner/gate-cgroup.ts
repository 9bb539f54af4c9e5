import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { SandboxLimits } from '../../domain/sandbox.ts';

const FOLDER_PREFIX = 'sluice-';
/** How often a group is removed again that the kernel still calls busy, and how long between. */
const REMOVE_TRIES = 20;
const REMOVE_WAIT_MS = 25;

/** Where control groups for gates can be made, one folder for all controllers or one for each. */
export interface CgroupPlace {
  readonly version: 1 | 2;
  /** Folders in which a group is made. */
  readonly parents: readonly string[];
}

/** A control group of one gate. */
export interface GateCgroup {
  /** Files that a process writes its pid to, to be in it. */
  readonly procs: readonly string[];
  /** Removes it once nothing is in it. */
  remove(): Promise<void>;
}

let made = 0;

/**
 * Looks for a place where this process may make groups that bound memory and processes: its own
 * group, or, in version 2, the one above, because a group that has processes can bound none below
 * it (cgroups(7)). Null where there is none.
 */
export async function findCgroupPlace(
  root = '/sys/fs/cgroup',
  own = '/proc/self/cgroup',
): Promise<CgroupPlace | null> {
  const lines = (await readFile(own, 'latin1').catch(() => '')).split('\n');
  const paths = new Map(
    lines.map((line) => {
      const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      return [controllers, path] as const;
    }),
  );
  const unified = join(root, paths.get('') ?? '/');
  for (const folder of [unified, dirname(unified)]) {
    const text = await readFile(join(folder, 'cgroup.subtree_control'), 'latin1').catch(() => '');
    const enabled = text.trim().split(' ');
    if (enabled.includes('memory') && enabled.includes('pids')) {
      return { version: 2, parents: [folder] };
    }
  }
  const parents = ['memory', 'pids'].map((name) => join(root, name, paths.get(name) ?? '/'));
  return parents.every((each) => existsSync(join(each, 'cgroup.procs')))
    ? { version: 1, parents }
    : null;
}

/** Makes a group with the limits. Throws what the file system says when that is not possible. */
export async function openGateCgroup(
  place: CgroupPlace,
  limits: SandboxLimits,
): Promise<GateCgroup> {
  made += 1;
  const name = `${FOLDER_PREFIX}${process.pid}-${made}`;
  const folders = place.parents.map((parent) => join(parent, name));
  const remove = async (): Promise<void> => {
    await Promise.all(folders.map(removeGroup));
  };
  try {
    for (const folder of folders) await mkdir(folder);
    const [first = '', second = first] = folders;
    const memoryFile = place.version === 2 ? 'memory.max' : 'memory.limit_in_bytes';
    await writeFile(join(first, memoryFile), String(limits.memoryBytes));
    await writeFile(join(second, 'pids.max'), String(limits.processes));
    return { procs: folders.map((folder) => join(folder, 'cgroup.procs')), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Removes the groups that runners left which are gone by now. */
export async function sweepCgroups(place: CgroupPlace): Promise<void> {
  for (const parent of place.parents) {
    const names = await readdir(parent).catch(() => []);
    for (const name of names) {
      const pid = /^sluice-(\d+)-\d+$/.exec(name)?.[1];
      if (pid !== undefined && !existsSync(`/proc/${pid}`)) {
        await rmdir(join(parent, name)).catch(() => undefined);
      }
    }
  }
}

async function removeGroup(folder: string): Promise<void> {
  for (let tries = 0; tries < REMOVE_TRIES; tries += 1) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      await new Promise((resolve) => setTimeout(resolve, REMOVE_WAIT_MS));
    }
  }
}
