import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  openOrchestratorKey,
  readOrchestratorPublicKey,
} from '../../../evidence/orchestrator-key.ts';
import { sshFingerprint } from '../../../evidence/ssh-key.ts';
import { tempDir } from '../../support/temp-dir.ts';

const code = (name: string): object => expect.objectContaining({ code: name });

test('is made once, readable by its owner only, and loaded from then on', async () => {
  const dir = join(tempDir(), 'keys');
  const made = await openOrchestratorKey({ dir, logHasRecords: false });
  const loaded = await openOrchestratorKey({ dir, logHasRecords: true });
  expect(loaded.keyid).toBe(made.keyid);
  expect(made.keyid).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  expect(statSync(join(dir, 'orchestrator.pem')).mode & 0o777).toBe(0o600);
});

test('has its public half beside it, as PEM and as an OpenSSH line', async () => {
  const dir = tempDir();
  const { keyid } = await openOrchestratorKey({ dir, logHasRecords: false });
  expect(sshFingerprint(await readOrchestratorPublicKey(dir))).toBe(keyid);
  expect(readFileSync(join(dir, 'orchestrator.pub'), 'utf8')).toMatch(
    /^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5[A-Za-z0-9+/]+ sluice-orchestrator\n$/,
  );
});

test('is one and the same for all who open it at once', async () => {
  const dir = tempDir();
  const opens = Array.from({ length: 8 }, () => openOrchestratorKey({ dir, logHasRecords: false }));
  const keyids = (await Promise.all(opens)).map(({ keyid }) => keyid);
  expect(new Set(keyids).size).toBe(1);
});

test('is never replaced when it is lost and the log has records', async () => {
  const dir = tempDir();
  await openOrchestratorKey({ dir, logHasRecords: false });
  rmSync(join(dir, 'orchestrator.pem'));
  await expect(openOrchestratorKey({ dir, logHasRecords: true })).rejects.toThrow(
    code('KEY_MISSING'),
  );
});

test('is never replaced when it cannot be read', async () => {
  const dir = tempDir();
  writeFileSync(join(dir, 'orchestrator.pem'), 'not a key');
  await expect(openOrchestratorKey({ dir, logHasRecords: false })).rejects.toThrow(
    code('KEY_INVALID'),
  );
  expect(readFileSync(join(dir, 'orchestrator.pem'), 'utf8')).toBe('not a key');
});

test('is refused when its public half was exchanged', async () => {
  const dir = tempDir();
  const other = tempDir();
  await openOrchestratorKey({ dir, logHasRecords: false });
  await openOrchestratorKey({ dir: other, logHasRecords: false });
  const path = join(dir, 'orchestrator.pub.pem');
  chmodSync(path, 0o644);
  writeFileSync(path, readFileSync(join(other, 'orchestrator.pub.pem')));
  await expect(openOrchestratorKey({ dir, logHasRecords: true })).rejects.toThrow(
    code('KEY_INVALID'),
  );
});

test('has no public half to verify with when there is none', async () => {
  await expect(readOrchestratorPublicKey(tempDir())).rejects.toThrow(code('KEY_MISSING'));
});
