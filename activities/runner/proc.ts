import { readdir, readFile } from 'node:fs/promises';

/** What `/proc/<pid>/stat` says, as far as it matters here; see proc_pid_stat(5). */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly zombie: boolean;
}

const PID = /^\d+$/;

/** Pids in a proc file system; empty where there is none. */
export async function listPids(proc: string): Promise<number[]> {
  const names = await readdir(proc).catch(() => []);
  return names.filter((name) => PID.test(name)).map(Number);
}

/** Null when the process has gone. */
export async function readStat(proc: string, pid: number): Promise<ProcessStat | null> {
  const text = await readFile(`${proc}/${pid}/stat`, 'latin1').catch(() => null);
  if (text === null) return null;
  // The name in parentheses may hold anything, also blanks and parentheses.
  const [state, parent, group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    zombie: state === 'Z' || state === 'X',
  };
}

/** Processes alive in a PID namespace besides its process 1. `proc` is its own view. */
export async function countAliveIn(proc: string): Promise<number> {
  const others = (await listPids(proc)).filter((pid) => pid !== 1);
  const stats = await Promise.all(others.map((pid) => readStat(proc, pid)));
  return stats.filter((stat) => stat !== null && !stat.zombie).length;
}
