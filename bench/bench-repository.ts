import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Nothing of this machine's Git settings reaches a bench. */
const GIT_ENVIRONMENT = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ana',
  GIT_AUTHOR_EMAIL: 'ana@example.com',
  GIT_COMMITTER_NAME: 'Ana',
  GIT_COMMITTER_EMAIL: 'ana@example.com',
};

/** Makes a repository of `folder`, on branch `main`, with one commit of these files. */
export function initRepository(folder: string, files: Readonly<Record<string, string>>): void {
  runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  commitFiles(folder, files);
}

/** Commits these files, besides what is there. */
export function commitFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  runGit(folder, ['add', '--all']);
  runGit(folder, ['commit', '--quiet', '--message', 'files']);
}

function runGit(folder: string, args: readonly string[]): void {
  const env = { PATH: process.env['PATH'], HOME: folder, ...GIT_ENVIRONMENT };
  execFileSync('git', args, { cwd: folder, env, stdio: 'ignore' });
}
