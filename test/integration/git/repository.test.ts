import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { branchTip } from '../../../git/refs.ts';
import {
  currentBranch,
  ensureSluiceDir,
  findCheckout,
  openRepository,
} from '../../../git/repository.ts';
import { gitUserName } from '../../../git/user-name.ts';
import { git, tempRepository } from '../../support/temp-repository.ts';
import type { TempRepository } from '../../support/temp-repository.ts';

let repo: TempRepository;

beforeEach(async () => {
  repo = await tempRepository({ 'src/a.txt': 'a\n' });
});

afterEach(() => repo.remove());

describe('a repository', () => {
  test('is found from any folder of any of its work trees, with the main one as its root', async () => {
    const side = join(repo.root, '.side');
    repo.git('worktree', 'add', '--quiet', '-b', 'side', side);
    const expected = { root: repo.root, gitDir: join(repo.root, '.git') };
    expect(await openRepository(join(repo.root, 'src'))).toMatchObject(expected);
    expect(await openRepository(join(side, 'src'))).toMatchObject(expected);
    expect((await findCheckout(join(side, 'src'))).path).toBe(side);
  });

  test('that is bare has the work tree that was asked about as its root', async () => {
    const bare = join(repo.root, 'bare.git');
    const side = join(repo.root, 'bare-side');
    repo.git('clone', '--quiet', '--bare', '.', bare);
    git(bare, 'worktree', 'add', '--quiet', side, 'main');
    const found = await openRepository(side);
    expect(found).toMatchObject({ root: side, commonDir: bare });
    expect(await currentBranch(found)).toBe('main');
  });

  test('is needed: a plain folder is refused', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-test-')));
    try {
      await expect(openRepository(folder)).rejects.toMatchObject({ code: 'NOT_A_REPOSITORY' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('without a commit on the branch is refused with a fix', async () => {
    const empty = join(repo.root, 'empty');
    mkdirSync(empty);
    git(empty, 'init', '--quiet', '--initial-branch=main');
    const found = await openRepository(empty);
    await expect(branchTip(found, await currentBranch(found))).rejects.toMatchObject({
      code: 'REPOSITORY_UNSUPPORTED',
      fix: expect.stringContaining('first commit'),
    });
  });

  test('with a detached HEAD has no current branch', async () => {
    repo.git('switch', '--quiet', '--detach');
    await expect(currentBranch(repo.repository)).rejects.toMatchObject({
      code: 'REPOSITORY_UNSUPPORTED',
    });
  });
});

describe("Sluice's own folder", () => {
  test('is hidden from Git and keeps a .gitignore that exists', async () => {
    const folder = await ensureSluiceDir(repo.root);
    expect(repo.git('status', '--porcelain')).toBe('');
    writeFileSync(join(folder, '.gitignore'), '*\n# mine\n');
    await ensureSluiceDir(repo.root);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n# mine\n');
    expect(existsSync(join(folder, 'lanes'))).toBe(true);
  });
});

describe("the user's name", () => {
  test('is read from the configuration that is in force in a folder', async () => {
    repo.git('config', 'user.name', 'Añá Bo');
    expect(await gitUserName(repo.root)).toBe('Añá Bo');
  });
});
