import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isExecutable } from './executable.ts';
import { runBounded } from './run-bounded.ts';
import {
  type Attempt,
  type InstallOptions,
  TEMPORAL_CLI_VERSION,
  UNFINISHED_PREFIX,
} from './temporal-cli-source.ts';

/** Without network the SDK fails at once; a network that swallows packets is given up after this. */
const DOWNLOAD_MS_MAX = 120_000;
/** Characters kept of why a download failed. */
const REASON_CHARS_MAX = 200;
const CAUSES_KEPT = 2;

/**
 * The SDK downloads by starting a server, so a process of its own does it: it can be ended when it
 * takes too long, and the SDK's runtime of this process stays free for the worker to configure.
 */
const DOWNLOAD_SCRIPT = `
const [testing, downloadDir, version] = process.argv.slice(1);
require(testing).TestWorkflowEnvironment
  .createLocal({ server: { executable: { type: 'cached-download', version, downloadDir } } })
  .then((environment) => environment.teardown())
  .catch((error) => { process.stderr.write(String(error.message)); process.exitCode = 1; });`;

/** Gets Temporal's CLI by the SDK's own download and moves it to `target` in one step. */
export async function downloadTemporalCli(
  target: string,
  options: InstallOptions,
): Promise<Attempt> {
  const folder = mkdtempSync(join(dirname(target), UNFINISHED_PREFIX));
  try {
    options.onProgress(`downloading Temporal's CLI ${TEMPORAL_CLI_VERSION}`);
    const testing = createRequire(import.meta.url).resolve('@temporalio/testing');
    const child = spawn(
      process.execPath,
      ['-e', DOWNLOAD_SCRIPT, testing, folder, `v${TEMPORAL_CLI_VERSION}`],
      { env: options.env, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const outcome = await runBounded(child, { timeoutMs: DOWNLOAD_MS_MAX });
    const file = readdirSync(folder)
      .map((name) => join(folder, name))
      .find(isExecutable);
    if (outcome.exitCode !== 0 || file === undefined) {
      return { installed: false, reason: `the download failed (${shorten(outcome.stderr)})` };
    }
    renameSync(file, target);
    return { installed: true };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The SDK's message is a chain of causes; its end says most, such as that a name was not found. */
function shorten(message: string): string {
  const causes = (message.trim().split('\n')[0] ?? '').split(': ').slice(-CAUSES_KEPT);
  const text = causes.join(': ').slice(0, REASON_CHARS_MAX);
  return text === '' ? 'no answer in time' : text;
}
