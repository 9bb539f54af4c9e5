import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitCheckpoint } from '../../../git/checkpoint.ts';
import { evidenceTrailers } from '../../../git/evidence-trailers.ts';
import { moveLane, openLane, treeOfLane } from '../../../git/lane.ts';
import { takeSnapshot, treeOfCheckout } from '../../../git/snapshot.ts';
import { changedFiles } from '../../../git/tree.ts';
import { tempRepository, type TempRepository } from '../../support/temp-repository.ts';

let repo: TempRepository;
let trap: string;
const ran = (): string => join(repo.root, '..', `${repo.root.split('/').at(-1)}-ran`);

beforeEach(async () => {
  repo = await tempRepository({ 'a.txt': 'a\n' });
  trap = join(repo.root, '.git', 'trap');
  writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> '${ran()}'\ncat\n`);
  chmodSync(trap, 0o755);
});
afterEach(() => {
  rmSync(ran(), { force: true });
  repo.remove();
});

/** Everything that Sluice does with Git for an item, on a file that was changed meanwhile. */
async function wholeItem(): Promise<string> {
  const { repository, root } = repo;
  const ref = 'refs/sluice/demo/P0-001/green-1';
  repo.write({ 'a.txt': 'changed\n', 'b.txt': 'new\n' });
  const approved = await takeSnapshot(repository, {
    checkout: root,
    branch: 'main',
    ref,
    exclude: [],
  });
  await treeOfCheckout(repository, { checkout: root, base: approved.base, exclude: [] });
  await changedFiles(repository, { from: approved.base, to: approved.commit, patterns: ['**'] });
  const lane = await openLane(repository, 1);
  try {
    await moveLane(repository, lane, approved.commit);
    writeFileSync(join(lane.path, 'a.txt'), 'by a gate\n');
    await treeOfLane(repository, lane);
    await moveLane(repository, lane, approved.commit);
  } finally {
    await lane.release();
  }
  const person = { name: 'Ana', email: 'ana@example.com' };
  const done = await commitCheckpoint(repository, {
    scope: { program: 'demo', item: 'P0-001' },
    branch: 'main',
    approved,
    author: person,
    committer: person,
    atMs: 1_800_000_000_000,
    exclude: [],
    message: 'P0-001: Done',
    trailers: [['Sluice-Item', 'P0-001']],
  });
  await evidenceTrailers(repository);
  return done.kind;
}

function hooks(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of 'post-checkout pre-commit post-commit post-index-change reference-transaction post-rewrite'.split(
    ' ',
  )) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} >> '${ran()}'\n`, { mode: 0o755 });
  }
}

const PLANTS: readonly (readonly [string, () => void])[] = [
  ['hooks in .git/hooks', () => hooks(join(repo.root, '.git', 'hooks'))],
  [
    'a core.hooksPath',
    () => {
      hooks(join(repo.root, '.git', 'mine'));
      repo.git('config', 'core.hooksPath', join(repo.root, '.git', 'mine'));
    },
  ],
  ['a file system monitor', () => repo.git('config', 'core.fsmonitor', trap)],
  [
    'an external diff and a textconv',
    () => {
      repo.git('config', 'diff.external', trap);
      repo.git('config', 'diff.t.textconv', trap);
      repo.git('config', 'diff.t.command', trap);
      writeFileSync(join(repo.root, '.git', 'info', 'attributes'), '* diff=t\n');
    },
  ],
  [
    'a program that shows signatures',
    () => {
      repo.git('config', 'log.showSignature', 'true');
      repo.git('config', 'gpg.program', trap);
      repo.git('config', 'commit.gpgSign', 'true');
    },
  ],
  [
    'a pager, an editor and an alias',
    () => {
      repo.git('config', 'core.pager', trap);
      repo.git('config', 'core.editor', trap);
      repo.git('config', 'alias.add', `!${trap}`);
      repo.git('config', 'alias.write-tree', `!${trap}`);
    },
  ],
  [
    'a promised remote with an ssh command and a credential helper',
    () => {
      repo.git('config', 'remote.origin.url', 'ssh://host.invalid/repository');
      repo.git('config', 'remote.origin.promisor', 'true');
      repo.git('config', 'extensions.partialClone', 'origin');
      repo.git('config', 'core.sshCommand', trap);
      repo.git('config', 'credential.helper', trap);
      repo.git('config', 'core.askPass', trap);
    },
  ],
];

describe('Sluice finishes an item, and runs nothing of', () => {
  test.each(PLANTS)('%s', async (_name, plant) => {
    plant();
    expect(await wholeItem()).toBe('committed');
    expect(existsSync(ran())).toBe(false);
  });
});

const FILTERS: readonly (readonly [string, () => void])[] = [
  ['.git/config', () => repo.git('config', 'filter.f.clean', trap)],
  ['a smudge filter of .git/config', () => repo.git('config', 'filter.f.smudge', trap)],
  ['a process of .git/config', () => repo.git('config', 'filter.f.process', trap)],
  [
    'the configuration of the work tree',
    () => {
      repo.git('config', 'extensions.worktreeConfig', 'true');
      repo.git('config', '--worktree', 'filter.f.clean', trap);
    },
  ],
  [
    'a file that .git/config includes',
    () => {
      writeFileSync(join(repo.root, '.git', 'more'), `[filter "f"]\n\tclean = ${trap}\n`);
      repo.git('config', 'include.path', 'more');
    },
  ],
  [
    'a file that is included for this folder only',
    () => {
      writeFileSync(join(repo.root, '.git', 'more'), `[filter "f"]\n\tclean = ${trap}\n`);
      repo.git('config', `includeIf.gitdir:${repo.root}/.path`, 'more');
    },
  ],
  [
    'a command that begins like Git LFS',
    () => repo.git('config', 'filter.f.clean', `git-lfs clean -- %f; ${trap}`),
  ],
];

describe('Sluice refuses to go on with a filter in', () => {
  test.each(FILTERS)('%s', async (_name, plant) => {
    repo.write({ '.gitattributes': '* filter=f\n' });
    plant();
    await expect(wholeItem()).rejects.toMatchObject({ code: 'REPOSITORY_UNSUPPORTED' });
    expect(existsSync(ran())).toBe(false);
  });

  test('a repository whose filter was planted while a gate ran', async () => {
    const lane = await openLane(repo.repository, 1);
    await moveLane(repo.repository, lane, repo.git('rev-parse', 'HEAD'));
    repo.git('config', 'filter.f.clean', trap);
    writeFileSync(join(lane.path, '.gitattributes'), '* filter=f\n');
    await expect(treeOfLane(repo.repository, lane)).rejects.toMatchObject({
      code: 'REPOSITORY_UNSUPPORTED',
    });
    await lane.release();
    expect(existsSync(ran())).toBe(false);
  });
});

test('Git LFS and git-crypt that were set up in the repository itself are no plants', async () => {
  repo.git('config', 'filter.lfs.clean', 'git-lfs clean -- %f');
  repo.git('config', 'filter.lfs.process', 'git-lfs filter-process');
  repo.git('config', 'filter.git-crypt.clean', '"git-crypt" clean');
  expect(await wholeItem()).toBe('committed');
});
