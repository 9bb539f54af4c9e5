import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

import { Fault } from '../../domain/fault.ts';
import { KILL_WAIT_MS } from './containment.ts';
import { countAliveIn } from './proc.ts';
import { withinMs } from './within-ms.ts';

/**
 * What runs as process 1 of a namespace. It ignores SIGCHLD, so that the kernel reaps orphans, and
 * then only waits for its standard input to close, which also happens when the runner dies,
 * however it dies. When process 1 ends, the kernel kills everything else in the namespace
 * (pid_namespaces(7)).
 */
const INIT_SCRIPT = `trap '' CHLD; echo ready; exec cat > /dev/null`;

/** A `/proc` of the namespace's own; mounts made later on the machine are seen inside, not back. */
const UNSHARE_ARGS = [
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
  '--propagation',
  'slave',
  '--',
];

/** How long a namespace may take to come up. */
const READY_WAIT_MS = 5_000;

/** Absolute paths of the programs of util-linux, and bash, that namespaces need. */
export interface NamespaceTools {
  readonly unshare: string;
  readonly nsenter: string;
  readonly setsid: string;
  readonly bash: string;
}

/** A PID namespace with a view of `/proc` of its own, into which commands are put. */
export interface PidPen {
  /** Arguments that run a program inside, in `cwd`, as leader of a session of its own. */
  enter(cwd: string): readonly string[];
  countAlive(): Promise<number>;
  /** Kills everything inside; resolves when the kernel says that it is gone. */
  close(): Promise<void>;
  /** Nothing can be put into it any more. */
  readonly closed: boolean;
}

/**
 * Opens a namespace. `userNamespace` is for users other than root, who may make PID namespaces only
 * inside a user namespace; there they keep their own uid and gid. Throws `SPAWN_FAILED`.
 */
export async function openPidPen(tools: NamespaceTools, userNamespace: boolean): Promise<PidPen> {
  const args = userNamespace ? ['--user', '--map-current-user', ...UNSHARE_ARGS] : UNSHARE_ARGS;
  const init = [tools.bash, '--noprofile', '--norc', '-c', INIT_SCRIPT];
  const keeper = spawn(tools.unshare, [...args, ...init], {
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let closed = false;
  const gone = new Promise<void>((resolve) => {
    const over = (): void => {
      closed = true;
      resolve();
    };
    keeper.once('exit', over);
    keeper.once('error', over);
  });
  // A write to a dead process must not end the runner; its end is seen through `gone`.
  keeper.stdin.on('error', () => undefined);
  const pid = await initProcess(keeper, gone);
  const root = `/proc/${pid}/root`;
  const user = userNamespace ? ['-U', '--preserve-credentials'] : [];
  const nsenter = [tools.nsenter, '-t', pid, '-p', '-m', ...user];
  return {
    // The directory as the namespace's own mounts show it; another one would be "unreachable" there.
    enter: (cwd) => [...nsenter, `--wd=${root}${cwd}`, '--', tools.setsid, '--'],
    countAlive: () => countAliveIn(`${root}/proc`),
    async close() {
      closed = true;
      keeper.stdin.end();
      if (!(await withinMs(gone, KILL_WAIT_MS))) keeper.kill('SIGKILL');
    },
    get closed() {
      return closed;
    },
  };
}

/** Waits until process 1 is up and returns the pid by which the runner knows it. */
async function initProcess(keeper: ChildProcess, gone: Promise<void>): Promise<string> {
  const failed = (reason: string): Fault =>
    new Fault({ code: 'SPAWN_FAILED', facts: { reason: `no PID namespace: ${reason}` } });
  if (keeper.stdout === null) throw failed('no pipe');
  const ended = gone.then(() => {
    throw failed('it ended at once');
  });
  const up = Promise.race([once(keeper.stdout, 'data'), ended]);
  if (!(await withinMs(up, READY_WAIT_MS))) {
    keeper.kill('SIGKILL');
    throw failed('it did not come up');
  }
  const children = await readFile(`/proc/${keeper.pid}/task/${keeper.pid}/children`, 'utf8');
  const init = children.trim();
  if (!/^\d+$/.test(init)) throw failed('its first process is not to be found');
  return init;
}
