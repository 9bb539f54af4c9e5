import { buildProgram } from './typescript-process.ts';

let entry: string | null = null;

/**
 * Path of the runner's program as JavaScript, built once per test process: a forked Node 20 cannot
 * load the TypeScript that vitest runs. Pass it to `startGateRunner` as `entry`.
 */
export async function buildRunnerEntry(): Promise<string> {
  entry ??= buildProgram('activities/runner/runner-main.ts');
  return entry;
}
