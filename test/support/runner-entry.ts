import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const RUNNER_SOURCE = fileURLToPath(
  new URL('../../activities/runner/runner-main.ts', import.meta.url),
);

let entry: Promise<string> | null = null;

/**
 * Path of the runner's program as one JavaScript file, built once per test process: a forked Node 20
 * cannot load the TypeScript that vitest runs. Pass it to `startGateRunner` as `entry`.
 */
export function buildRunnerEntry(): Promise<string> {
  entry ??= bundle();
  return entry;
}

async function bundle(): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), 'sluice-entry-')), 'runner-main.mjs');
  await build({
    entryPoints: [RUNNER_SOURCE],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return outfile;
}
