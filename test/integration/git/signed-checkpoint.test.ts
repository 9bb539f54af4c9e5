import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EvidenceRecord } from '../../../domain/evidence-record.ts';
import { commitSigner } from '../../../evidence/commit-seal.ts';
import { commitSignersLine } from '../../../evidence/orchestrator-key.ts';
import { sshKeyBlob } from '../../../evidence/ssh-key.ts';
import { makeSshSignature } from '../../../evidence/word/make-ssh-signature.ts';
import { wireString } from '../../../evidence/word/ssh-wire.ts';
import { commitCheckpoint } from '../../../git/checkpoint.ts';
import type { CommitSigner } from '../../../git/commit-signature.ts';
import { createSealCheck } from '../../../git/sealed-checkpoints.ts';
import { takeSnapshot } from '../../../git/snapshot.ts';
import { recordWith } from '../../support/evidence-records.ts';
import { policyOf } from '../../support/program-desk.ts';
import { hasSshKeygen } from '../../support/ssh-keys.ts';
import { CHECKPOINT_TEXT, tempRepository } from '../../support/temp-repository.ts';
import type { TempRepository } from '../../support/temp-repository.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');

let repo: TempRepository;
beforeEach(async () => {
  repo = await tempRepository();
});
afterEach(() => repo.remove());

/** A checkpoint of some work, with a name that Git itself would write otherwise. */
async function checkpoint(sign?: CommitSigner) {
  repo.write({ 'a.txt': 'work\n' });
  const ref = 'refs/sluice/release/P0-003/green-1';
  const options = { checkout: repo.root, branch: 'main', ref, exclude: [] };
  const approved = await takeSnapshot(repo.repository, options);
  const scope = { program: 'release', item: 'P0-003' };
  const author = { name: ' <Ana> Ünal. ', email: 'ana@example.com' };
  const made = await commitCheckpoint(
    repo.repository,
    { ...CHECKPOINT_TEXT, author, scope, branch: 'main', approved, exclude: [] },
    sign === undefined ? {} : { sign },
  );
  if (made.kind !== 'committed') throw new Error(made.kind);
  return made;
}

type Made = Pick<Awaited<ReturnType<typeof checkpoint>>, 'commit' | 'tree' | 'parent'>;

function verifyCommit(commit: string): { readonly status: number | null; readonly stderr: string } {
  const signers = join(repo.root, '.git/signers');
  writeFileSync(signers, commitSignersLine(publicKey));
  const option = `gpg.ssh.allowedSignersFile=${signers}`;
  return spawnSync('git', ['-c', option, 'verify-commit', commit], {
    cwd: repo.root,
    encoding: 'utf8',
  });
}

/** What our own check says of a checkpoint whose policy demands a signature. */
async function problemsOf({ commit, tree, parent }: Made): Promise<readonly string[]> {
  const readPolicy = () => Promise.resolve(policyOf({ signCheckpoints: true }));
  const seals = createSealCheck({ publicKey, readPolicy });
  const record: EvidenceRecord = recordWith(
    {
      type: 'checkpoint',
      attempt: 1,
      branch: 'main',
      commit,
      tree,
      parent,
      approvedTree: tree,
      reviewers: ['human:bo'],
      implementers: ['agent:codex'],
    },
    { key: 'k1', item: 'P0-003' },
  );
  seals.add({ seq: 7, record });
  return (await seals.problems(repo.repository)).map(({ code, message }) => `${code}: ${message}`);
}

describe.skipIf(!hasSshKeygen)('a signed checkpoint', () => {
  test('passes git verify-commit and our own check, and is the unsigned commit but for its signature', async () => {
    const made = await checkpoint(commitSigner(privateKey));
    expect(verifyCommit(made.commit)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('Good "git" signature for sluice@localhost'),
    });
    expect(await problemsOf(made)).toEqual([]);
    expect(repo.git('fsck', '--strict', '--no-dangling')).toBe('');
    const signed = repo.git('cat-file', 'commit', made.commit);
    repo.git('update-ref', 'refs/heads/main', made.parent);
    repo.git(
      'update-ref',
      '-d',
      repo.git('for-each-ref', '--format=%(refname)', 'refs/sluice/**/checkpoint-*'),
    );
    const plain = await checkpoint();
    const unsigned = repo.git('cat-file', 'commit', plain.commit);
    expect(signed.replace(/^gpgsig (?:.*\n )*.*\n/m, '')).toBe(unsigned);
  });

  test('is refused when it was amended with the signature kept', async () => {
    const made = await checkpoint(commitSigner(privateKey));
    const text = repo.git('cat-file', 'commit', made.commit);
    const path = join(repo.root, '.git/amended');
    writeFileSync(path, `${text.replace('Bearer admin auth', 'Another matter')}\n`);
    const commit = repo.git('hash-object', '-t', 'commit', '-w', path);
    expect(verifyCommit(commit).status).toBe(1);
    expect(await problemsOf({ ...made, commit })).toEqual([
      expect.stringMatching(/^COMMIT_NOT_GENUINE: .* its signature does not belong to it\.$/),
    ]);
  });

  test.each<[string, CommitSigner | undefined, string]>([
    ['is not signed', undefined, 'it is not signed, which the policy demands'],
    [
      'is signed by a foreign key',
      commitSigner(generateKeyPairSync('ed25519').privateKey),
      'another key has signed it',
    ],
    [
      'is signed for something else than Git',
      (bytes) => makeSshSignature(bytes, { privateKey, namespace: 'sluice-word@v1' }),
      'its signature was not made for Git',
    ],
    ['has a signature that is none', () => 'x', 'its signature cannot be read'],
  ])('is refused when it %s', async (_name, sign, reason) => {
    const made = await checkpoint(sign);
    expect(verifyCommit(made.commit).status).not.toBe(0);
    expect(await problemsOf(made)).toEqual([expect.stringContaining(reason)]);
  });

  test('is refused when its record says something else, or when the commit is gone', async () => {
    const made = await checkpoint(commitSigner(privateKey));
    const other = 'f'.repeat(40);
    const said = async (wrong: Partial<Made>) => (await problemsOf({ ...made, ...wrong })).join();
    expect(await said({ tree: other })).toContain('it has another tree than its record');
    expect(await said({ parent: other })).toContain('it has another parent than its record');
    expect(await said({ commit: other })).toContain('the repository does not have it');
  });
});

/** The key in the format of OpenSSH's own files. Source: PROTOCOL.key. */
function openSshFile(): string {
  const text = (value: string): Buffer => wireString(Buffer.from(value));
  const jwk = privateKey.export({ format: 'jwk' });
  const raw = ['d', 'x'].map((each) => Buffer.from(String(jwk[each]), 'base64url'));
  const blob = sshKeyBlob(publicKey);
  const check = Buffer.alloc(8);
  const body = [check, blob, wireString(Buffer.concat(raw)), text('')];
  const secret = Buffer.concat(body);
  const padding = Buffer.from(Array.from({ length: -secret.length & 7 }, (_, at) => at + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const head = [Buffer.from('openssh-key-v1\0'), text('none'), text('none'), text(''), one];
  const all = [...head, wireString(blob), wireString(Buffer.concat([secret, padding]))];
  const name = 'OPENSSH PRIVATE KEY';
  return `-----BEGIN ${name}-----\n${Buffer.concat(all).toString('base64')}\n-----END ${name}-----\n`;
}

test.skipIf(!hasSshKeygen)('our own SSH signatures are those of ssh-keygen, to the byte', () => {
  const path = join(repo.root, '.git/key');
  writeFileSync(path, openSshFile(), { mode: 0o600 });
  const message = 'tree\n\nÜber\n';
  const theirs = execFileSync('ssh-keygen', ['-Y', 'sign', '-q', '-n', 'git', '-f', path], {
    input: message,
  }).toString();
  expect(commitSigner(privateKey)(Buffer.from(message))).toBe(theirs);
});
