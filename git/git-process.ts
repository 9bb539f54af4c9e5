import { Fault } from '../domain/fault.ts';
import { byteText, readableText } from './byte-text.ts';
import type { GitCommand } from './git-command.ts';
import type { RunInvocation } from './git-invocation.ts';
import type { GitPlace } from './git-place.ts';
import { refusePlantedFilters } from './planted-filters.ts';
import { spawnGit } from './spawn-git.ts';

/** Longest part of stderr kept in a fault. */
const GIT_STDERR_CHARS_MAX = 300;

/** What a command answered; `stdout` is a byte text, `stderr` is for people. */
export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Settings that win over those of the repository, which an agent may have edited.
 * Hooks and the file system monitor are commands, and Sluice needs none of them.
 * Filters of the user's and the system's configuration (Git LFS), attributes and line-ending settings
 * stay in force, and `planted-filters.ts` refuses others: without them a snapshot would not be what `git add` makes of the
 * same files, and `git lfs install` keeps its filters there.
 * Everything is flushed to disk before Git answers, so that a hash that was recorded outlives a
 * power cut; `batch` flushes all the objects of one `add` at once.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  'core.fsmonitor': 'false',
  'core.hooksPath': '/dev/null',
  'core.splitIndex': 'false',
  'core.safecrlf': 'false',
  'core.trustctime': 'true',
  'core.checkStat': 'default',
  'core.fsync': 'objects,reference',
  'core.fsyncMethod': 'batch',
  'gc.auto': '0',
  'i18n.commitEncoding': 'UTF-8',
  'submodule.recurse': 'false',
  // Nothing is fetched: a planted remote, ssh command or credential helper would run for it.
  'protocol.allow': 'never',
  'log.showSignature': 'false',
};

/** A lane is always complete: gates judge the whole tree, also in a sparse checkout's repository. */
const LANE_SETTINGS: Readonly<Record<string, string>> = {
  'core.sparseCheckout': 'false',
  'advice.detachedHead': 'false',
};

/** What filters need. No `GIT_*` of the caller gets through. */
const ENVIRONMENT = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'TMPDIR', 'USER'] as const;

const CALM: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  // Names in reflogs; commits name theirs.
  GIT_COMMITTER_NAME: 'Sluice',
  GIT_COMMITTER_EMAIL: 'sluice@localhost',
};

/** Who starts Git instead of this process, newest last. */
const starters: RunInvocation[] = [];

/**
 * Has Git started by somebody else from now on, such as a worker's small helper process, until the
 * answer is called. Of several, the newest one does it.
 */
export function startGitThrough(run: RunInvocation): () => void {
  starters.push(run);
  return () => {
    const place = starters.lastIndexOf(run);
    if (place >= 0) starters.splice(place, 1);
  };
}

/**
 * Runs one command of `git-command.ts` in a place that it was built for: argv only, no shell, with
 * hardened settings, bounded output and time.
 * @throws Fault GIT_FAILED when the exit code is not among the command's answers; GIT_HELPER_LOST.
 */
export async function runGit<Place extends GitPlace>(
  place: Place,
  command: GitCommand<Place['kind']>,
): Promise<GitOutput> {
  await refusePlantedFilters(place, command, runGit);
  const start = starters.at(-1) ?? spawnGit;
  const end = await start({
    argv: [...globalOptions(place), command.subcommand, ...command.args],
    cwd: place.kind === 'folder' ? place.path : place.workTree,
    env: { ...inherited(), ...CALM, ...placeEnvironment(place), ...command.env },
    stdin: command.stdin,
  });
  const { exitCode } = end;
  const stderr = readableText(byteText(end.stderr)) || end.failure;
  if (exitCode === null || !command.answers.includes(exitCode)) {
    throw gitFailed(command.subcommand, exitCode, stderr);
  }
  return { exitCode, stdout: byteText(end.stdout), stderr };
}

/** The fault of a Git command; `stderr` is cut to what fits a workflow's history. */
export function gitFailed(subcommand: string, exitCode: number | null, stderr: string): Fault {
  const facts = {
    command: subcommand,
    exitCode,
    stderr: stderr.trim().slice(0, GIT_STDERR_CHARS_MAX),
  };
  return new Fault({ code: 'GIT_FAILED', facts });
}

function globalOptions(place: GitPlace): string[] {
  const settings = place.kind === 'lane' ? { ...SETTINGS, ...LANE_SETTINGS } : SETTINGS;
  const pairs = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['--no-optional-locks', '--no-pager', ...pairs];
}

function inherited(): Record<string, string> {
  const names = ENVIRONMENT.filter((name) => process.env[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}

/** Naming the folders outright means that no setting and no missing folder can point Git elsewhere. */
function placeEnvironment(place: GitPlace): Record<string, string> {
  switch (place.kind) {
    case 'folder':
      return {};
    case 'repository':
    case 'lane':
      return { GIT_DIR: place.gitDir, GIT_WORK_TREE: place.workTree };
    case 'index':
      return {
        GIT_DIR: place.gitDir,
        GIT_WORK_TREE: place.workTree,
        GIT_INDEX_FILE: place.indexFile,
      };
  }
}
