import { appendFileSync, cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EvidenceRecord } from '../../../domain/evidence-record.ts';
import { openBlobStore } from '../../../evidence/blob-store.ts';
import { openEvidenceLog } from '../../../evidence/file-log.ts';
import { openOrchestratorKey } from '../../../evidence/orchestrator-key.ts';
import { sha256Hex } from '../../../evidence/sha256.ts';
import { recordWith, runBody } from '../../support/evidence-records.ts';
import { dataOf, errorOf, runSluice } from '../../support/sluice-cli.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { tempRepository } from '../../support/temp-repository.ts';

const STDOUT = Buffer.from('one\r\n\u001b]0;title\u0007two\n');
const STDERR = Buffer.from('three\n');

function streamOf(bytes: Buffer) {
  const sha256 = sha256Hex(bytes);
  return {
    storedSha256: sha256,
    storedBytes: bytes.length,
    totalSha256: sha256,
    totalBytes: bytes.length,
    truncated: false,
    endSeen: true,
    redactions: 0,
  };
}

function runRecord(attempt: number, stdout: Buffer, stderr: Buffer): EvidenceRecord {
  const { outcome } = runBody();
  const facts = { ...outcome, stdout: streamOf(stdout), stderr: streamOf(stderr) };
  return recordWith(runBody({ attempt, outcome: facts }), { key: `run/${attempt}` });
}

/** A repository with three gate runs in its evidence, the newest with output of its own. */
async function openStore() {
  const repository = await tempRepository({ 'a.txt': 'a\n' });
  onTestFinished(() => repository.remove());
  const { root } = repository;
  const dir = join(root, '.sluice/evidence');
  const blobs = await openBlobStore(dir);
  const empty = Buffer.alloc(0);
  for (const bytes of [empty, STDOUT, STDERR]) await blobs.put(bytes);
  const key = await openOrchestratorKey({ dir: join(root, '.sluice/keys'), logHasRecords: false });
  const log = await openEvidenceLog({ dir, key, fast: true });
  const appended = await log.append([
    runRecord(1, empty, empty),
    runRecord(2, empty, empty),
    runRecord(3, STDOUT, STDERR),
  ]);
  await log.close();
  writeFileSync(join(root, '.gitignore'), '.sluice/\n');
  const digests = appended.map((each) => each.sha256);
  const sluice = (...args: readonly string[]) =>
    runSluice([...args, '--program', 'demo'], { cwd: root });
  return { repository, root, dir, digests, sluice };
}

test('sound evidence is found sound, and listed page by page', async () => {
  const { digests, sluice } = await openStore();
  const verified = await sluice('evidence', 'verify', '--json');
  expect(verified).toMatchObject({ exitCode: 0, stderr: '' });
  const head = digests.at(-1);
  const vouched = { byCommits: 0, bySignatures: 0, words: 0 };
  expect(dataOf(verified)).toEqual({
    ok: true,
    records: 3,
    head,
    problems: [],
    anchors: 0,
    vouched,
    sealed: { demanded: 0, checked: true },
  });
  const said = await sluice('evidence', 'verify');
  expect(said.stdout).toContain(
    "The last 3 records rest on the orchestrator's key alone: whoever has it could have written them anew.",
  );
  const listed = await sluice('evidence', 'list', '--limit', '2', '--json');
  expect(dataOf(listed)).toMatchObject({
    records: [
      { record: digests[0], seq: 1, type: 'run', item: 'P0-001', summary: 'verify#1 PASS' },
      { record: digests[1], seq: 2 },
    ],
    page: { offset: 0, limit: 2, total: 3 },
  });
  const none = await sluice('evidence', 'list', '--item', 'P9-999', '--json');
  expect(dataOf(none)).toMatchObject({ records: [], page: { total: 0 } });
});

test('a record is shown by the first digits of its digest', async () => {
  const { digests, sluice } = await openStore();
  const [first = ''] = digests;
  const shown = await sluice('evidence', 'show', first.slice(0, 10), '--json');
  expect(dataOf(shown)).toMatchObject({
    record: first,
    seq: 1,
    keyid: expect.stringMatching(/^SHA256:/),
    statement: { _type: 'https://in-toto.io/Statement/v1' },
  });
  const unknown = await sluice('evidence', 'show', 'ffff0000ffff', '--json');
  expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
  expect(errorOf(unknown)).toMatchObject({ code: 'RECORD_NOT_FOUND' });
  expect((await sluice('evidence', 'show', 'f')).exitCode).toBe(2);
});

test('a changed byte of the log is named with its record', async () => {
  const { dir, sluice } = await openStore();
  const path = join(dir, 'log.jsonl');
  const text = readFileSync(path, 'utf8');
  const at = text.indexOf('"sig":"') + 7;
  writeFileSync(path, `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`);
  const verified = await sluice('evidence', 'verify', '--json');
  expect(verified.exitCode).toBe(6);
  expect(dataOf(verified)).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([
      { code: 'SIGNATURE_INVALID', record: 1, message: expect.any(String) },
    ]),
  });
  const text6 = await sluice('evidence', 'verify');
  expect(text6.stdout).toContain('record 1: The signature does not verify. [SIGNATURE_INVALID]');
});

test('changed output is found by its digest, when verified and when read', async () => {
  const { dir, sluice } = await openStore();
  const sha256 = sha256Hex(STDOUT);
  const blob = join(dir, 'blobs', sha256.slice(0, 2), sha256);
  rmSync(blob);
  writeFileSync(blob, 'PASS\n');
  const verified = await sluice('evidence', 'verify', '--json');
  expect(verified.exitCode).toBe(6);
  expect(dataOf(verified)).toMatchObject({
    problems: [{ code: 'BLOB_DIGEST_MISMATCH', record: 3 }],
  });
  const read = await sluice('logs', 'P0-001');
  expect(read.exitCode).toBe(6);
  expect(read.stderr).toContain('BLOB_DIGEST_MISMATCH');
});

test('a log that was cut back is held against what commits say of it', async () => {
  const { repository, dir, digests, sluice } = await openStore();
  repository.commitAll(
    `P0-001: done\n\nSluice-Program: demo\nSluice-Evidence: sha256:${digests[2]}`,
  );
  repository.commitAll(
    `X: of another machine\n\nSluice-Program: other\nSluice-Evidence: sha256:${'0'.repeat(64)}`,
  );
  expect(dataOf(await sluice('evidence', 'verify', '--json'))).toMatchObject({
    ok: true,
    anchors: 1,
  });
  const path = join(dir, 'log.jsonl');
  const [first = ''] = readFileSync(path, 'utf8').split('\n');
  truncateSync(path, first.length + 1);
  const verified = await sluice('evidence', 'verify', '--json');
  expect(verified.exitCode).toBe(6);
  expect(dataOf(verified)).toMatchObject({
    records: 1,
    problems: [
      { code: 'LOG_BROKEN', record: null, message: expect.stringContaining(digests[2] ?? '') },
    ],
  });
  truncateSync(path, 0);
  expect((await sluice('evidence', 'verify')).exitCode).toBe(6);
});

test('a copy of the files is verified elsewhere, with the public key alone', async () => {
  const { root } = await openStore();
  const elsewhere = tempDir();
  cpSync(join(root, '.sluice/evidence'), join(elsewhere, 'copy'), { recursive: true });
  cpSync(join(root, '.sluice/keys/orchestrator.pub.pem'), join(elsewhere, 'key.pem'));
  const verify = (...args: readonly string[]) =>
    runSluice(['evidence', 'verify', '--json', ...args], { cwd: elsewhere });
  const found = await verify('--dir', 'copy', '--public-key', 'key.pem');
  expect(dataOf(found)).toMatchObject({ ok: true, records: 3 });
  expect((await verify('--dir', 'copy')).exitCode).toBe(6);
  expect((await verify('--dir', 'nowhere')).exitCode).toBe(2);
  appendFileSync(join(elsewhere, 'bad.pem'), 'no key');
  expect((await verify('--dir', 'copy', '--public-key', 'bad.pem')).exitCode).toBe(2);
});

test('stored output is printed byte for byte into a pipe, the newest run first', async () => {
  const { sluice } = await openStore();
  const both = await sluice('logs', 'P0-001');
  expect(both).toMatchObject({ exitCode: 0, stdout: `${STDOUT.toString()}${STDERR.toString()}` });
  expect(both.stderr).toContain('verify#3 PASS, stdout:');
  expect((await sluice('logs', 'P0-001', '--stderr')).stdout).toBe('three\n');
  expect((await sluice('logs', 'P0-001', '--attempt', '1')).stdout).toBe('');
  expect(dataOf(await sluice('logs', 'P0-001', '--json'))).toMatchObject({
    gate: 'verify',
    attempt: 3,
    end: { kind: 'exited', exitCode: 0 },
    stdout: { storedSha256: sha256Hex(STDOUT), storedBytes: STDOUT.length },
  });
  const missing = await sluice('logs', 'P0-001', '--gate', 'red', '--json');
  expect(missing).toMatchObject({ exitCode: 2, stdout: '' });
  expect(errorOf(missing)).toMatchObject({ message: expect.stringContaining('verify#1') });
});
