import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EvidenceRecord } from '../../../domain/evidence-record.ts';
import { type EvidenceLog, openEvidenceLog } from '../../../evidence/file-log.ts';
import { openEvidenceReader } from '../../../evidence/log-reader.ts';
import { sha256Hex } from '../../../evidence/sha256.ts';
import { tornFiles } from '../../../evidence/torn-line.ts';
import { verifyEvidence } from '../../../evidence/verify-evidence.ts';
import { newKey } from '../../support/evidence-keys.ts';
import { numberedRun, recordWith, runBody } from '../../support/evidence-records.ts';
import { tempDir } from '../../support/temp-dir.ts';

const KEY = newKey();
const code = (name: string): object => expect.objectContaining({ code: name });

function openLog(dir: string, onTorn?: (path: string) => void): Promise<EvidenceLog> {
  return openEvidenceLog({
    dir,
    key: KEY,
    fast: true,
    ...(onTorn === undefined ? {} : { onTorn }),
  });
}

async function verdictOn(dir: string) {
  return verifyEvidence({ dir, publicKey: KEY.publicKey, blobs: null, anchors: [] });
}

/** A closed log of runs numbered from 1. */
async function logWith(count: number): Promise<string> {
  const dir = tempDir();
  const log = await openLog(dir);
  await log.append(Array.from({ length: count }, (_, index) => numberedRun(index + 1)));
  await log.close();
  return dir;
}

describe('appending', () => {
  test('answers with the digest of each line and its place', async () => {
    const dir = tempDir();
    const log = await openEvidenceLog({ dir, key: KEY });
    const appended = await log.append([numberedRun(1), numberedRun(2)]);
    const lines = readFileSync(join(dir, 'log.jsonl'), 'utf8').trimEnd().split('\n');
    expect(appended).toEqual(
      lines.map((line, index) => ({ sha256: sha256Hex(line), seq: index + 1 })),
    );
    expect(await log.head()).toEqual({ sha256: appended[1]?.sha256, records: 2 });
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 2 });
  });

  test('keeps one record a key, whatever is retried and however it differs', async () => {
    const dir = tempDir();
    const log = await openLog(dir);
    const first = await log.append([numberedRun(1)]);
    expect(await log.append([numberedRun(1, { result: 'FAIL' })])).toEqual(first);
    expect(await log.append([numberedRun(2), numberedRun(2)])).toHaveLength(2);
    const again = await openLog(dir);
    expect(await again.append([numberedRun(1)])).toEqual(first);
    expect(await again.head()).toMatchObject({ records: 2 });
    expect((await log.findByKey('run/1'))?.record.body).toMatchObject({ result: 'PASS' });
  });

  test('of many at once gives one unbroken chain with one record a key', async () => {
    const dir = tempDir();
    const logs = [await openLog(dir), await openLog(dir), await openLog(dir)];
    const appends = logs.flatMap((log) =>
      Array.from({ length: 100 }, (_, index) => log.append([numberedRun(index % 60)])),
    );
    await Promise.all(appends);
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 60 });
  });

  test('of a record that cannot be kept fails alone', async () => {
    const dir = tempDir();
    const log = await openLog(dir);
    const bad: EvidenceRecord = recordWith(runBody(), { key: 'bad', atMs: Number.NaN });
    const results = await Promise.allSettled([
      log.append([numberedRun(1)]),
      log.append([numberedRun(2), bad]),
      log.append([numberedRun(3)]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await log.findByKey('run/2')).toBeNull();
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 2 });
  });

  test('of nothing writes nothing', async () => {
    const log = await openLog(tempDir());
    expect(await log.append([])).toEqual([]);
    expect(await log.head()).toEqual({ sha256: '0'.repeat(64), records: 0 });
  });

  test('leaves files that only their owner can read', async () => {
    const dir = await logWith(1);
    for (const name of ['log.jsonl', 'log.index']) {
      expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    }
  });
});

describe('reading', () => {
  test('finds records by key and by digest, also those of other writers', async () => {
    const dir = tempDir();
    const reader = await openEvidenceReader({ dir });
    expect(await reader.findByKey('run/1')).toBeNull();
    const log = await openLog(dir);
    const [appended] = await log.append([numberedRun(1)]);
    const found = await reader.findByKey('run/1');
    expect(found).toMatchObject({ ...appended, record: numberedRun(1) });
    expect(await reader.read(found?.sha256 ?? '')).toEqual(found);
    expect(await reader.read(sha256Hex('nothing'))).toBeNull();
  });

  test('lists pages by program and item in the order of the log', async () => {
    const log = await openLog(tempDir());
    const scopes = [
      { program: 'demo', item: 'a' },
      { program: 'demo', item: 'b' },
      { program: 'other', item: 'a' },
      { program: 'demo', item: null },
      { program: 'demo', item: 'a' },
    ];
    await log.append(
      scopes.map((scope, index) => recordWith(runBody(), { ...scope, key: String(index) })),
    );
    const keys = async (filter: object, offset = 0, limit = 10): Promise<[number, string[]]> => {
      const page = await log.list({ ...filter, offset, limit });
      return [page.total, page.records.map(({ record }) => record.scope.key)];
    };
    expect(await keys({})).toEqual([5, ['0', '1', '2', '3', '4']]);
    expect(await keys({ program: 'demo' }, 1, 2)).toEqual([4, ['1', '3']]);
    expect(await keys({ program: 'demo', item: 'a' })).toEqual([2, ['0', '4']]);
    expect(await keys({ item: null })).toEqual([1, ['3']]);
    expect(await keys({ program: 'none' })).toEqual([0, []]);
  });

  test('of a folder without a log finds nothing and leaves nothing behind', async () => {
    const dir = tempDir();
    const reader = await openEvidenceReader({ dir });
    expect(await reader.head()).toMatchObject({ records: 0 });
    expect(await verdictOn(join(dir, 'missing'))).toMatchObject({ ok: true, records: 0 });
    expect(existsIn(dir, 'log.jsonl')).toBe(false);
  });

  test('refuses a record whose bytes were changed since it was indexed', async () => {
    const dir = await logWith(3);
    const log = await openLog(dir);
    const path = join(dir, 'log.jsonl');
    const bytes = readFileSync(path);
    bytes[40] = bytes[40] === 0x41 ? 0x42 : 0x41;
    writeFileSync(path, bytes);
    await expect(log.findByKey('run/1')).rejects.toThrow(code('RECORD_INVALID'));
  });
});

describe('opening', () => {
  test('builds the index again when it is lost', async () => {
    const dir = await logWith(20);
    rmSync(join(dir, 'log.index'));
    const log = await openLog(dir);
    expect(await log.findByKey('run/20')).toMatchObject({ seq: 20 });
    await log.append([numberedRun(21)]);
    const again = await openLog(dir);
    expect(await again.head()).toMatchObject({ records: 21 });
  });

  test.each([
    ['lags behind', (path: string) => truncateSync(path, 110 * 5)],
    ['ends in half an entry', (path: string) => truncateSync(path, 110 * 5 + 30)],
    ['is garbage', (path: string) => writeFileSync(path, Buffer.alloc(110 * 30, 7))],
    [
      'has a hole',
      (path: string) => {
        const bytes = readFileSync(path);
        writeFileSync(path, bytes.fill(0, 110 * 3, 110 * 4));
      },
    ],
  ])('mends an index that %s', async (_name, damage) => {
    const dir = await logWith(20);
    const index = join(dir, 'log.index');
    const before = readFileSync(index);
    damage(index);
    const log = await openLog(dir);
    expect(await log.findByKey('run/7')).toMatchObject({ seq: 7 });
    await log.append([numberedRun(1), numberedRun(21)]);
    await log.close();
    expect(readFileSync(index).subarray(0, before.length)).toEqual(before);
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 21 });
  });

  test('does not believe the index of another log', async () => {
    const dir = await logWith(5);
    const other = tempDir();
    const log = await openLog(other);
    await log.append([6, 7, 8, 9, 10].map((number) => numberedRun(number)));
    await log.close();
    copyFileSync(join(dir, 'log.index'), join(other, 'log.index'));
    const opened = await openLog(other);
    expect(await opened.findByKey('run/1')).toBeNull();
    expect(await opened.findByKey('run/6')).toMatchObject({ seq: 1 });
  });

  test.each([
    ['half a line', (line: string) => line.slice(0, 200)],
    ['zeros', () => '\0'.repeat(300)],
    ['zeros and the end of a line', (line: string) => `${'\0'.repeat(99)}${line.slice(99)}\n`],
  ])('moves aside %s that a crash left, and reports it', async (_name, rest) => {
    const dir = await logWith(3);
    const path = join(dir, 'log.jsonl');
    const [line = ''] = readFileSync(path, 'utf8').split('\n');
    const torn = rest(line);
    appendFileSync(path, torn);
    expect((await verdictOn(dir)).ok).toBe(false);
    const reported: string[] = [];
    const log = await openLog(dir, (moved) => reported.push(moved));
    expect(reported).toEqual([join(dir, 'torn-1.bin')]);
    expect(tornFiles(dir)).toEqual(['torn-1.bin']);
    expect(readFileSync(join(dir, 'torn-1.bin'), 'utf8')).toBe(torn);
    await log.append([numberedRun(4)]);
    expect(await verdictOn(dir)).toMatchObject({ ok: true, records: 4 });
  });

  test('keeps what every crash left', async () => {
    const dir = await logWith(1);
    for (const number of [1, 2]) {
      appendFileSync(join(dir, 'log.jsonl'), `torn ${number}`);
      await (await openLog(dir)).close();
    }
    expect(tornFiles(dir)).toEqual(['torn-1.bin', 'torn-2.bin']);
  });

  test('refuses a key that did not sign the log', async () => {
    const dir = await logWith(1);
    const options = { dir, key: newKey() };
    await expect(openEvidenceLog(options)).rejects.toThrow(code('SIGNATURE_INVALID'));
  });

  test('refuses a log that is broken in the middle when it has to be read again', async () => {
    const dir = await logWith(3);
    const path = join(dir, 'log.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [lines[0], ...lines.slice(2)].join('\n'));
    rmSync(join(dir, 'log.index'));
    await expect(openLog(dir)).rejects.toThrow(code('LOG_BROKEN'));
  });
});

describe('while it is open', () => {
  test.each([
    ['shortened', (path: string) => truncateSync(path, 10)],
    ['removed', (path: string) => rmSync(path)],
    [
      'replaced',
      (path: string) => {
        const bytes = readFileSync(path);
        rmSync(path);
        writeFileSync(path, bytes);
      },
    ],
  ])('a log that is %s takes no more records', async (_name, damage) => {
    const dir = tempDir();
    const log = await openLog(dir);
    await log.append([numberedRun(1)]);
    damage(join(dir, 'log.jsonl'));
    await expect(log.append([numberedRun(2)])).rejects.toThrow(code('LOG_BROKEN'));
  });
});

function existsIn(dir: string, name: string): boolean {
  return readdirSync(dir).includes(name);
}
