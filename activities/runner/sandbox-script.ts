import { existsSync } from 'node:fs';

import { quoted, tableEntry } from './mount-table.ts';
import type { SandboxMount } from './sandbox-mounts.ts';

/** Device files that a program may need; block devices and memory are not among them. */
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'] as const;

const DEVICE_LINKS = ['/dev/fd', '/dev/stdin', '/dev/stdout', '/dev/stderr'] as const;

/** Parts of `/proc` that root may write although it has no capability. */
const PROC_READ_ONLY = ['sys', 'sysrq-trigger', 'irq', 'bus'] as const;

/** Most bytes in a folder that is shown as empty; nothing needs to be there. */
const EMPTY_FOLDER_BYTES = 65_536;

/** Characters that the options of an overlay cannot hold. */
const NOT_IN_OVERLAY = /[,:\\"]/;

export interface ScriptOptions {
  /** An existing empty folder; what is mounted there is seen by this sandbox alone. */
  readonly scratchDir: string;
  readonly mounts: readonly SandboxMount[];
  readonly network: 'allow' | 'deny';
  /** Most bytes of each private folder. */
  readonly temporaryBytes: number;
  /** Overlay file systems work here; without them a scratch folder is empty at first. */
  readonly overlays: boolean;
  readonly asRoot: boolean;
  /** A command that brings the loopback interface up. */
  readonly loopbackUp: string;
}

/**
 * The Bash script that makes the file system of a sandbox, as the first process of namespaces of
 * its own. A copy of the machine's tree is made read-only, what differs is mounted on it, and it
 * becomes the root. mount(8) is given tables, because each process that is started costs 2 ms.
 */
export function sandboxScript(options: ScriptOptions): string {
  const { scratchDir, mounts, network } = options;
  const root = `${scratchDir}/new`;
  const scratches = mounts.filter(({ how }) => how === 'scratch').map((_each, nth) => nth);
  const overlayDirs = scratches.flatMap((nth) => [`up${nth}`, `work${nth}`]);
  return [
    'set -e',
    ...(network === 'deny' ? [options.loopbackUp] : []),
    `mount -t tmpfs -o mode=700 sluice ${quoted(scratchDir)}`,
    `cd ${quoted(scratchDir)}; mkdir ${['new', ...overlayDirs].join(' ')}`,
    `mount --rbind / ${quoted(root)}`,
    readOnlyRoot(root, mounts),
    `cd ${quoted(root)}`,
    ...deviceFiles(),
    ...viewSteps(root, options),
    'pivot_root . .',
    'umount -l .',
    'cd /',
  ].join('\n');
}

/** Runs mount(8) once for all the entries. */
function mountSteps(entries: readonly string[]): readonly string[] {
  if (entries.length === 0) return [];
  return [`printf '%s\\n' ${entries.map(quoted).join(' ')} > ../table`, 'mount -a -T ../table'];
}

/**
 * Makes every mount of the copied tree read-only, but for those that are mounted over next and those
 * that are writable in the view. The paths in mountinfo(5) are escaped as the table wants them.
 */
function readOnlyRoot(root: string, mounts: readonly SandboxMount[]): string {
  const covered = mounts.filter(({ how }) => how === 'temporary' || how === 'empty-folder');
  const writable = mounts.filter(({ how }) => how === 'writable');
  const below = (path: string): string => `"$R"${quoted(path)}/*`;
  const skipped = [
    ...['/proc', '/dev'].flatMap((path) => [`"$R"${path}`, below(path)]),
    ...['/sys/fs/cgroup', ...covered.map(({ path }) => path)].map(below),
    ...writable.flatMap(({ path }) => [`"$R"${quoted(path)}`, below(path)]),
  ];
  const table = [
    tableEntry({
      source: 'sluice',
      target: `${root}/sys/fs/cgroup`,
      type: 'tmpfs',
      options: 'ro',
    }),
    tableEntry({
      source: 'sluice',
      target: `${root}/dev`,
      type: 'tmpfs',
      options: 'mode=755,nosuid,noexec',
    }),
  ];
  return `R=${quoted(root)}
while read -r _ _ _ _ target flags _; do
  case $target in
  ${skipped.join('|')}) ;;
  "$R"|"$R"/*) echo "none $target none bind,remount,\${flags/#rw/ro} 0 0" ;;
  esac
done < /proc/self/mountinfo > table
printf '%s\\n' ${table.map(quoted).join(' ')} >> table
mount -a -T table`;
}

function deviceFiles(): readonly string[] {
  return [
    ...DEVICES.map((name) => `: > dev/${name}`),
    'mkdir dev/pts dev/shm',
    `cp -P ${DEVICE_LINKS.join(' ')} dev`,
    'ln -s pts/ptmx dev/ptmx',
  ];
}

function deviceEntries(root: string): readonly string[] {
  const bind = DEVICES.map((name) =>
    tableEntry({
      source: `/dev/${name}`,
      target: `${root}/dev/${name}`,
      type: 'none',
      options: 'bind',
    }),
  );
  return [
    ...bind,
    tableEntry({
      source: 'sluice',
      target: `${root}/dev/pts`,
      type: 'devpts',
      options: 'newinstance,ptmxmode=0666,mode=620',
    }),
    tableEntry({
      source: 'sluice',
      target: `${root}/dev/shm`,
      type: 'tmpfs',
      options: 'mode=1777',
    }),
  ];
}

function procEntries(root: string, asRoot: boolean): readonly string[] {
  const proc = tableEntry({
    source: 'sluice',
    target: `${root}/proc`,
    type: 'proc',
    options: 'nosuid,nodev,noexec',
  });
  if (!asRoot) return [proc];
  const there = PROC_READ_ONLY.filter((name) => existsSync(`/proc/${name}`));
  const closed = there.flatMap((name) => {
    const target = `${root}/proc/${name}`;
    const flags = 'remount,bind,ro,nosuid,nodev,noexec';
    return [
      tableEntry({ source: target, target, type: 'none', options: 'bind' }),
      tableEntry({ source: 'none', target, type: 'none', options: flags }),
    ];
  });
  return [proc, ...closed];
}

/**
 * Mounts devices, `/proc` and the view, in this order. A file that was covered by a private folder
 * needs a new file to be mounted on, so a new table begins there.
 */
function viewSteps(root: string, options: ScriptOptions): readonly string[] {
  const first = [...deviceEntries(root), ...procEntries(root, options.asRoot)];
  const steps: string[] = [];
  let entries = first;
  let scratches = 0;
  for (const mount of options.mounts) {
    if (mount.isFile && mount.how !== 'empty-file') {
      steps.push(...mountSteps(entries), placeForFile(`.${mount.path}`));
      entries = [];
    }
    entries.push(...viewEntries(mount, root, { ...options, nth: scratches }));
    if (mount.how === 'scratch') scratches += 1;
  }
  return [...steps, ...mountSteps(entries)];
}

function placeForFile(path: string): string {
  const file = quoted(path);
  return `[ -e ${file} ] || { mkdir -p "$(dirname ${file})"; : > ${file}; }`;
}

function viewEntries(
  mount: SandboxMount,
  root: string,
  options: ScriptOptions & { readonly nth: number },
): readonly string[] {
  const { path } = mount;
  const target = `${root}${path}`;
  const bind = { source: path, target, type: 'none', options: 'bind' };
  const bindFolder = { ...bind, options: mount.isFile ? 'bind' : 'rbind,X-mount.mkdir' };
  const tmpfs = (flags: string): string =>
    tableEntry({ source: 'sluice', target, type: 'tmpfs', options: `${flags},X-mount.mkdir` });
  switch (mount.how) {
    case 'writable':
      return [tableEntry(bindFolder)];
    case 'read-only': {
      const flags = { source: 'none', target, type: 'none', options: 'remount,bind,ro' };
      return [tableEntry(bindFolder), tableEntry(flags)];
    }
    case 'empty-folder':
      return [tmpfs(`mode=755,size=${EMPTY_FOLDER_BYTES}`)];
    case 'empty-file':
      return [tableEntry({ ...bind, source: '/dev/null' })];
    case 'temporary':
      return [tmpfs(`mode=1777,size=${options.temporaryBytes}`)];
    case 'scratch':
      return [scratchEntry(target, path, options) ?? tmpfs(`size=${options.temporaryBytes}`)];
  }
}

/** An overlay whose lower layer is the folder as the machine has it, or null where it cannot be. */
function scratchEntry(
  target: string,
  path: string,
  options: ScriptOptions & { readonly nth: number },
): string | null {
  const layers = `${options.scratchDir}/`;
  if (!options.overlays || NOT_IN_OVERLAY.test(path + layers)) return null;
  const { nth } = options;
  const dirs = `X-mount.mkdir,lowerdir=${path},upperdir=${layers}up${nth},workdir=${layers}work${nth}`;
  const flags = options.asRoot ? dirs : `${dirs},userxattr`;
  return tableEntry({ source: 'sluice', target, type: 'overlay', options: flags });
}
