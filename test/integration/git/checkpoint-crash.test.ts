import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commitSigner } from '../../../evidence/commit-seal.ts';
import { commitCheckpoint } from '../../../git/checkpoint.ts';
import type { CheckpointOptions, CheckpointStep } from '../../../git/checkpoint.ts';
import { takeSnapshot } from '../../../git/snapshot.ts';
import {
  CHECKPOINT_TEXT,
  commitElsewhere,
  filesOf,
  git,
  tempRepository,
} from '../../support/temp-repository.ts';
import type { TempRepository } from '../../support/temp-repository.ts';
import { buildProgram, startProgram } from '../../support/typescript-process.ts';

let repo: TempRepository;

beforeEach(async () => {
  repo = await tempRepository({ 'a.txt': 'a\n', 'b.txt': 'b\n', 'gone.txt': 'gone\n' });
});

afterEach(() => repo.remove());

const tip = () => repo.git('rev-parse', 'main');

/** Some work in the checkout, approved: one file changed, one added, one removed. */
async function approvedWork(): Promise<CheckpointOptions> {
  repo.write({ 'a.txt': 'work\n', 'new.txt': 'new\n' });
  rmSync(join(repo.root, 'gone.txt'));
  const scope = { program: 'release', item: 'P0-003' };
  const ref = 'refs/sluice/release/P0-003/green-1';
  const options = { checkout: repo.root, branch: 'main', ref, exclude: [] };
  const approved = await takeSnapshot(repo.repository, options);
  return { ...CHECKPOINT_TEXT, scope, branch: 'main', approved, exclude: [] };
}

const { privateKey } = generateKeyPairSync('ed25519');
const PEM = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

describe.each([
  ['an unsigned', null],
  ['a signed', PEM],
])('a worker killed during %s checkpoint', (_name, signingKey) => {
  let program: string;
  beforeAll(() => {
    program = buildProgram('test/support/checkpoint-process.ts');
  });
  const steps: CheckpointStep[] = [
    'before-write-tree',
    'after-commit-tree',
    'after-update-ref',
    'after-index-refresh',
  ];

  async function run(options: CheckpointOptions, killAt: CheckpointStep | null): Promise<unknown> {
    const child = startProgram(program, { root: repo.root, options, killAt, signingKey });
    const answer = new Promise((resolve) => child.once('message', resolve));
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal ?? (await answer);
  }

  async function expectedCommit(options: CheckpointOptions): Promise<string> {
    const twin = await tempRepository();
    try {
      git(twin.root, 'fetch', '--quiet', repo.root, '+refs/*:refs/*', '--update-head-ok');
      const answer = await commitCheckpoint(
        twin.repository,
        options,
        signingKey === null ? {} : { sign: commitSigner(privateKey) },
      );
      return answer.kind === 'committed' ? answer.commit : answer.kind;
    } finally {
      twin.remove();
    }
  }

  test.each(steps)('%s: the next run makes the identical commit, once', async (killAt) => {
    const options = await approvedWork();
    const expected = await expectedCommit(options);
    const files = filesOf(repo.root);
    expect(await run(options, killAt)).toBe('SIGKILL');
    expect(filesOf(repo.root)).toEqual(files);
    const again = await run(options, null);
    expect(again).toMatchObject({ kind: 'committed', commit: expected, indexRefreshed: true });
    expect(tip()).toBe(expected);
    expect(repo.git('cat-file', 'commit', expected).includes('\ngpgsig ')).toBe(
      signingKey !== null,
    );
    expect(repo.git('rev-list', '--count', 'main')).toBe('2');
    expect(filesOf(repo.root)).toEqual(files);
    expect(repo.git('status', '--porcelain')).toBe('');
    expect(existsSync(join(repo.root, '.git/index.lock'))).toBe(false);
  });

  test.each(steps)('%s: a commit that somebody else makes then survives', async (killAt) => {
    const options = await approvedWork();
    await run(options, killAt);
    const theirs = commitElsewhere(repo, { 'b.txt': 'theirs\n' });
    const again = await run(options, null);
    const kind =
      killAt === 'before-write-tree' || killAt === 'after-commit-tree' ? 'moved' : 'committed';
    expect(again).toMatchObject({ kind });
    expect(tip()).toBe(theirs);
  });
});
