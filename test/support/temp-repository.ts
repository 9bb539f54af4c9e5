import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openRepository } from '../../git/repository.ts';
import type { Repository } from '../../git/repository.ts';

const MILLIS_AT = 1_800_000_000_000;

/** What `git` prints; runs with an environment of its own, so that no setting of the machine leaks in. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ana',
      GIT_AUTHOR_EMAIL: 'ana@example.com',
      GIT_COMMITTER_NAME: 'Ana',
      GIT_COMMITTER_EMAIL: 'ana@example.com',
    },
  }).trimEnd();
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

export interface TempRepository {
  readonly root: string;
  readonly repository: Repository;
  git(...args: readonly string[]): string;
  write(files: Readonly<Record<string, string>>): void;
  commitAll(message: string): string;
  remove(): void;
}

/** A real repository in a temporary folder, on branch `main`, with one commit of these files. */
export async function tempRepository(
  files: Readonly<Record<string, string>> = { 'a.txt': 'a\n' },
): Promise<TempRepository> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-test-')));
  git(root, 'init', '--quiet', '--initial-branch=main');
  write(root, files);
  const commitAll = (message: string): string => {
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--allow-empty', '--message', message);
    return git(root, 'rev-parse', 'HEAD');
  };
  commitAll('first');
  return {
    root,
    repository: await openRepository(root),
    git: (...args) => git(root, ...args),
    write: (more) => write(root, more),
    commitAll,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Digests of all files below a folder, without Git's and Sluice's own; links by their target. */
export function filesOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (relative: string): void => {
    for (const name of readdirSync(join(folder, relative))) {
      if (relative === '' && (name === '.git' || name === '.sluice')) continue;
      const path = join(relative, name);
      const facts = lstatSync(join(folder, path));
      if (facts.isDirectory()) visit(path);
      else if (facts.isSymbolicLink()) found[path] = `-> ${readlinkSync(join(folder, path))}`;
      else found[path] = `${facts.mode.toString(8)} ${digestOf(join(folder, path))}`;
    }
  };
  visit('');
  return found;
}

/** What must not change in a checkout: its files, its index to the byte, and its HEAD. */
export function stateOf(folder: string): Readonly<Record<string, unknown>> {
  const index = join(folder, '.git', 'index');
  return {
    files: filesOf(folder),
    index: digestOf(index),
    indexTime: lstatSync(index).mtimeMs,
    head: readFileSync(join(folder, '.git', 'HEAD'), 'utf8'),
    tip: git(folder, 'rev-parse', 'HEAD'),
  };
}

export function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** What a checkpoint of a test says, apart from the tree. */
export const CHECKPOINT_TEXT = {
  message: 'P0-003: Bearer admin auth',
  trailers: [
    ['Sluice-Item', 'P0-003'],
    ['Reviewed-by', 'human:bo'],
  ],
  author: { name: 'agent:codex', email: 'codex@agents' },
  committer: { name: 'Sluice', email: 'sluice@localhost' },
  atMs: MILLIS_AT,
} as const;

/** A commit on main by somebody who works elsewhere: the index of the checkout does not know it. */
export function commitElsewhere(
  repo: TempRepository,
  files: Readonly<Record<string, string>>,
): string {
  const elsewhere = join(repo.root, '.sluice/elsewhere');
  mkdirSync(join(repo.root, '.sluice'), { recursive: true });
  repo.git('worktree', 'add', '--quiet', '--detach', elsewhere, 'main');
  write(elsewhere, files);
  git(elsewhere, 'add', '--all');
  git(elsewhere, 'commit', '--quiet', '--message', 'by somebody else');
  const made = git(elsewhere, 'rev-parse', 'HEAD');
  repo.git('worktree', 'remove', '--force', elsewhere);
  repo.git('update-ref', 'refs/heads/main', made);
  return made;
}
