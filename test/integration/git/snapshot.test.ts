import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { takeSnapshot, treeOfCheckout } from '../../../git/snapshot.ts';
import { openLane } from '../../../git/lane.ts';
import { git, stateOf, tempRepository, write } from '../../support/temp-repository.ts';
import type { TempRepository } from '../../support/temp-repository.ts';

let repo: TempRepository;

beforeEach(async () => {
  repo = await tempRepository({
    'a.txt': 'a\n',
    'src/b.txt': 'b\n',
    'docs/plan.md': 'plan\n',
    '.gitignore': '*.log\n',
  });
});

afterEach(() => repo.remove());

async function snap(ref = 'refs/sluice/p/i/green-1', checkout = repo.root) {
  const options = { checkout, branch: 'main', ref, exclude: ['docs/plan.md'] };
  return await takeSnapshot(repo.repository, options);
}

function filesIn(tree: string): string[] {
  return repo.git('ls-tree', '-r', '--name-only', tree).split('\n');
}

describe('a snapshot', () => {
  test('holds changed, new and removed files, and leaves ignored ones out', async () => {
    repo.write({ 'a.txt': 'changed\n', 'new.txt': 'new\n', 'noise.log': 'x\n' });
    rmSync(join(repo.root, 'src/b.txt'));
    const { tree, commit, base } = await snap();
    expect(filesIn(tree)).toEqual(['.gitignore', 'a.txt', 'docs/plan.md', 'new.txt']);
    expect(repo.git('show', `${commit}:a.txt`)).toBe('changed');
    expect(base).toBe(repo.git('rev-parse', 'main'));
    expect(repo.git('rev-parse', `${commit}^`)).toBe(base);
    expect(repo.git('rev-parse', 'refs/sluice/p/i/green-1')).toBe(commit);
  });

  test("leaves the user's index, files and HEAD byte-identical", async () => {
    repo.write({ 'a.txt': 'staged\n', 'added.txt': 'added\n', 'later.txt': 'later\n' });
    repo.git('add', 'a.txt', 'added.txt');
    repo.git('add', '--intent-to-add', 'later.txt');
    repo.write({ 'a.txt': 'edited after staging\n' });
    const before = stateOf(repo.root);
    const { tree } = await snap();
    expect(stateOf(repo.root)).toEqual(before);
    expect(repo.git('show', `${tree}:a.txt`)).toBe('edited after staging');
    expect(filesIn(tree)).toContain('later.txt');
  });

  test('keeps excluded paths as they are in the base, edited, staged or removed', async () => {
    const clean = await snap('refs/sluice/p/i/green-1');
    repo.write({ 'docs/plan.md': 'edited\n' });
    repo.git('add', '.');
    const staged = await snap('refs/sluice/p/i/green-2');
    repo.git('rm', '--quiet', '--force', 'docs/plan.md');
    const removed = await snap('refs/sluice/p/i/green-3');
    expect([staged.tree, removed.tree]).toEqual([clean.tree, clean.tree]);
  });

  test('is taken where .gitignore names what is left out anyway', async () => {
    const clean = await snap('refs/sluice/p/i/green-1');
    const log = { '.sluice/.gitignore': '*\n', '.sluice/evidence/log': 'x\n' };
    repo.write({ ...log, '.gitignore': '*.log\n.sluice/\n.sluice\ndocs/plan.md\n' });
    const { tree } = await snap('refs/sluice/p/i/green-2');
    expect(filesIn(tree)).toEqual(filesIn(clean.tree));
  });

  test('leaves an excluded path out that the base does not have', async () => {
    repo.git('rm', '--quiet', 'docs/plan.md');
    repo.commitAll('no plan');
    repo.write({ 'docs/plan.md': 'new plan\n', '.sluice/evidence/log': 'x\n' });
    const { tree } = await snap();
    expect(filesIn(tree)).toEqual(['.gitignore', 'a.txt', 'src/b.txt']);
  });

  test('is taken once: the same ref gives the first snapshot again', async () => {
    repo.write({ 'a.txt': 'one\n' });
    const first = await snap();
    repo.write({ 'a.txt': 'two\n' });
    expect(await snap()).toEqual(first);
  });

  test('is the same commit for the same files on the same base', async () => {
    const [one, two] = [await snap('refs/sluice/p/i/x-1'), await snap('refs/sluice/p/i/x-2')];
    expect(one).toEqual(two);
  });

  test('keeps executable bits, links and any file name', async () => {
    const odd = 'näme with "quotes",\nline break\tand tab';
    repo.write({ 'run.sh': '#!/bin/sh\n', [odd]: 'odd\n', ':!magic': 'm\n', '-dash': 'd\n' });
    writeFileSync(
      Buffer.concat([Buffer.from(`${repo.root}/`), Buffer.from([0xff, 0xfe])]),
      'bytes\n',
    );
    chmodSync(join(repo.root, 'run.sh'), 0o755);
    symlinkSync('a.txt', join(repo.root, 'link'));
    const { tree } = await snap();
    const listed = repo.git('ls-tree', '-r', '-z', tree);
    expect(listed).toContain(`\t${odd}\0`);
    expect(listed).toMatch(/100755 blob \w+\trun\.sh/);
    expect(listed).toMatch(/120000 blob \w+\tlink/);
    expect(filesIn(tree)).toEqual(expect.arrayContaining([':!magic', '-dash', '"\\377\\376"']));
  });

  test('sees an edit of the same size made within the second in which the index was written', async () => {
    repo.write({ 'a.txt': 'b\n' });
    const { tree } = await snap();
    expect(repo.git('show', `${tree}:a.txt`)).toBe('b');
  });

  test('is not fooled by a file that took the place of a folder', async () => {
    rmSync(join(repo.root, 'src'), { recursive: true });
    repo.write({ src: 'now a file\n' });
    renameSync(join(repo.root, 'a.txt'), join(repo.root, 'a.tmp'));
    mkdirSync(join(repo.root, 'a.txt'));
    renameSync(join(repo.root, 'a.tmp'), join(repo.root, 'a.txt/a'));
    const { tree } = await snap();
    expect(filesIn(tree)).toEqual(['.gitignore', 'a.txt/a', 'docs/plan.md', 'src']);
  });

  test('refuses files with unresolved conflicts, and names them', async () => {
    repo.git('switch', '--quiet', '--create', 'side');
    repo.write({ 'a.txt': 'side\n' });
    repo.commitAll('side');
    repo.git('switch', '--quiet', 'main');
    repo.write({ 'a.txt': 'main\n' });
    repo.commitAll('main');
    expect(() => repo.git('merge', '--quiet', 'side')).toThrow(/Command failed/);
    await expect(snap()).rejects.toMatchObject({
      code: 'REPOSITORY_UNSUPPORTED',
      facts: { reason: expect.stringContaining('a.txt') },
    });
  });

  test('refuses a repository inside the checkout that is no submodule', async () => {
    mkdirSync(join(repo.root, 'vendor'));
    git(join(repo.root, 'vendor'), 'init', '--quiet');
    git(join(repo.root, 'vendor'), 'commit', '--quiet', '--allow-empty', '--message', 'x');
    await expect(snap()).rejects.toMatchObject({
      code: 'REPOSITORY_UNSUPPORTED',
      facts: { reason: 'vendor is a repository of its own' },
    });
  });

  test('keeps what a sparse checkout has not checked out', async () => {
    repo.git('sparse-checkout', 'set', 'docs');
    repo.write({ 'docs/more.md': 'more\n', 'outside/new.txt': 'new\n' });
    const before = stateOf(repo.root);
    const { tree } = await snap();
    expect(stateOf(repo.root)).toEqual(before);
    expect(filesIn(tree)).toEqual([
      '.gitignore',
      'a.txt',
      'docs/more.md',
      'docs/plan.md',
      'outside/new.txt',
      'src/b.txt',
    ]);
  });

  test('runs no hook and no file system monitor of the repository', async () => {
    const trace = join(repo.root, '..', `${repo.root.split('/').at(-1)}.trace`);
    const script = `#!/bin/sh\necho ran >> '${trace}'\n`;
    repo.write({ '.git/hooks/reference-transaction': script, '.git/hooks/monitor': script });
    chmodSync(join(repo.root, '.git/hooks/reference-transaction'), 0o755);
    chmodSync(join(repo.root, '.git/hooks/monitor'), 0o755);
    repo.git('config', 'core.fsmonitor', join(repo.root, '.git/hooks/monitor'));
    await snap();
    expect(() => rmSync(trace)).toThrow(/ENOENT/);
  });

  test('runs the clean filters that the user has set up, as Git LFS needs', async () => {
    const home = mkdtempSync(join(tmpdir(), 'sluice-home-'));
    writeFileSync(join(home, '.gitconfig'), '[filter "upper"]\n\tclean = tr a-z A-Z\n');
    vi.stubEnv('HOME', home);
    repo.write({ '.gitattributes': '*.up filter=upper\n', 'x.up': 'shout\n' });
    const { tree } = await snap();
    expect(repo.git('show', `${tree}:x.up`)).toBe('SHOUT');
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });

  test('takes no notice of Git variables in the environment', async () => {
    process.env['GIT_DIR'] = '/nowhere';
    process.env['GIT_INDEX_FILE'] = '/nowhere/index';
    try {
      expect(filesIn((await snap()).tree)).toContain('a.txt');
    } finally {
      delete process.env['GIT_DIR'];
      delete process.env['GIT_INDEX_FILE'];
    }
  });
});

describe('a checkout', () => {
  test('may be a linked work tree; its base is what it has of the branch', async () => {
    const side = join(repo.root, '.worktrees/side');
    repo.git('worktree', 'add', '--quiet', '-b', 'side', side);
    const shared = repo.git('rev-parse', 'main');
    write(side, { 'side.txt': 'side\n' });
    git(side, 'add', '.');
    git(side, 'commit', '--quiet', '--message', 'side');
    repo.write({ 'main.txt': 'main\n' });
    repo.git('add', 'main.txt');
    repo.git('commit', '--quiet', '--message', 'main');
    const theirs = await snap('refs/sluice/p/i/side-1', side);
    expect(theirs.base).toBe(shared);
    expect(repo.git('diff', '--name-only', shared, theirs.commit)).toBe('side.txt');
    expect(filesIn((await snap('refs/sluice/p/i/main-1')).tree)).not.toContain('.worktrees/side');
  });

  test.each([
    ['a folder that does not exist', () => join(repo.root, 'nothing')],
    ['a folder inside the repository', () => join(repo.root, 'src')],
    ['outside of any repository', () => join(repo.root, '..')],
  ])('is refused when it is %s', async (_what, folder) => {
    await expect(snap('refs/sluice/p/i/x-1', folder())).rejects.toMatchObject({
      code: 'CHECKOUT_NOT_IN_REPOSITORY',
    });
  });

  test("is refused when it is one of Sluice's lanes", async () => {
    const lane = await openLane(repo.repository, 1);
    repo.git('worktree', 'add', '--quiet', '--detach', lane.path);
    await expect(snap('refs/sluice/p/i/x-1', lane.path)).rejects.toMatchObject({
      code: 'CHECKOUT_NOT_IN_REPOSITORY',
    });
  });

  test('is refused when its .git file was made to point at another repository', async () => {
    const side = join(repo.root, '.worktrees/side');
    repo.git('worktree', 'add', '--quiet', '-b', 'side', side);
    const other = await tempRepository();
    try {
      writeFileSync(join(side, '.git'), `gitdir: ${other.root}/.git\n`);
      await expect(snap('refs/sluice/p/i/x-1', side)).rejects.toMatchObject({
        code: 'CHECKOUT_NOT_IN_REPOSITORY',
      });
    } finally {
      other.remove();
    }
  });
});

describe('the tree of a checkout, for gates that run in place', () => {
  const treeNow = async () =>
    await treeOfCheckout(repo.repository, {
      checkout: repo.root,
      base: repo.git('rev-parse', 'main'),
      exclude: ['docs/plan.md'],
    });

  test("equals the snapshot's while nothing moves", async () => {
    repo.write({ 'a.txt': 'changed\n', 'docs/plan.md': 'changed\n' });
    expect(await treeNow()).toBe((await snap()).tree);
  });

  test.each(['--assume-unchanged', '--skip-worktree'])(
    'shows an edit that was hidden with %s, which a snapshot leaves out',
    async (flag) => {
      repo.git('update-index', flag, 'a.txt');
      repo.write({ 'a.txt': 'hidden edit\n' });
      const before = stateOf(repo.root);
      const { tree } = await snap();
      expect(await treeNow()).not.toBe(tree);
      expect(stateOf(repo.root)).toEqual(before);
    },
  );
});
