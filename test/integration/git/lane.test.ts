import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyLane, laneNoteFile, moveLane, openLane, treeOfLane } from '../../../git/lane.ts';
import type { Lane } from '../../../git/lane.ts';
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
  test('loses its build caches, and that it was prepared, when it is emptied', async () => {
    await move(first);
    mkdirSync(inLane('cache'));
    writeFileSync(inLane('cache/built'), 'stale');
    const note = await laneNoteFile(repo.repository, lane);
    writeFileSync(note, 'prepared');
    await emptyLane(repo.repository, lane);
    expect(existsSync(inLane('cache'))).toBe(false);
    expect(existsSync(note)).toBe(false);
    expect(await treeNow()).toBe(treeIdOf(first));
  });

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
