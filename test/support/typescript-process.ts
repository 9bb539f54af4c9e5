import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { buildSync } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Builds a TypeScript program (a path from the top of the repository) so that plain Node can run it
 * in a process that a test may kill. It is put where Node finds the installed packages.
 */
export function buildProgram(program: string): string {
  const folder = join(ROOT, 'node_modules/.cache/sluice-test');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${randomUUID()}.mjs`);
  buildSync({
    entryPoints: [join(ROOT, program)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}

/** Runs a built program with one argument, as JSON; it can answer through `process.send`. */
export function startProgram(built: string, argument: unknown): ChildProcess {
  return spawn(process.execPath, [built, JSON.stringify(argument)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
