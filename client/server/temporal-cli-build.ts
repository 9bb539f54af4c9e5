import { spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable } from './executable.ts';
import { runBounded } from './run-bounded.ts';
import {
  type Attempt,
  type InstallOptions,
  TEMPORAL_CLI_VERSION,
  UNFINISHED_PREFIX,
} from './temporal-cli-source.ts';

const MODULE = 'github.com/temporalio/cli/cmd/temporal';
/** Far longer than two idle cores need: a busy machine took nine minutes for most of it. */
const BUILD_MS_MAX = 40 * 60_000;
const PROGRESS_EVERY_MS = 5_000;
/** Lines that `go install -v` prints for this version: one per package that it compiles. */
const LINES_ABOUT = 1_300;
/** Characters kept of why a build failed. */
const REASON_CHARS_MAX = 300;

/**
 * Builds Temporal's CLI with Go from the module proxy: two to four minutes of two cores, once.
 * The binary moves to `target` in one step, so that nobody ever starts half of one.
 */
export async function buildTemporalCli(target: string, options: InstallOptions): Promise<Attempt> {
  const go = findOnPath('go', options.env);
  if (go === undefined) return { installed: false, reason: 'Go is not installed' };
  const folder = mkdtempSync(join(dirname(target), UNFINISHED_PREFIX));
  const progress = reportProgress(options.onProgress);
  try {
    const child = spawn(go, ['install', '-v', `${MODULE}@v${TEMPORAL_CLI_VERSION}`], {
      cwd: folder,
      // A module or workspace of the user's, or flags meant for it, must not change this build.
      env: { ...options.env, GOBIN: folder, GOFLAGS: '', GOWORK: 'off', GO111MODULE: 'on' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const outcome = await runBounded(child, { timeoutMs: BUILD_MS_MAX, onLine: progress.count });
    const built = join(folder, 'temporal');
    if (outcome.exitCode !== 0 || !isExecutable(built)) {
      const reason = outcome.stderr.trim().slice(-REASON_CHARS_MAX) || 'not finished in time';
      return { installed: false, reason: `go install failed (${reason})` };
    }
    renameSync(built, target);
    return { installed: true };
  } finally {
    progress.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function reportProgress(onProgress: InstallOptions['onProgress']) {
  const began = performance.now();
  let lines = 0;
  const report = (): void => {
    const seconds = Math.round((performance.now() - began) / 1_000);
    onProgress(
      `building Temporal's CLI ${TEMPORAL_CLI_VERSION} with Go, once: ${lines} of about ${LINES_ABOUT} steps in ${seconds} s`,
    );
  };
  report();
  const timer = setInterval(report, PROGRESS_EVERY_MS);
  return { count: () => void (lines += 1), stop: () => clearInterval(timer) };
}
