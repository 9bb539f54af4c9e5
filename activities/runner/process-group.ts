import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

import type { SandboxFacts } from '../../domain/sandbox.ts';
import type { ContainedCommand, ContainedProcess, Containment } from './containment.ts';
import { KILL_WAIT_MS } from './containment.ts';
import { leaderEnd } from './leader-end.ts';
import { listPids, type ProcessStat, readStat } from './proc.ts';
import { RUN_ID_VARIABLE } from './run-spec.ts';

/** Between two looks at whether killed processes are gone. */
const KILL_POLL_MS = 10;

/**
 * Waits until the runner is gone, which closes its standard input, and then kills the gate: its
 * process group, and twice every process that has the mark ($1) in its environment.
 */
const SENTINEL_SCRIPT = `read -r _
for round in 1 2; do
  kill -KILL -- "-$0"
  for file in $(grep -lasF -- "$1" /proc/[0-9]*/environ); do
    pid=\${file#/proc/}; kill -KILL "\${pid%/environ}"
  done
done`;

const FACTS: SandboxFacts = {
  level: 'none',
  means: 'process-group',
  network: 'allowed',
  bounds: 'none',
};

/**
 * Runs each command as a process group, for machines without PID namespaces. Processes that leave
 * the group are found by their parents and by the run's mark in their environment. One that left the
 * group, lost its parents and cleared its environment is not found: evidence says which way it was.
 */
export function createProcessGroups(): Containment {
  const running = new Set<ContainedProcess>();
  return {
    async start(command) {
      const child = spawn(command.argv[0] ?? '', command.argv.slice(1), {
        cwd: command.cwd,
        env: command.env,
        detached: true,
        stdio: ['ignore', command.stdoutFd, command.stderrFd],
      });
      const group = contain(child, command, () => running.delete(group));
      running.add(group);
      return group;
    },
    async close() {
      await Promise.all([...running].map((each) => each.kill()));
    },
  };
}

function contain(
  child: ChildProcess,
  command: ContainedCommand,
  over: () => void,
): ContainedProcess {
  const end = leaderEnd(child);
  if (child.pid === undefined) return notStarted(end);
  const group = child.pid;
  const mark = `${RUN_ID_VARIABLE}=${command.runId}`;
  const sentinel = startSentinel(group, mark);
  const find = (): Promise<number[]> => findMembers(group, mark);
  const release = (): void => {
    sentinel.kill('SIGKILL');
    over();
  };
  return {
    end,
    sandbox: FACTS,
    terminate: () => void find().then((pids) => signalAll(pids, 'SIGTERM')),
    countAlive: async () => (await find()).length,
    async kill() {
      await killAll(find);
      release();
    },
    release,
  };
}

function startSentinel(group: number, mark: string): ChildProcess {
  const sentinel = spawn('/bin/sh', ['-c', SENTINEL_SCRIPT, String(group), mark], {
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  sentinel.once('error', () => undefined);
  sentinel.stdin.on('error', () => undefined);
  return sentinel;
}

/** There is nothing to kill; `end` says why. */
function notStarted(end: ContainedProcess['end']): ContainedProcess {
  const nothing = (): void => undefined;
  return {
    end,
    sandbox: FACTS,
    terminate: nothing,
    countAlive: async () => 0,
    kill: async () => undefined,
    release: nothing,
  };
}

async function killAll(find: () => Promise<number[]>): Promise<void> {
  const deadline = performance.now() + KILL_WAIT_MS;
  for (let pids = await find(); pids.length > 0; pids = await find()) {
    signalAll(pids, 'SIGKILL');
    if (performance.now() > deadline) return;
    await new Promise((resolve) => setTimeout(resolve, KILL_POLL_MS));
  }
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has gone in the meantime, which is what was wanted.
    }
  }
}

/** Living members of the run: by group, by environment, and by descent from either. */
async function findMembers(group: number, mark: string): Promise<number[]> {
  const stats = await Promise.all((await listPids('/proc')).map((pid) => readStat('/proc', pid)));
  const alive = stats.filter((stat) => stat !== null && !stat.zombie) as ProcessStat[];
  const members = new Set<number>();
  for (const { pid, group: own } of alive) {
    if (own === group || (pid !== process.pid && (await hasMark(pid, mark)))) members.add(pid);
  }
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const { pid, parent } of alive) if (members.has(parent)) members.add(pid);
  }
  return [...members];
}

async function hasMark(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  return environment.split('\0').includes(mark);
}
