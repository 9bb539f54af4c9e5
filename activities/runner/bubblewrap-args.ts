import type { SandboxMount } from './sandbox-mounts.ts';

/** Device files that a program may need, where bubblewrap may not make a `/dev` of its own. */
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'] as const;
const EMPTY_FOLDER_BYTES = 65_536;

/**
 * Arguments of bwrap(1) for a sandbox that shows the mounts, up to its `--`. As a user, `/dev` is
 * put together by hand: bubblewrap's own would need a second user namespace, into which no command
 * could be put from outside.
 */
export function bubblewrapArgs(options: {
  readonly mounts: readonly SandboxMount[];
  readonly network: 'allow' | 'deny';
  readonly temporaryBytes: number;
  readonly asRoot: boolean;
}): readonly string[] {
  const { mounts, network, temporaryBytes, asRoot } = options;
  return [
    ...(asRoot
      ? ['--unshare-pid', '--unshare-ipc']
      : ['--unshare-user', '--unshare-pid', '--unshare-ipc']),
    '--unshare-uts',
    ...(network === 'deny' ? ['--unshare-net'] : []),
    '--die-with-parent',
    '--new-session',
    '--as-pid-1',
    '--ro-bind',
    '/',
    '/',
    ...(asRoot ? ['--dev', '/dev'] : ownDevices()),
    '--proc',
    '/proc',
    '--tmpfs',
    '/sys/fs/cgroup',
    ...mounts.flatMap((mount) => viewArgs(mount, temporaryBytes)),
  ];
}

function ownDevices(): readonly string[] {
  return [
    '--tmpfs',
    '/dev',
    '--perms',
    '1777',
    '--tmpfs',
    '/dev/shm',
    ...DEVICES.flatMap((name) => ['--dev-bind', `/dev/${name}`, `/dev/${name}`]),
    '--symlink',
    '/proc/self/fd',
    '/dev/fd',
    ...['stdin', 'stdout', 'stderr'].flatMap((name, fd) => [
      '--symlink',
      `/proc/self/fd/${fd}`,
      `/dev/${name}`,
    ]),
  ];
}

function viewArgs({ path, how }: SandboxMount, temporaryBytes: number): readonly string[] {
  switch (how) {
    case 'writable':
      return ['--bind', path, path];
    case 'read-only':
      return ['--ro-bind', path, path];
    case 'empty-folder':
      return ['--size', String(EMPTY_FOLDER_BYTES), '--tmpfs', path];
    case 'empty-file':
      return ['--ro-bind', '/dev/null', path];
    case 'temporary':
      return ['--perms', '1777', '--size', String(temporaryBytes), '--tmpfs', path];
    // Overlays came with bubblewrap 0.11; an empty cache works with any.
    case 'scratch':
      return ['--size', String(temporaryBytes), '--tmpfs', path];
  }
}
