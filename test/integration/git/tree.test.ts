import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockfileDigest } from '../../../git/lockfile-digest.ts';
import { changedFiles, overlayTree, sameTree, treeOf } from '../../../git/tree.ts';
import { tempRepository } from '../../support/temp-repository.ts';
import type { TempRepository } from '../../support/temp-repository.ts';

let repo: TempRepository;
let base: string;

beforeEach(async () => {
  repo = await tempRepository({
    'src/a.ts': 'a\n',
    'test/a.test.ts': 'a\n',
    'test/deep/b.test.ts': 'b\n',
    'test/old.test.ts': 'old\n',
  });
  base = repo.git('rev-parse', 'HEAD');
});

afterEach(() => repo.remove());

function commitWork(): string {
  repo.write({ 'src/a.ts': 'new\n', 'test/deep/b.test.ts': 'new\n', 'test/c.test.ts': 'c\n' });
  rmSync(join(repo.root, 'test/old.test.ts'));
  return repo.commitAll('work');
}

describe('changed files', () => {
  test.each([
    [['test/**'], ['test/c.test.ts', 'test/deep/b.test.ts', 'test/old.test.ts']],
    [['test/*.ts'], ['test/c.test.ts', 'test/old.test.ts']],
    [['**/*.test.ts'], ['test/c.test.ts', 'test/deep/b.test.ts', 'test/old.test.ts']],
    [['./test/deep/'], ['test/deep/b.test.ts']],
    [['lib/**'], []],
    [[], []],
  ])('that match %j are %j', async (patterns, expected) => {
    const to = commitWork();
    expect(await changedFiles(repo.repository, { from: base, to, patterns })).toEqual(expected);
  });

  test('are compared by content, whatever the repository says about submodules', async () => {
    repo.git('update-index', '--add', '--cacheinfo', `160000,${base},lib`);
    repo.write({ '.gitmodules': '[submodule "lib"]\n\tpath = lib\n\turl = ./x\n\tignore = all\n' });
    repo.git('add', '.gitmodules');
    repo.git('commit', '--quiet', '--message', 'submodule');
    const from = repo.git('rev-parse', 'HEAD');
    repo.git('update-index', '--cacheinfo', `160000,${from},lib`);
    repo.git('commit', '--quiet', '--message', 'moved');
    const to = repo.git('rev-parse', 'HEAD');
    expect(await changedFiles(repo.repository, { from, to, patterns: ['lib'] })).toEqual(['lib']);
  });
});

describe('an overlay', () => {
  test('is the base with only the matching files of the other tree, removals too', async () => {
    const from = commitWork();
    const ref = 'refs/sluice/p/i/replay-1';
    const overlay = await overlayTree(repo.repository, { base, from, patterns: ['test/**'], ref });
    expect(overlay.base).toBe(base);
    expect(repo.git('diff', '--name-status', base, overlay.commit)).toBe(
      'A\ttest/c.test.ts\nM\ttest/deep/b.test.ts\nD\ttest/old.test.ts',
    );
    repo.write({ 'test/c.test.ts': 'later\n' });
    const later = repo.commitAll('later');
    expect(
      await overlayTree(repo.repository, { base, from: later, patterns: ['test/**'], ref }),
    ).toEqual(overlay);
  });

  test('lets a folder take the place of a file', async () => {
    rmSync(join(repo.root, 'test'), { recursive: true });
    repo.write({ test: 'file\n' });
    const flat = repo.commitAll('flat');
    const ref = 'refs/sluice/p/i/replay-1';
    const up = await overlayTree(repo.repository, {
      base: flat,
      from: base,
      patterns: ['test'],
      ref,
    });
    expect(up.tree).toBe(await treeOf(repo.repository, base));
  });

  test('of no patterns is the base', async () => {
    const overlay = await overlayTree(repo.repository, {
      base,
      from: commitWork(),
      patterns: [],
      ref: 'refs/sluice/p/i/replay-1',
    });
    expect(overlay.tree).toBe(await treeOf(repo.repository, base));
  });
});

describe('two trees are the same', () => {
  test('apart from excluded paths', async () => {
    repo.write({ 'docs/plan.md': 'plan\n' });
    const after = repo.commitAll('plan');
    const same = async (exclude: readonly string[]) =>
      await sameTree(repo.repository, { a: base, b: after, exclude });
    expect(await same(['docs/plan.md'])).toBe(true);
    expect(await same(['docs/**'])).toBe(true);
    expect(await same(['docs/other.md'])).toBe(false);
    expect(await same([])).toBe(false);
  });
});

describe('the digest of lockfiles', () => {
  test('changes with a lockfile at the top and with nothing else', async () => {
    const digest = async () => await lockfileDigest(repo.repository, repo.git('rev-parse', 'HEAD'));
    const none = await digest();
    repo.write({ 'package.json': '{}\n', 'deep/package-lock.json': '{}\n' });
    repo.commitAll('no lockfile');
    expect(await digest()).toBe(none);
    repo.write({ 'package-lock.json': '{}\n' });
    repo.commitAll('lockfile');
    const npm = await digest();
    repo.write({ 'requirements-dev.txt': 'x==1\n' });
    repo.commitAll('requirements');
    expect(new Set([none, npm, await digest()]).size).toBe(3);
  });
});
