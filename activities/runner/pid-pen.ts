import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';

import { Fault } from '../../domain/fault.ts';
import { KILL_WAIT_MS } from './containment.ts';
import { countAliveIn } from './proc.ts';
import { TOOL_PATH } from './namespace-tools.ts';
import { withinMs } from './within-ms.ts';

/**
 * What runs as process 1 of a namespace. It ignores SIGCHLD, so that the kernel reaps orphans, and
 * then only waits for its standard input to close, which also happens when the runner dies,
 * however it dies. When process 1 ends, the kernel kills everything else in the namespace
 * (pid_namespaces(7)).
 */
const INIT_SCRIPT = `trap '' CHLD; echo ready; exec cat > /dev/null`;

/** How long a namespace may take to come up. */
const READY_WAIT_MS = 5_000;

/** What the reason says at most about a namespace that did not come up. */
const REASON_CHARS_MAX = 300;

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

/** How a namespace is made, and how commands get into it. */
export interface PenPlan {
  /** Makes the namespaces and runs, as process 1, the Bash script that is appended. */
  readonly keeper: readonly string[];
  /** Runs before the first process waits; it makes the file system, for example. */
  readonly setUp: string;
  /** Run outside, before anything else, such as joining a control group. */
  readonly outside: readonly string[];
  /** nsenter(1) with the namespaces to enter, without its target. */
  readonly nsenter: readonly string[];
  /** What the command is started through inside, setsid(1) last. */
  readonly inside: readonly string[];
}

/** Opens a namespace. Throws `SPAWN_FAILED`. */
export async function openPidPen(plan: PenPlan): Promise<PidPen> {
  const [program = '', ...args] = plan.keeper;
  const keeper = spawn(program, [...args, `${plan.setUp}\n${INIT_SCRIPT}`], {
    cwd: '/',
    env: { PATH: TOOL_PATH },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
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
  const enter = [...plan.outside, ...plan.nsenter, '-t', pid];
  return {
    // The directory as the namespace's own mounts show it; another one would be "unreachable" there.
    enter: (cwd) => [...enter, `--wd=${root}${cwd}`, '--', ...plan.inside],
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
async function initProcess(
  keeper: ChildProcessByStdio<Writable, Readable, Readable>,
  gone: Promise<void>,
): Promise<string> {
  let said = '';
  keeper.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString('latin1')).slice(0, REASON_CHARS_MAX);
  });
  const failed = (reason: string): Fault => {
    const [first = ''] = said.trim().split('\n');
    const detail = first === '' ? reason : `${reason}: ${first}`;
    return new Fault({ code: 'SPAWN_FAILED', facts: { reason: `no namespace: ${detail}` } });
  };
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
