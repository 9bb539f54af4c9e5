import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Envelope, preAuthEncoding } from '../../../evidence/dsse.ts';
import { openEvidenceLog } from '../../../evidence/file-log.ts';
import { openOrchestratorKey } from '../../../evidence/orchestrator-key.ts';
import { numberedRun } from '../../support/evidence-records.ts';
import { tempDir } from '../../support/temp-dir.ts';

const isMissing = (tool: string): boolean => spawnSync(tool, ['-?']).error !== undefined;

async function storeWithTwoRecords() {
  const dir = tempDir();
  const key = await openOrchestratorKey({ dir, logHasRecords: false });
  const log = await openEvidenceLog({ dir, key });
  const appended = await log.append([numberedRun(1), numberedRun(2)]);
  await log.close();
  return { dir, key, appended };
}

test.skipIf(isMissing('ssh-keygen'))('ssh-keygen names our key by our keyid', async () => {
  const { dir, key } = await storeWithTwoRecords();
  const line = execFileSync('ssh-keygen', ['-l', '-f', join(dir, 'orchestrator.pub')]).toString();
  expect(line.split(' ').slice(0, 2)).toEqual(['256', key.keyid]);
});

test.skipIf(isMissing('openssl'))(
  'openssl verifies a record, and refuses it when it was changed',
  async () => {
    const { dir } = await storeWithTwoRecords();
    const [line = ''] = readFileSync(join(dir, 'log.jsonl'), 'utf8').split('\n');
    const envelope = JSON.parse(line) as Envelope;
    const payload = Buffer.from(envelope.payload, 'base64');
    writeFileSync(join(dir, 'sig'), Buffer.from(envelope.signatures[0].sig, 'base64'));
    const statusOf = (signed: Buffer): number | null => {
      writeFileSync(join(dir, 'pae'), signed);
      const files = ['-inkey', 'orchestrator.pub.pem', '-sigfile', 'sig', '-in', 'pae'];
      const args = ['pkeyutl', '-verify', '-pubin', '-rawin', ...files];
      return spawnSync('openssl', args, { cwd: dir }).status;
    };
    const signed = preAuthEncoding(envelope.payloadType, payload);
    expect(statusOf(signed)).toBe(0);
    expect(statusOf(Buffer.concat([signed, Buffer.from(' ')]))).toBe(1);
  },
);

test.skipIf(isMissing('sha256sum'))('sha256sum recomputes the chain', async () => {
  const { dir, appended } = await storeWithTwoRecords();
  const script = `sed -n 1p log.jsonl | tr -d '\\n' | sha256sum`;
  const [first = ''] = execFileSync('sh', ['-c', script], { cwd: dir }).toString().split(' ');
  expect(first).toBe(appended[0]?.sha256);
  const [, second = ''] = readFileSync(join(dir, 'log.jsonl'), 'utf8').split('\n');
  const payload = Buffer.from((JSON.parse(second) as Envelope).payload, 'base64').toString();
  expect(payload).toContain(`"prev":"${first}"`);
});
