import { existsSync } from 'node:fs';

import { DEVICES } from './device-folder.ts';
import { flagsAt, reachableMounts } from './machine-mounts.ts';
import { escapedPath, tableEntry } from './mount-table.ts';
import type { SandboxMount } from './sandbox-mounts.ts';

/** Covered in every sandbox, so a second tree can lie there while the first one is changed. */
export const STASH = '/sys/fs/cgroup';

/** The machine's tree as it was before the first mount. */
export const TREE = `${STASH}/tree`;

/** A second view of the stash: mount points are made here, and are empty folders in the stash. */
const SECOND_VIEW = `${STASH}/view`;

/** Parts of `/proc` that root may write although it has no capability. */
const PROC_READ_ONLY = ['sys', 'sysrq-trigger', 'irq', 'bus'] as const;

/** Most bytes in a folder that is shown as empty; nothing needs to be there. */
const EMPTY_FOLDER_BYTES = 65_536;

/** Characters that the options of an overlay cannot hold. */
const NOT_IN_OVERLAY = /[,:\\"]/;

export interface TableOptions {
  /** What `makeDeviceFolder` made. */
  readonly deviceFolder: string;
  readonly mounts: readonly SandboxMount[];
  /** `/proc/self/mountinfo` of the machine. */
  readonly mountinfo: string;
  /** Most bytes of each private folder. */
  readonly temporaryBytes: number;
  /** Overlay file systems work here; without them a scratch folder is empty at first. */
  readonly overlays: boolean;
  readonly asRoot: boolean;
}

/**
 * Tables for mount(8) that make the file system of a sandbox in mount and PID namespaces of its own,
 * whose `/proc` is there already. Everything is one table, because each process that is started costs
 * 2 ms; only files that need a new place to be mounted on are a second one. The stash is to be
 * unmounted afterwards.
 */
export function sandboxTables(options: TableOptions): {
  readonly folders: string;
  readonly files: string;
  /** Files to be made between the two. */
  readonly places: readonly string[];
} {
  const { mounts } = options;
  const needsPlace = (mount: SandboxMount): boolean => mount.isFile && mount.needsPlace;
  const view = mounts.filter((mount) => !needsPlace(mount));
  const files = mounts.filter(needsPlace);
  const folders = [
    ...stashEntries(options),
    ...readOnlyEntries(options),
    ...deviceEntries(options.deviceFolder),
    ...procEntries(options.asRoot),
    ...view.flatMap((mount) => viewEntries(mount, options)),
  ];
  return {
    folders: asText(folders),
    files: asText(files.flatMap((mount) => viewEntries(mount, options))),
    places: files.map(({ path }) => path),
  };
}

function asText(entries: readonly string[]): string {
  return entries.map((entry) => `${entry}\n`).join('');
}

/** Shows what is somewhere else already, or changes how it is shown. */
function bind(source: string, target: string, options: string): string {
  return tableEntry({ source, target, type: 'none', options });
}

/** A file system of the sandbox's own. */
function fresh(type: string, target: string, options: string): string {
  return tableEntry({ source: 'sluice', target, type, options });
}

/** The cover of the stash stays; mount(8) would skip a second mount of the same name on it. */
function stashEntries({ mounts, temporaryBytes }: TableOptions): readonly string[] {
  const layers = scratchesOf(mounts).flatMap((_, nth) => Object.values(layersOf(nth)));
  const size = `mode=700,size=${temporaryBytes}`;
  return [
    fresh('tmpfs', STASH, 'ro'),
    tableEntry({ source: 'sluice-stash', target: STASH, type: 'tmpfs', options: size }),
    bind('/', TREE, 'rbind,X-mount.mkdir'),
    bind(STASH, SECOND_VIEW, 'bind,X-mount.mkdir'),
    ...layers.map((name) => bind(SECOND_VIEW, `${SECOND_VIEW}/${name}`, 'bind,X-mount.mkdir')),
  ];
}

function scratchesOf(mounts: readonly SandboxMount[]): readonly SandboxMount[] {
  return mounts.filter(({ how }) => how === 'scratch');
}

function layersOf(nth: number): { readonly upper: string; readonly work: string } {
  return { upper: `up${nth}`, work: `work${nth}` };
}

/**
 * Makes every mount of the machine read-only, but for those that are mounted over next and those
 * that are writable in the view. Their paths are escaped already as a table wants them.
 */
function readOnlyEntries({ mountinfo, mounts }: TableOptions): readonly string[] {
  const covered = mounts.filter(({ how }) => how === 'temporary' || how === 'empty-folder');
  const folders = [STASH, ...covered.map(({ path }) => path)].map(escapedPath);
  const writable = mounts.filter(({ how }) => how === 'writable');
  const trees = ['/proc', '/dev', ...writable.map(({ path }) => path)].map(escapedPath);
  const isBelow = (target: string, path: string): boolean => target.startsWith(`${path}/`);
  const isSkipped = (target: string): boolean =>
    target === STASH ||
    folders.some((path) => isBelow(target, path)) ||
    trees.some((path) => target === path || isBelow(target, path));
  return reachableMounts(mountinfo)
    .filter(({ target }) => !isSkipped(target))
    .map(({ target, flags }) => {
      // mount(8) leaves out the root where it is named so.
      const place = target === '/' ? '/.' : target;
      return `none ${place} none bind,remount,${readOnly(flags)} 0 0`;
    });
}

/** The other flags stay: a user other than root may take none of them away. */
function readOnly(flags: string): string {
  return flags.replace(/^rw\b/, 'ro');
}

function deviceEntries(folder: string): readonly string[] {
  return [
    bind(folder, '/dev', 'bind'),
    bind('none', '/dev', 'bind,remount,ro,nosuid,nodev,noexec'),
    ...DEVICES.map((name) => bind(`${TREE}/dev/${name}`, `/dev/${name}`, 'bind')),
    fresh('devpts', '/dev/pts', 'newinstance,ptmxmode=0666,mode=620'),
    fresh('tmpfs', '/dev/shm', 'mode=1777'),
  ];
}

function procEntries(asRoot: boolean): readonly string[] {
  if (!asRoot) return [];
  const flags = 'remount,bind,ro,nosuid,nodev,noexec';
  return PROC_READ_ONLY.map((name) => `/proc/${name}`).flatMap((path) => {
    const entries = [bind(path, path, 'bind'), bind('none', path, flags)];
    return existsSync(path) ? entries : [];
  });
}

function viewEntries(mount: SandboxMount, options: TableOptions): readonly string[] {
  const { path, isFile } = mount;
  const shown = bind(`${TREE}${path}`, path, isFile ? 'bind' : 'rbind,X-mount.mkdir');
  const tmpfs = (flags: string): string => fresh('tmpfs', path, `${flags},X-mount.mkdir`);
  const size = `size=${options.temporaryBytes}`;
  switch (mount.how) {
    case 'writable':
      return [shown];
    case 'read-only':
      return [
        shown,
        bind('none', path, `bind,remount,${readOnly(flagsAt(options.mountinfo, path))}`),
      ];
    case 'empty-folder':
      return [tmpfs(`mode=755,size=${EMPTY_FOLDER_BYTES}`)];
    case 'empty-file':
      return [bind(`${TREE}/dev/null`, path, 'bind')];
    case 'temporary':
      return [tmpfs(`mode=1777,${size}`)];
    case 'scratch':
      return [scratchEntry(mount, options) ?? tmpfs(size)];
  }
}

/** An overlay whose lower layer is the folder as the machine has it, or null where it cannot be. */
function scratchEntry(
  mount: SandboxMount,
  { mounts, overlays, asRoot }: TableOptions,
): string | null {
  const { path } = mount;
  if (!overlays || NOT_IN_OVERLAY.test(path)) return null;
  const { upper, work } = layersOf(scratchesOf(mounts).indexOf(mount));
  const layers = `lowerdir=${TREE}${path},upperdir=${STASH}/${upper},workdir=${STASH}/${work}`;
  const flags = `X-mount.mkdir,${layers}${asRoot ? '' : ',userxattr'}`;
  return fresh('overlay', path, flags);
}
