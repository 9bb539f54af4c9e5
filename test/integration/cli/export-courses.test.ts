import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copyLog } from '../../../client/export/export-log.ts';
import { commitSigner } from '../../../evidence/commit-seal.ts';
import { withoutSignature, withSignature } from '../../../git/commit-signature.ts';
import { type Course, finishedBundle, FINISHED_ITEM as ITEM } from '../../support/finished-item.ts';
import { foreignTools } from '../../support/foreign-tools.ts';
import { inTotoVerify } from '../../support/in-toto-verify.ts';
import { dataOf } from '../../support/sluice-cli.ts';
import { hasSshKeygen } from '../../support/ssh-keys.ts';
import { git } from '../../support/temp-repository.ts';
import { generateKeyPairSync } from 'node:crypto';

const tools = foreignTools();
const why = 'missing' in tools ? `: skipped, because ${tools.missing}` : '';
const bin = 'bin' in tools ? tools.bin : '';

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function exported(course: Course = {}) {
  const made = await finishedBundle(tempFolder(), course);
  expect(made.run).toMatchObject({ exitCode: 0 });
  const readme = readFileSync(join(made.bundle, 'README.md'), 'utf8');
  return { ...made, readme, verify: () => inTotoVerify(bin, made.bundle, ITEM) };
}

/** The layout as its signers wrote it. */
function layoutOf(bundle: string): string {
  const text = readFileSync(join(bundle, 'items', ITEM, 'root.layout'), 'utf8');
  const { payload } = JSON.parse(text) as { readonly payload: string };
  return Buffer.from(payload, 'base64').toString();
}

describe.skipIf('missing' in tools || !hasSshKeygen)(`in-toto-verify${why}`, () => {
  test('passes a declared change of the tests after RED, which was replayed', async () => {
    const { verify } = await exported({ testsChanged: 'replayed' });
    expect(verify()).toMatchObject({ status: 0 });
  }, 120_000);

  test('refuses tests that were changed after RED without a replay', async () => {
    const { verify } = await exported({ testsChanged: 'silently' });
    const { status, stderr } = verify();
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('DISALLOW test/a.test.js'),
    });
  }, 120_000);

  test('passes a verdict that was carried over a change of excluded paths', async () => {
    const { verify, clone } = await exported({ tipMoved: true });
    expect(verify()).toMatchObject({ status: 0 });
    expect(git(clone, 'show', 'main:NOTES.md')).toBe('new');
  }, 120_000);

  test('passes where one of two approvals is only claimed, which layout and README say', async () => {
    const { verify, bundle, readme } = await exported({ secondIsClaimed: true });
    expect(verify()).toMatchObject({ status: 0 });
    const said = 'human:bo (verified), agent:claude (**claimed**: nobody signed it)';
    expect(readme).toContain(`approved by ${said}`);
    expect(layoutOf(bundle)).toContain(`Approved by ${said}`);
  }, 120_000);
});

describe.skipIf(!hasSshKeygen)('git verify-commit, with the command of the bundle', () => {
  test('passes the checkpoint, and refuses an amended commit and a foreign key', async () => {
    const { bundle, clone, readme, verified } = await exported();
    expect(dataOf(verified)).toMatchObject({ sealed: { demanded: 1, checked: true } });
    expect(JSON.stringify(dataOf(verified))).not.toContain('COMMIT_NOT_GENUINE');
    const command = /# 5\.[^\n]*\n([\s\S]*?)```/.exec(readme)?.[1] ?? 'exit 9';
    const list = join(bundle, 'signed-commits');
    const verifyAll = (...commits: readonly string[]) => {
      writeFileSync(list, commits.map((each) => `${each}\n`).join(''));
      const env = { ...process.env, BUNDLE: bundle, HOME: clone };
      return spawnSync('sh', ['-ec', command], { cwd: clone, env, encoding: 'utf8' });
    };
    const commit = readFileSync(list, 'utf8').trim();
    expect(commit).toBe(git(clone, 'rev-parse', 'main'));
    expect(verifyAll(commit)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('Good "git" signature for sluice@localhost'),
    });

    const write = (object: Uint8Array): string => {
      writeFileSync(join(clone, '.git/object'), object);
      return git(clone, 'hash-object', '-t', 'commit', '-w', '.git/object');
    };
    const text = Buffer.from(`${git(clone, 'cat-file', 'commit', commit)}\n`);
    expect(write(text)).toBe(commit);
    const amended = write(Buffer.from(text.toString().replace('Bearer', 'Other')));
    expect(verifyAll(amended).status).toBe(1);

    const foreign = generateKeyPairSync('ed25519');
    const { unsigned } = withoutSignature(text) ?? { unsigned: text };
    const armoured = commitSigner(foreign.privateKey)(unsigned);
    expect(
      verifyAll(commit, write(withSignature(unsigned, { armoured, hash: commit }))).status,
    ).toBe(1);
  }, 120_000);
});

test.each([1, 999, 3_000])(
  'a bundle has the first %i lines of the log, to the byte',
  async (count) => {
    const folder = tempFolder();
    const lines = Array.from({ length: 3_000 }, (_, at) => `${at} ${'x'.repeat(at % 97)}\n`);
    writeFileSync(join(folder, 'log'), lines.join(''));
    await copyLog(join(folder, 'log'), join(folder, 'copy'), count);
    expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe(lines.slice(0, count).join(''));
  },
);
