import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { World } from '../support/world.ts';

const policy = (lanes: number): string => `version: 1
program: PROGRAM
roles:
  implementers: [agent:codex]
  reviewers: [agent:claude]
  releaseLeads: [human:lea]
baseline: [test -f a.txt]
lanes: ${lanes}
gates:
  verify: [test -f a.txt]
items:
  - { id: W-1, title: First, priority: P0, profile: chore }
  - { id: W-2, title: Second, priority: P0, profile: chore }
`;

/** Where work trees of the tests lie: beside the repositories, not in them. */
const beside = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-test-')));
afterAll(() => rmSync(beside, { recursive: true, force: true }));

/** A work tree of the program's repository. */
function workTree(world: World, name: string): string {
  const folder = join(beside, `${world.program}-${name}`);
  world.git('worktree', 'add', '--detach', folder);
  return folder;
}

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe('two lanes', () => {
  test('run two items side by side from linked work trees, and the second lands on the first', async () => {
    await using world = await World.open({ policy: policy(2), files: { 'a.txt': 'a\n' } });
    const trees = ['W-1', 'W-2'].map((id) => workTree(world, id));
    const [first = '', second = ''] = trees;
    await world.startProgram();
    put(first, 'one.txt', 'one\n');
    put(second, 'two.txt', 'two\n');
    await Promise.all([
      world.green('W-1', { checkout: first }),
      world.green('W-2', { checkout: second }),
    ]);
    const before = await world.waitsFor('W-2', 'reviewer');
    await world.approve('W-1');
    await world.done('W-1');
    await world.approve('W-2');
    // The branch moved by the first item, so the second is verified and reviewed on the new tip.
    const again = await world.until(
      'W-2',
      ({ state, waitingOn }) => waitingOn === 'reviewer' && state.attempt > before.state.attempt,
      'be reviewed again',
    );
    expect(again.state.candidate?.tree).not.toBe(before.state.candidate?.tree);
    await world.approve('W-2');
    expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
    expect(world.git('ls-tree', '--name-only', 'main').split('\n')).toEqual(
      expect.arrayContaining(['a.txt', 'one.txt', 'two.txt']),
    );
    expect(world.git('log', '--format=%s', 'main').split('\n').slice(0, 2)).toEqual([
      'W-2: Second',
      'W-1: First',
    ]);
  });

  test('send an item back whose change does not merge with the other', async () => {
    await using world = await World.open({ policy: policy(2), files: { 'a.txt': 'a\n' } });
    const other = workTree(world, 'other');
    await world.startProgram();
    world.write('a.txt', 'mine\n');
    put(other, 'a.txt', 'theirs\n');
    await world.green('W-1');
    await world.green('W-2', { checkout: other });
    await world.approve('W-1');
    await world.done('W-1');
    await world.approve('W-2');
    const back = await world.waitsFor('W-2', 'implementer', 'GREEN');
    expect(back.state.setback).toMatchObject({
      code: 'MERGE_CONFLICT',
      facts: { files: ['a.txt'] },
    });
  });
});

describe('a commit that someone else makes meanwhile', () => {
  test('is never overwritten: the item is verified and reviewed again on top of it', async () => {
    await using world = await World.open({ policy: policy(1), files: { 'a.txt': 'a\n' } });
    await world.startProgram();
    world.write('one.txt', 'one\n');
    await world.green('W-1');
    await world.waitsFor('W-1', 'reviewer');
    const elsewhere = workTree(world, 'elsewhere');
    put(elsewhere, 'foreign.txt', 'x\n');
    world.git('-C', elsewhere, 'add', '.');
    world.git('-C', elsewhere, 'commit', '-q', '-m', 'foreign');
    world.git('update-ref', 'refs/heads/main', world.git('-C', elsewhere, 'rev-parse', 'HEAD'));
    await world.approve('W-1');
    await world.until('W-1', ({ state }) => state.attempt > 1, 'start a new round');
    const again = await world.waitsFor('W-1', 'reviewer');
    expect(again.state.votes).toMatchObject([{ verdict: 'APPROVED', attempt: 1 }]);
    await world.approve('W-1');
    await world.done('W-1');
    expect(world.git('show', 'main:foreign.txt')).toBe('x');
    expect(world.git('log', '--format=%s', 'main').split('\n').slice(0, 2)).toEqual([
      'W-1: First',
      'foreign',
    ]);
  });
});
