import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBlobStore } from '../../../evidence/blob-store.ts';
import { openEvidenceLog } from '../../../evidence/file-log.ts';
import { verifyEvidence } from '../../../evidence/verify-evidence.ts';
import { newKey } from '../../support/evidence-keys.ts';
import { numberedRun } from '../../support/evidence-records.ts';
import { tempDir } from '../../support/temp-dir.ts';

const KEY = newKey();

/** A log with one run whose test cases are stored, and the path of that blob. */
async function storeWithCases() {
  const dir = tempDir();
  const blobs = await openBlobStore(join(dir, 'blobs'));
  await blobs.put(Buffer.alloc(0));
  const casesSha256 = await blobs.put(Buffer.from('cases'));
  const log = await openEvidenceLog({ dir, key: KEY });
  await log.append([numberedRun(1, { report: { format: 'tap', casesSha256, counts: null } })]);
  const path = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .find((name) => name.endsWith(casesSha256.slice(4)));
  const problems = async () => {
    const options = { dir, publicKey: KEY.publicKey, blobs, anchors: [] };
    const found = await verifyEvidence(options);
    return found.problems.map(({ code, record }) => `${code} ${record}`);
  };
  return { path: path ?? '', problems };
}

test('stored output that matches its digest is no problem', async () => {
  const { path, problems } = await storeWithCases();
  expect(readFileSync(path, 'utf8')).toBe('cases');
  expect(await problems()).toEqual([]);
});

test('stored output with changed bytes is found', async () => {
  const { path, problems } = await storeWithCases();
  writeFileSync(path, 'cAses');
  expect(await problems()).toEqual(['BLOB_DIGEST_MISMATCH 1']);
});

test('stored output that was deleted is found', async () => {
  const { path, problems } = await storeWithCases();
  rmSync(path);
  expect(await problems()).toEqual(['BLOB_MISSING 1']);
});
