import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGitThrough } from '../../../git/git-process.ts';
import { moveLane, openLane, treeOfLane } from '../../../git/lane.ts';
import type { Lane } from '../../../git/lane.ts';
import { spawnGit } from '../../../git/spawn-git.ts';
import { takeSnapshot } from '../../../git/snapshot.ts';
import { filesOf, git, stateOf, tempRepository, write } from '../../support/temp-repository.ts';
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

describe('a lane', () => {
  test('holds exactly the snapshot, and the user sees nothing of it', async () => {
    repo.write({ 'a.txt': 'changed\n', 'new.txt': 'new\n' });
    const before = stateOf(repo.root);
    const snapshot = await takeSnapshot(repo.repository, {
      checkout: repo.root,
      branch: 'main',
      ref: 'refs/sluice/p/i/green-1',
      exclude: [],
    });
    await move(snapshot.commit);
    expect(await treeNow()).toBe(snapshot.tree);
    expect(readdirSync(lane.path).sort()).toEqual([
      '.git',
      '.gitignore',
      'a.txt',
      'new.txt',
      'src',
    ]);
    expect(stateOf(repo.root)).toEqual(before);
    expect(repo.git('status', '--porcelain')).toBe(' M a.txt\n?? new.txt');
  });

  test('keeps ignored files and loses untracked and edited ones when it is moved', async () => {
    await move(first);
    write(lane.path, { 'cache/x': 'x', 'junk/y': 'y', 'a.txt': 'edited by a gate\n' });
    git(inLane('junk'), 'init', '--quiet');
    repo.write({ 'src/b.txt': 'second\n' });
    const second = repo.commitAll('second');
    await move(second);
    expect(readFileSync(inLane('cache/x'), 'utf8')).toBe('x');
    expect(existsSync(inLane('junk'))).toBe(false);
    expect(await treeNow()).toBe(treeIdOf(second));
  });

  test('tells when a gate changed, added or removed something', async () => {
    await move(first);
    const tree = treeIdOf(first);
    expect(await treeNow()).toBe(tree);
    write(lane.path, { 'cache/x': 'ignored' });
    expect(await treeNow()).toBe(tree);
    write(lane.path, { 'a.txt': 'b\n' });
    expect(await treeNow()).not.toBe(tree);
    write(lane.path, { 'a.txt': 'a\n' });
    expect(await treeNow()).toBe(tree);
    write(lane.path, { 'new.txt': '' });
    expect(await treeNow()).not.toBe(tree);
    rmSync(inLane('new.txt'));
    rmSync(inLane('a.txt'));
    expect(await treeNow()).not.toBe(tree);
  });

  test('is not deceived by flags that a gate set in its index', async () => {
    await move(first);
    git(lane.path, 'update-index', '--assume-unchanged', 'a.txt');
    git(lane.path, 'update-index', '--skip-worktree', 'src/b.txt');
    write(lane.path, { 'a.txt': 'cheat\n', 'src/b.txt': 'cheat\n' });
    expect(await treeNow()).not.toBe(treeIdOf(first));
    await move(first);
    expect(readFileSync(inLane('a.txt'), 'utf8')).toBe('a\n');
    expect(readFileSync(inLane('src/b.txt'), 'utf8')).toBe('b\n');
  });

  test('holds everything, also in the repository of a sparse checkout', async () => {
    repo.git('sparse-checkout', 'set', 'docs');
    await move(first);
    expect(readFileSync(inLane('src/b.txt'), 'utf8')).toBe('b\n');
    write(lane.path, { 'src/c.txt': 'c\n' });
    expect(await treeNow()).not.toBe(treeIdOf(first));
  });
});

describe('a damaged lane is put in order by the next move', () => {
  const damages: Record<string, () => void> = {
    'its folder was deleted': () => rmSync(lane.path, { recursive: true }),
    'its files were deleted': () => rmSync(inLane('src'), { recursive: true }),
    "Git's folder of it was deleted": () => rmSync(adminDir(), { recursive: true }),
    'its .git file was deleted': () => rmSync(inLane('.git')),
    "its .git file points at the user's repository": () =>
      writeFileSync(inLane('.git'), `gitdir: ${repo.root}/.git\n`),
    'its index is locked by a dead process': () =>
      writeFileSync(join(adminDir(), 'index.lock'), ''),
    'its index is broken': () => {
      writeFileSync(join(adminDir(), 'index'), 'broken');
      writeFileSync(join(adminDir(), 'sluice-index'), 'broken');
    },
    'its HEAD is broken': () => writeFileSync(join(adminDir(), 'HEAD'), 'broken'),
    'it was locked with git worktree lock': () => void repo.git('worktree', 'lock', lane.path),
  };

  test.each(Object.entries(damages))('%s', async (_what, damage) => {
    await move(first);
    repo.write({ 'a.txt': 'user\n' });
    damage();
    const before = stateOf(repo.root);
    repo.write({ 'a.txt': 'user\n' });
    await move(first);
    expect(await treeNow()).toBe(treeIdOf(first));
    expect(stateOf(repo.root)).toEqual(before);
  });

  test("it was replaced by a link into the user's files, which stay", async () => {
    const precious = join(repo.root, 'precious');
    mkdirSync(precious);
    write(precious, { 'a.txt': 'precious\n', 'untracked.txt': 'precious\n' });
    const before = filesOf(repo.root);
    await move(first);
    rmSync(lane.path, { recursive: true });
    symlinkSync(precious, lane.path);
    await move(first);
    expect(filesOf(repo.root)).toEqual(before);
    expect(await treeNow()).toBe(treeIdOf(first));
  });
});

describe('a claimed lane', () => {
  test('is refused to everybody else until it is released', async () => {
    await expect(openLane(repo.repository, 1)).rejects.toMatchObject({ code: 'LANE_BUSY' });
    await (await openLane(repo.repository, 2)).release();
    await lane.release();
    lane = await openLane(repo.repository, 1);
  });

  test('is given to one at most of many who ask at once', async () => {
    await lane.release();
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, async () => await openLane(repo.repository, 1)),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  test('is free again when the process that had it was killed', async () => {
    await lane.release();
    const program = buildProgram('test/support/claim-lane-process.ts');
    const child = startProgram(program, { root: repo.root, lane: 1 });
    await once(child, 'message');
    await expect(openLane(repo.repository, 1)).rejects.toMatchObject({ code: 'LANE_BUSY' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    lane = await openLane(repo.repository, 1);
  });

  test.each([0, -1, 1.5, Number.NaN, 1e9])('has a number that counts: %d is refused', async (n) => {
    await expect(openLane(repo.repository, n)).rejects.toMatchObject({ code: 'IMPOSSIBLE_STATE' });
  });
});

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
    const edits = fc.record({
      name: fc.constantFrom(
        'a.txt',
        'src/b.txt',
        'src/c.txt',
        'cache/x',
        'new/deep/y',
        '.gitignore',
      ),
      text: fc.constantFrom('a\n', 'b\n', 'cache/\n', '', null),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edits, { maxLength: 5 }), async (all) => {
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
