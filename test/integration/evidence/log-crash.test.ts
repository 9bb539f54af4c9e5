import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openEvidenceLog } from '../../../evidence/file-log.ts';
import {
  openOrchestratorKey,
  readOrchestratorPublicKey,
} from '../../../evidence/orchestrator-key.ts';
import { tornFiles } from '../../../evidence/torn-line.ts';
import { verifyEvidence } from '../../../evidence/verify-evidence.ts';
import { evidenceProcess } from '../../support/evidence-process.ts';
import { numberedRun } from '../../support/evidence-records.ts';
import { tempDir } from '../../support/temp-dir.ts';

const child = evidenceProcess();

async function verdictOn(dir: string) {
  const publicKey = await readOrchestratorPublicKey(join(dir, 'keys'));
  return verifyEvidence({ dir: join(dir, 'evidence'), publicKey, blobs: null, anchors: [] });
}

async function reopened(dir: string) {
  const key = await openOrchestratorKey({ dir: join(dir, 'keys'), logHasRecords: true });
  return openEvidenceLog({ dir: join(dir, 'evidence'), key });
}

describe('a writer killed with SIGKILL', () => {
  test('between the append and the index leaves the record, and a retry finds it', async () => {
    const dir = tempDir();
    const { printed, signal } = await child.run(dir, '1', '9', 'before-index', '4');
    expect({ printed, signal }).toEqual({ printed: ['1', '2', '3'], signal: 'SIGKILL' });
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 4 });
    const log = await reopened(dir);
    const found = await log.findByKey('run/4');
    expect(await log.append([numberedRun(4)])).toEqual([{ sha256: found?.sha256, seq: 4 }]);
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 4 });
  });

  test('before the first index entry leaves a log that opens', async () => {
    const dir = tempDir();
    await child.run(dir, '1', '9', 'before-index', '1');
    const log = await reopened(dir);
    expect(await log.head()).toMatchObject({ records: 1 });
  });

  test('in the middle of a line loses nothing that was acknowledged', async () => {
    const dir = tempDir();
    const { printed } = await child.run(dir, '1', '9', 'mid-line', '4');
    expect(printed).toEqual(['1', '2', '3']);
    expect(await verdictOn(dir)).toMatchObject({ ok: false, records: 4 });
    const log = await reopened(dir);
    expect(tornFiles(join(dir, 'evidence'))).toEqual(['torn-1.bin']);
    expect(await log.findByKey('run/4')).toBeNull();
    await log.append([numberedRun(4)]);
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 4 });
  });

  test('does not keep its lock, and another writer that is open goes on', async () => {
    const dir = tempDir();
    await child.run(dir, '1', '1');
    const log = await reopened(dir);
    await child.run(dir, '2', '9', 'mid-line', '2');
    const claims = readdirSync(join(dir, 'evidence', 'lock'));
    expect(claims.filter((name) => name.startsWith('hold-'))).toHaveLength(1);
    expect(await log.append([numberedRun(3)])).toMatchObject([{ seq: 3 }]);
    expect(readdirSync(join(dir, 'evidence', 'lock'))).toEqual([]);
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 3 });
  });
});

describe('several processes at once', () => {
  test('give one unbroken chain, and each record once', async () => {
    const dir = tempDir();
    const ranges = [
      ['1', '60'],
      ['31', '90'],
      ['61', '120'],
    ] as const;
    const ends = await Promise.all(ranges.map(([from, to]) => child.run(dir, from, to)));
    expect(ends.map(({ printed }) => printed.length)).toEqual([60, 60, 60]);
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 120, problems: [] });
  });
});
