import { lstatSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';

import type { SandboxView } from './sandbox-spec.ts';

/** How one path is shown inside a sandbox. */
export interface SandboxMount {
  readonly path: string;
  readonly isFile: boolean;
  /** It lies in a folder that may be empty at first, so there may be nothing yet to mount it on. */
  readonly needsPlace: boolean;
  readonly how: 'writable' | 'read-only' | 'empty-folder' | 'empty-file' | 'temporary' | 'scratch';
}

type How = SandboxMount['how'];

/**
 * The mounts of a view, each after the one it lies in. Paths that do not exist are left out, because
 * nothing can be mounted there and there is nothing to hide; links are followed. Where one path is
 * named twice, what a policy shows outright wins over what is hidden.
 */
export function sandboxMounts(view: SandboxView): readonly SandboxMount[] {
  const mounts = new Map<string, How>();
  const add = (paths: readonly string[], how: (path: string) => How): void => {
    for (const path of paths.map(realPath)) if (path !== null) mounts.set(path, how(path));
  };
  add(view.temporary, () => 'temporary');
  add(view.scratch, () => 'scratch');
  add(view.hidden, (path) => (isFolder(path) ? 'empty-folder' : 'empty-file'));
  add(view.readable, () => 'read-only');
  add(view.writable, () => 'writable');
  return [...mounts]
    .map(([path, how]) => ({
      path,
      how,
      isFile: !isFolder(path),
      needsPlace: mayBeEmpty(coverOf(path, mounts)),
    }))
    .toSorted((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1))
    .filter(({ path, how }) => isNeeded(how, coverOf(path, mounts)));
}

/**
 * Outside of every other mount a path is read-only already, with all that is mounted below it, and
 * in a folder that is empty at first there is nothing to hide.
 */
function isNeeded(how: How, cover: How | null): boolean {
  if (how === 'read-only') return cover !== null;
  if (how !== 'empty-folder' && how !== 'empty-file') return true;
  return cover !== 'temporary' && cover !== 'empty-folder';
}

function mayBeEmpty(cover: How | null): boolean {
  return cover === 'temporary' || cover === 'empty-folder' || cover === 'scratch';
}

/** How the nearest folder above that has a mount of its own is shown. */
function coverOf(path: string, mounts: ReadonlyMap<string, How>): How | null {
  for (let folder = dirname(path); folder !== '/'; folder = dirname(folder)) {
    const how = mounts.get(folder);
    if (how !== undefined) return how;
  }
  return null;
}

function realPath(path: string): string | null {
  try {
    const real = realpathSync(path);
    // The root stays read-only whatever a policy names.
    return real === '/' ? null : real;
  } catch {
    return null;
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path).isDirectory();
}

function depth(path: string): number {
  return path.split('/').length;
}
