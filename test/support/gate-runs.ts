import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';

import { RUN_ID_VARIABLE, type RunSpec } from '../../activities/runner/run-spec.ts';

/** A complete run of `argv`, or of a shell script when it is a string. */
export function runSpec(
  command: string | readonly string[],
  changes: Partial<RunSpec> = {},
): RunSpec {
  return {
    argv: typeof command === 'string' ? ['sh', '-c', command] : command,
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    timeoutMs: 20_000,
    outputBytesMax: 1024 * 1024,
    secrets: [],
    runId: randomUUID(),
    ...changes,
  };
}

/** Pids of living processes of a run, wherever they have gone. */
export async function processesOf(runId: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    if (environment.split('\0').includes(`${RUN_ID_VARIABLE}=${runId}`)) found.push(Number(name));
  }
  return found;
}
