// A real repository in a temporary folder with `sluice dev` for it, and nothing of the user's own:
// no Git or Temporal configuration is read or written.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureTemporalCli } from '../../dist/client/server/temporal-cli.js';

export const CLI = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));

/** How long `sluice dev` may take to stop before it is killed. */
const STOP_MS_MAX = 20_000;
/** Set by whoever runs an example for programs of their own; they must not reach this one. */
const FOREIGN = /^(SLUICE_|TEMPORAL_|GIT_|XDG_CONFIG_HOME$)/;

/** Something went otherwise than the story needs; its message says what. */
export class SampleFailed extends Error {}

/**
 * Makes the folder, the repository and its first commit. `example` is the URL of the folder that has
 * `project/` and `steps/`; `name` is what the repository is called.
 */
export async function openSandbox({ example, name }) {
  const project = fileURLToPath(new URL('project/', example));
  const steps = fileURLToPath(new URL('steps/', example));
  const temporal = await ensureTemporalCli({ env: process.env, onProgress: () => undefined });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-sample-')));
  const repository = join(folder, name);
  const home = join(folder, 'home');
  mkdirSync(home);
  cpSync(project, repository, { recursive: true });
  const env = environmentOf({ home, temporal: temporal.path });
  const git = (...args) => execFileSync('git', args, { cwd: repository, env, encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', `Start the ${name}`);
  return {
    folder,
    repository,
    env,
    git,
    /** Edits the files as a person would, by one of the patches in `steps/`. */
    edit: (step) => git('apply', join(steps, `${step}.patch`)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function environmentOf({ home, temporal }) {
  const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return {
    ...Object.fromEntries(own),
    HOME: home,
    // Version managers find `node` through the home folder, which is another one here.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    SLUICE_TEMPORAL_CLI: temporal,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ana',
    GIT_AUTHOR_EMAIL: 'ana@example.com',
    GIT_COMMITTER_NAME: 'Ana',
    GIT_COMMITTER_EMAIL: 'ana@example.com',
  };
}

/** Starts `sluice dev --fast` and answers when its worker is ready; `stop` leaves no process. */
export async function startServer({ repository, env }, signal) {
  // A group of its own: Ctrl-C reaches this process alone, which then stops the server once.
  const child = spawn(process.execPath, [CLI, '-C', repository, 'dev', '--fast'], {
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
  });
  const stop = async () => {
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended;
    clearTimeout(timer);
  };
  try {
    const said = await readUntil(child, { pattern: /^Worker +ready/m, signal });
    return { webUi: /^Web UI +(\S+)/m.exec(said)?.[1], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a process writes on stderr up to a pattern; the rest is read and dropped. */
function readUntil(child, { pattern, signal }) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      if (pattern.test(said)) return;
      said += text;
      if (pattern.test(said)) resolve(said);
    });
    child.once('close', () => reject(new SampleFailed(`sluice dev ended\n${said}`)));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
