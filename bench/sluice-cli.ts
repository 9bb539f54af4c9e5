import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));
/** Who acts, where a verb asks. */
const ACTOR = 'human:ana';
/** What Temporal's own settings would change: benches use the server of their own repository. */
const SETTINGS = /^(TEMPORAL_|SLUICE_(?!TEMPORAL_CLI$))/;

/** Starts a verb of the CLI in a repository, with a person as actor and no settings of this shell. */
export function spawnSluice(
  cwd: string,
  args: readonly string[],
  stderr: 'pipe' | 'inherit' = 'inherit',
): ChildProcess {
  return spawn(process.execPath, [COMMAND, ...args], {
    cwd,
    env: environment(),
    stdio: ['ignore', 'ignore', stderr],
  });
}

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !SETTINGS.test(name));
  return { ...Object.fromEntries(own), SLUICE_ACTOR: ACTOR };
}

/** Runs a verb to its end. Throws when it does not exit with 0. */
export async function runSluice(cwd: string, args: readonly string[]): Promise<void> {
  await ended(spawnSluice(cwd, args), `sluice ${args.join(' ')}`);
}

/** Starts Node with nothing to do, and waits for its end. */
export async function runEmptyNode(): Promise<void> {
  await ended(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'node -e 0');
}

/** Waits for a process. Throws when it does not exit with 0. */
export function ended(child: ChildProcess, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${what} ended with ${code ?? signal}`));
    });
  });
}
