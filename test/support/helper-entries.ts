import { buildProgram } from './typescript-process.ts';

const built = new Map<string, string>();

/** Paths of the helpers' programs as JavaScript: a forked Node 20 cannot load what vitest runs. */
export interface HelperEntries {
  readonly runner: string;
  readonly git: string;
}

/** Path of the gate runner's program, built once per test process. Pass it to `startGateRunner`. */
export function buildRunnerEntry(): string {
  return builtOnce('activities/runner/runner-main.ts');
}

/** Path of the program that starts Git, for `startGitHelper`. */
export function buildGitHelperEntry(): string {
  return builtOnce('git/git-helper-main.ts');
}

/** Both, for `openActivityDeps`. */
export function buildHelperEntries(): HelperEntries {
  return { runner: buildRunnerEntry(), git: buildGitHelperEntry() };
}

function builtOnce(program: string): string {
  const path = built.get(program) ?? buildProgram(program);
  built.set(program, path);
  return path;
}
