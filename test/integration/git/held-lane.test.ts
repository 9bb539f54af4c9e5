import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, asyncProperty, constantFrom, record } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGitThrough } from '../../../git/git-process.ts';
import { moveLane, openLane, treeOfLane } from '../../../git/lane.ts';
import type { Lane } from '../../../git/lane.ts';
import { spawnGit } from '../../../git/spawn-git.ts';
import { git, tempRepository, write } from '../../support/temp-repository.ts';
import type { TempRepository } from '../../support/temp-repository.ts';
import { buildProgram, startProgram } from '../../support/typescript-process.ts';

let repo: TempRepository;
let lane: Lane;
let first: string;

beforeEach(async () => {
  repo = await tempRepository({ 'a.txt': 'a\n', 'src/b.txt': 'b\n', '.gitignore': 'cache/\n' });
  first = repo.git('rev-parse', 'HEAD');
  lane = await openLane(repo.repository, 1);
});

afterEach(() => repo.remove());

const move = async (commit: string) => await moveLane(repo.repository, lane, commit);
const treeNow = async () => await treeOfLane(repo.repository, lane);
const inLane = (name: string) => join(lane.path, name);
const treeIdOf = (commit: string) => repo.git('rev-parse', `${commit}^{tree}`);
const adminDir = () => join(repo.root, '.git/worktrees/1');

/** The tree of the lane's files, by an index that starts as nothing. */
function treeByOwnIndex(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  const env = { PATH: process.env['PATH'], GIT_INDEX_FILE: join(folder, 'index') };
  const run = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: lane.path, env, encoding: 'utf8' }).trim();
  run('add', '--all');
  const tree = run('write-tree');
  rmSync(folder, { recursive: true });
  return tree;
}

describe('a lane that holds the commit already', () => {
  /** Git processes that one step takes. */
  async function processesFor(step: () => Promise<unknown>): Promise<string[]> {
    const started: string[] = [];
    const stop = startGitThrough(async (invocation) => {
      started.push(invocation.argv.find((each) => /^[a-z][a-z-]+$/.test(each)) ?? '');
      return await spawnGit(invocation);
    });
    await step();
    stop();
    return started;
  }

  test('is looked at once and not moved', async () => {
    expect(await move(first)).toBe(treeIdOf(first));
    expect(await processesFor(() => move(first))).toEqual(['ls-files']);
    expect(await move(first)).toBe(treeIdOf(first));
  });

  test('is looked at once after a gate that changed nothing', async () => {
    await move(first);
    expect(await processesFor(treeNow)).toEqual(['ls-files']);
  });

  const changes: Record<string, () => void> = {
    'a file was edited': () => write(lane.path, { 'a.txt': 'b\n' }),
    'a file was edited and is as old and long as before': () => {
      const { atime, mtime } = statSync(inLane('a.txt'));
      write(lane.path, { 'a.txt': 'b\n' });
      utimesSync(inLane('a.txt'), atime, mtime);
    },
    'a file was made executable': () => chmodSync(inLane('a.txt'), 0o755),
    'a file was deleted': () => rmSync(inLane('src/b.txt')),
    'a file became a link': () => {
      rmSync(inLane('a.txt'));
      symlinkSync('src/b.txt', inLane('a.txt'));
    },
    'a file became a folder': () => {
      rmSync(inLane('a.txt'));
      write(lane.path, { 'a.txt/x': '' });
    },
    'a file was added': () => write(lane.path, { 'new/x': '' }),
    'an empty folder was added': () => mkdirSync(inLane('empty/er'), { recursive: true }),
    'a repository was added': () => {
      mkdirSync(inLane('inner'));
      git(inLane('inner'), 'init', '--quiet');
    },
    'a file was ignored from now on': () =>
      write(lane.path, { '.gitignore': 'cache/\nnew.txt\n', 'new.txt': '' }),
    'another commit was checked out': () =>
      void git(lane.path, 'commit', '--quiet', '--allow-empty', '--message', 'by a gate'),
    'a branch was checked out': () => void git(lane.path, 'checkout', '--quiet', '-b', 'of-a-gate'),
    'a merge was begun': () => writeFileSync(join(adminDir(), 'MERGE_HEAD'), `${first}\n`),
  };

  test.each(Object.entries(changes))('is moved when %s', async (_what, change) => {
    await move(first);
    change();
    expect(await processesFor(() => move(first))).toContain('checkout');
    expect(treeByOwnIndex()).toBe(treeIdOf(first));
    expect(existsSync(inLane('empty'))).toBe(false);
    expect(readFileSync(join(adminDir(), 'HEAD'), 'utf8')).toBe(`${first}\n`);
    expect(existsSync(join(adminDir(), 'MERGE_HEAD'))).toBe(false);
    expect(await move(first)).toBe(treeIdOf(first));
  });

  test('is moved when another process moved it meanwhile', async () => {
    await move(first);
    repo.write({ 'a.txt': 'second\n' });
    const second = repo.commitAll('second');
    const program = buildProgram('test/support/claim-lane-process.ts');
    await lane.release();
    const child = startProgram(program, { root: repo.root, lane: 1, moveTo: second });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    lane = await openLane(repo.repository, 1);
    await move(first);
    expect(treeByOwnIndex()).toBe(treeIdOf(first));
  });

  test('is told apart whatever a gate did, as a fresh index tells it', async () => {
    const edits = record({
      name: constantFrom('a.txt', 'src/b.txt', 'src/c.txt', 'cache/x', 'new/deep/y', '.gitignore'),
      text: constantFrom('a\n', 'b\n', 'cache/\n', '', null),
    });
    await assert(
      asyncProperty(array(edits, { maxLength: 5 }), async (all) => {
        await move(first);
        for (const { name, text } of all) {
          if (text === null) rmSync(inLane(name), { force: true });
          else write(lane.path, { [name]: text });
        }
        expect(await treeNow()).toBe(treeByOwnIndex());
        await move(first);
        expect(treeByOwnIndex()).toBe(treeIdOf(first));
      }),
      { numRuns: 40 },
    );
  });
});
