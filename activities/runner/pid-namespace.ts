import { spawn } from 'node:child_process';

import type { SandboxFacts } from '../../domain/sandbox.ts';
import type { ContainedCommand, ContainedProcess, Containment } from './containment.ts';
import { leaderEnd } from './leader-end.ts';
import type { NamespaceTools } from './namespace-tools.ts';
import { openPidPen, type PenPlan, type PidPen } from './pid-pen.ts';

/** Namespaces kept for the next gates. Only one that is empty again is kept. */
const PENS_IDLE_MAX = 4;

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

const FACTS: SandboxFacts = {
  level: 'processes',
  means: 'pid-namespace',
  network: 'allowed',
  bounds: 'none',
};

/** A shell's own `kill -1` reaches every process of the namespace besides its process 1. */
const TERMINATE_ALL = ['/bin/sh', '-c', 'kill -TERM -1'];

/**
 * Runs each command in a PID namespace: whatever it starts dies with it, whether it calls setsid(2)
 * or not. The command is put beside process 1, not in its place, because process 1 gets no default
 * signals and must reap orphans; nsenter(1) waits for it outside and ends as it ended, signal included.
 */
export function createPidNamespaces(tools: NamespaceTools, userNamespace: boolean): Containment {
  const plan = penPlan(tools, userNamespace);
  const idle: PidPen[] = [];
  const open = new Set<PidPen>();

  async function takePen(): Promise<PidPen> {
    for (let pen = idle.pop(); pen !== undefined; pen = idle.pop()) {
      if (!pen.closed) return pen;
      open.delete(pen);
    }
    const pen = await openPidPen(plan);
    open.add(pen);
    return pen;
  }

  async function closePen(pen: PidPen): Promise<void> {
    await pen.close();
    open.delete(pen);
  }

  return {
    async start(command) {
      const pen = await takePen();
      return {
        ...contained(pen, command),
        sandbox: FACTS,
        kill: () => closePen(pen),
        release() {
          if (idle.length < PENS_IDLE_MAX) idle.push(pen);
          else void closePen(pen);
        },
      } satisfies ContainedProcess;
    },
    async close() {
      await Promise.all([...open].map((pen) => closePen(pen)));
    },
  };
}

function penPlan(tools: NamespaceTools, userNamespace: boolean): PenPlan {
  const user = userNamespace ? ['--user', '--map-current-user'] : [];
  return {
    keeper: [tools.unshare, ...user, ...UNSHARE_ARGS, tools.bash, '--noprofile', '--norc', '-c'],
    setUp: '',
    outside: [],
    nsenter: [
      tools.nsenter,
      '-p',
      '-m',
      ...(userNamespace ? ['-U', '--preserve-credentials'] : []),
    ],
    inside: [tools.setsid, '--'],
  };
}

/** Starts a command in a namespace. */
export function contained(
  pen: PidPen,
  command: ContainedCommand,
): Pick<ContainedProcess, 'end' | 'terminate' | 'countAlive'> {
  return {
    end: runIn(pen, command),
    terminate: () => terminateAll(pen),
    countAlive: () => pen.countAlive(),
  };
}

function runIn(pen: PidPen, command: ContainedCommand): ContainedProcess['end'] {
  const [program = '', ...args] = [...pen.enter(command.cwd), ...command.argv];
  const child = spawn(program, args, {
    cwd: '/',
    env: command.env,
    // Signals from a terminal are for the worker, which then decides what happens to its gates.
    detached: true,
    stdio: ['ignore', command.stdoutFd, command.stderrFd],
  });
  return leaderEnd(child);
}

function terminateAll(pen: PidPen): void {
  const [program = '', ...args] = [...pen.enter('/'), ...TERMINATE_ALL];
  const child = spawn(program, args, { cwd: '/', env: {}, detached: true, stdio: 'ignore' });
  // Whatever does not end by SIGTERM, for this reason too, is killed a moment later.
  child.once('error', () => undefined);
}
