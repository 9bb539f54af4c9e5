import { readFileSync } from 'node:fs';

import type { SandboxLimits } from '../../domain/sandbox.ts';

/** Hard limits of this process by their names in `/proc/self/limits`; absent ones are unlimited. */
type HardLimits = Readonly<Record<string, number>>;

/** What this process may give its children at most; see proc_pid_limits(5). */
export function readHardLimits(file = '/proc/self/limits'): HardLimits {
  const text = readFileSync(file, 'latin1');
  const rows = text.matchAll(/^(Max [a-z ]+?) {2,}\S+ +(\d+)\b/gm);
  return Object.fromEntries([...rows].map(([, name = '', hard]) => [name, Number(hard)]));
}

/**
 * Options of prlimit(1). A limit above the hard one that is in force could not be set, so that one
 * stays. Memory is bounded as data (private memory that is in use), because runtimes reserve
 * address space by the terabyte; processes are counted for users other than root only.
 */
export function limitOptions(limits: SandboxLimits, hard: HardLimits): readonly string[] {
  const option = (name: string, value: number, row: string): string => {
    const most = Math.min(value, hard[row] ?? Number.POSITIVE_INFINITY);
    return `--${name}=${most}:${most}`;
  };
  return [
    option('nproc', limits.processes, 'Max processes'),
    option('data', limits.memoryBytes, 'Max data size'),
    option('nofile', limits.openFiles, 'Max open files'),
    option('fsize', limits.fileBytes, 'Max file size'),
    '--core=0:0',
  ];
}
