import { readFileSync, writeFileSync } from 'node:fs';

/** `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const TICK_MS = 10;
/** Places in `/proc/PID/stat` behind the name of the program, from 0 (proc(5)). */
const CPU_FIELDS = { user: 11, system: 12, childrenUser: 13, childrenSystem: 14 };
const KIB_PER_MIB = 1024;

/**
 * CPU time of a process and of all its descendants that ended and were waited for, in milliseconds.
 * Linux only; not a number elsewhere.
 */
export function cpuMsOf(pid: number): number {
  const text = read(pid, 'stat');
  // The program's name stands in parentheses and may contain blanks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Object.values(CPU_FIELDS).map((place) => Number(fields[place] ?? Number.NaN));
  return ticks.reduce((sum, each) => sum + each, 0) * TICK_MS;
}

/** Memory that a process holds now and held at most, in MiB. Linux only; not a number elsewhere. */
export function memoryMibOf(pid: number): { readonly now: number; readonly peak: number } {
  const text = read(pid, 'status');
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN) / KIB_PER_MIB;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

/** Sets the highest memory back to what the process holds now (proc(5), `clear_refs`). */
export function forgetPeakMemory(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function read(pid: number, file: 'stat' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
