import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitCheckpoint } from '../../../git/checkpoint.ts';
import type {
  CheckpointAnswer,
  CheckpointCommitted,
  CheckpointOptions,
} from '../../../git/checkpoint.ts';
import { takeSnapshot } from '../../../git/snapshot.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import {
  CHECKPOINT_TEXT,
  commitElsewhere,
  digestOf,
  filesOf,
  git,
  stateOf,
  tempRepository,
  write,
} from '../../support/temp-repository.ts';
import type { TempRepository } from '../../support/temp-repository.ts';

let repo: TempRepository;

beforeEach(async () => {
  repo = await tempRepository({
    'a.txt': 'a\n',
    'b.txt': 'b\n',
    'gone.txt': 'gone\n',
    'docs/plan.md': 'plan\n',
  });
});

afterEach(() => repo.remove());

const EXCLUDE = ['docs/plan.md'];
let snapshots = 0;

async function snap(checkout = repo.root): Promise<Snapshot> {
  snapshots += 1;
  const ref = `refs/sluice/p/i/green-${snapshots}`;
  return await takeSnapshot(repo.repository, { checkout, branch: 'main', ref, exclude: EXCLUDE });
}

/** Some work in the checkout: one file changed, one added, one removed. */
async function approveWork(): Promise<Snapshot> {
  repo.write({ 'a.txt': 'work\n', 'new.txt': 'new\n' });
  rmSync(join(repo.root, 'gone.txt'));
  return await snap();
}

function optionsFor(approved: Snapshot): CheckpointOptions {
  const scope = { program: 'release', item: 'P0-003' };
  return { ...CHECKPOINT_TEXT, scope, branch: 'main', approved, exclude: EXCLUDE };
}

async function commit(approved: Snapshot): Promise<CheckpointAnswer> {
  return await commitCheckpoint(repo.repository, optionsFor(approved));
}

async function committed(approved: Snapshot): Promise<CheckpointCommitted> {
  const answer = await commit(approved);
  if (answer.kind !== 'committed') throw new Error(`not committed: ${JSON.stringify(answer)}`);
  return answer;
}

const tip = () => repo.git('rev-parse', 'main');
const status = () => repo.git('status', '--porcelain');

describe('a checkpoint', () => {
  test('commits exactly the approved tree on the branch and leaves the checkout clean', async () => {
    const base = tip();
    const approved = await approveWork();
    const made = await committed(approved);
    expect(made).toMatchObject({ tree: approved.tree, parent: base, carried: false });
    expect(tip()).toBe(made.commit);
    expect(repo.git('rev-parse', `${made.commit}^{tree}`)).toBe(approved.tree);
    expect(status()).toBe('');
    expect(repo.git('diff-files')).toBe('');
    expect(made.indexRefreshed).toBe(true);
  });

  test('says who made and reviewed it, in names, dates and trailers', async () => {
    const { commit: made } = await committed(await approveWork());
    const format = '%an <%ae> %cn %at %ct%n%s%n%(trailers:only,unfold)';
    expect(repo.git('show', '--no-patch', `--format=${format}`, made)).toBe(
      'agent:codex <codex@agents> Sluice 1800000000 1800000000\n' +
        'P0-003: Bearer admin auth\nSluice-Item: P0-003\nReviewed-by: human:bo',
    );
    expect(repo.git('reflog', 'show', '--format=%gs', '--max-count=1', 'main')).toBe(
      'sluice: checkpoint P0-003',
    );
  });

  test('keeps staged and edited entries, and never touches a working file', async () => {
    const approved = await approveWork();
    repo.write({ 'b.txt': 'staged\n', 'mine.txt': 'staged too\n' });
    repo.git('add', 'b.txt', 'mine.txt');
    repo.write({ 'a.txt': 'edited since\n', 'b.txt': 'edited after staging\n', 'free.txt': 'x\n' });
    const files = filesOf(repo.root);
    await committed(approved);
    expect(filesOf(repo.root)).toEqual(files);
    expect(status().split('\n')).toEqual([' M a.txt', 'MM b.txt', 'A  mine.txt', '?? free.txt']);
    expect(repo.git('show', ':b.txt')).toBe('staged');
  });

  test('follows files that the user staged as approved, or only intends to add', async () => {
    repo.write({ 'a.txt': 'work\n', 'new.txt': 'new\n', 'later.txt': 'later\n' });
    repo.git('add', 'a.txt', 'new.txt');
    repo.git('add', '--intent-to-add', 'later.txt');
    await committed(await snap());
    expect(status()).toBe('');
  });

  test('leaves the tracker document as the user has it, out of the commit', async () => {
    repo.write({ 'a.txt': 'work\n', 'docs/plan.md': 'ticked\n' });
    const { commit: made } = await committed(await snap());
    expect(repo.git('show', '--format=', '--name-only', made)).toBe('a.txt');
    expect(status()).toBe(' M docs/plan.md');
  });

  test('reaches a branch that is checked out nowhere', async () => {
    const approved = await approveWork();
    repo.git('switch', '--quiet', '--detach');
    const before = stateOf(repo.root);
    const made = await committed(approved);
    expect(tip()).toBe(made.commit);
    expect(stateOf(repo.root)).toEqual(before);
  });

  test('refreshes the index of the linked work tree that has the branch', async () => {
    repo.git('switch', '--quiet', '--detach');
    const side = join(repo.root, '.sluice-side');
    repo.git('worktree', 'add', '--quiet', side, 'main');
    write(side, { 'a.txt': 'work\n' });
    await committed(await snap(side));
    expect(git(side, 'status', '--porcelain')).toBe('');
  });

  test('keeps sparse entries out of the checkout', async () => {
    const approved = await approveWork();
    repo.git('checkout', '--quiet', '--force', 'main');
    rmSync(join(repo.root, 'new.txt'));
    repo.git('sparse-checkout', 'set', '--no-cone', 'docs/');
    await committed(approved);
    expect(repo.git('ls-files', '-t')).toBe('S a.txt\nS b.txt\nH docs/plan.md\nH new.txt');
    expect(repo.git('diff', '--cached')).toBe('');
  });

  test('commits all the same when somebody keeps the index locked, and says so', async () => {
    const approved = await approveWork();
    writeFileSync(join(repo.root, '.git/index.lock'), '');
    const index = digestOf(join(repo.root, '.git/index'));
    const made = await committed(approved);
    expect(made.indexRefreshed).toBe(false);
    expect(tip()).toBe(made.commit);
    expect(digestOf(join(repo.root, '.git/index'))).toBe(index);
    expect(existsSync(join(repo.root, '.git/index.lock'))).toBe(true);
  });

  test('runs no hook', async () => {
    const hook = '#!/bin/sh\nexit 1\n';
    for (const name of ['pre-commit', 'commit-msg', 'reference-transaction', 'post-commit']) {
      writeFileSync(join(repo.root, '.git/hooks', name), hook, { mode: 0o755 });
    }
    expect((await committed(await approveWork())).indexRefreshed).toBe(true);
  });
});

describe('a checkpoint that is asked for again', () => {
  test('is the same commit, once', async () => {
    const approved = await approveWork();
    const first = await committed(approved);
    expect(await committed(approved)).toEqual(first);
    expect(repo.git('rev-list', '--count', 'main')).toBe('2');
  });

  test('is found when others have committed on top of it', async () => {
    const approved = await approveWork();
    const first = await committed(approved);
    repo.git('commit', '--quiet', '--allow-empty', '--message', 'later');
    expect(await committed(approved)).toMatchObject({ commit: first.commit, parent: first.parent });
    expect(repo.git('rev-list', '--count', 'main')).toBe('3');
  });

  test('is made once by twenty who ask at the same time', async () => {
    const approved = await approveWork();
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, async () => await committed(approved)),
    );
    const made = answers.flatMap((each) =>
      each.status === 'fulfilled' ? [each.value.commit] : [],
    );
    expect([...new Set(made)]).toEqual([tip()]);
    expect(repo.git('rev-list', '--count', 'main')).toBe('2');
    await committed(approved);
    expect(status()).toBe('');
  });
});

describe("somebody else's commit in between", () => {
  test('is never overwritten: the answer is a merged candidate to verify', async () => {
    const approved = await approveWork();
    const theirs = commitElsewhere(repo, { 'b.txt': 'theirs\n' });
    const answer = await commit(approved);
    if (answer.kind !== 'moved') throw new Error(answer.kind);
    expect(answer.tip).toBe(theirs);
    expect(tip()).toBe(theirs);
    expect(answer.candidate.base).toBe(theirs);
    expect(repo.git('diff', '--name-status', theirs, answer.candidate.commit)).toBe(
      'M\ta.txt\nD\tgone.txt\nA\tnew.txt',
    );
    expect(await commit(approved)).toEqual(answer);
    expect((await committed(answer.candidate)).parent).toBe(theirs);
    expect(repo.git('show', 'main:b.txt')).toBe('theirs');
  });

  test('that does not merge is a conflict, with the files named', async () => {
    const approved = await approveWork();
    const theirs = commitElsewhere(repo, { 'a.txt': 'theirs\n' });
    const before = stateOf(repo.root);
    expect(await commit(approved)).toEqual({ kind: 'conflict', tip: theirs, files: ['a.txt'] });
    expect(stateOf(repo.root)).toEqual(before);
  });

  test('that touches only excluded paths lets the verdict carry', async () => {
    const approved = await approveWork();
    const theirs = commitElsewhere(repo, { 'docs/plan.md': 'theirs\n' });
    const made = await committed(approved);
    expect(made).toMatchObject({ carried: true, parent: theirs });
    expect(repo.git('show', 'main:docs/plan.md')).toBe('theirs');
    expect(repo.git('diff', '--name-only', approved.commit, 'main')).toBe('docs/plan.md');
    expect(await committed(approved)).toMatchObject({ commit: made.commit, carried: true });
  });

  test('that was taken back by rewriting the branch does not return', async () => {
    repo.write({ 'secret.txt': 'oops\n' });
    repo.git('add', 'secret.txt');
    repo.git('commit', '--quiet', '--message', 'a secret by mistake');
    const approved = await approveWork();
    repo.git('update-ref', 'refs/heads/main', 'main~1');
    const answer = await commit(approved);
    if (answer.kind !== 'moved') throw new Error(answer.kind);
    expect(repo.git('ls-tree', '--name-only', answer.candidate.tree)).not.toContain('secret.txt');
  });

  test('that comes at the very last moment is not overwritten either', async () => {
    const approved = await approveWork();
    let theirs = '';
    const answer = await commitCheckpoint(repo.repository, optionsFor(approved), {
      onStep: (step) => {
        if (step === 'after-commit-tree' && theirs === '') {
          theirs = commitElsewhere(repo, { 'b.txt': 'theirs\n' });
        }
      },
    });
    expect(answer).toMatchObject({ kind: 'moved', tip: theirs });
    expect(tip()).toBe(theirs);
  });
});
