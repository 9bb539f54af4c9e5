import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a script of `sh` with one argument, `$1`. Throws when it does not exit with 0. */
export async function runShell(script: string, argument: string): Promise<void> {
  await promisify(execFile)('sh', ['-c', script, 'sh', argument]);
}
