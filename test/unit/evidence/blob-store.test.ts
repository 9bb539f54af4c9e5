import { createHash } from 'node:crypto';
import { readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, describe, expect, test } from 'vitest';

import { diskFault } from '../../../evidence/blob-file.ts';
import { type BlobStore, openBlobStore } from '../../../evidence/blob-store.ts';
import { tempDir } from '../../support/temp-dir.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const HELLO = sha256('hello');

let dir: string;
let store: BlobStore;
const pathOf = (digest: string): string => join(dir, 'blobs', digest.slice(0, 2), digest);

beforeEach(async () => {
  dir = tempDir();
  store = await openBlobStore(dir);
});

describe('a blob', () => {
  test('is found again under the sha256 of its bytes', async () => {
    expect(await store.put(Buffer.from('hello'))).toBe(HELLO);
    expect(await store.has(HELLO)).toBe(true);
    expect((await store.read(HELLO)).toString()).toBe('hello');
    expect(await store.verify(HELLO)).toBe('ok');
  });

  test('is read as far as the limit', async () => {
    await store.put(Buffer.from('hello'));
    expect((await store.read(HELLO, { limitBytes: 2 })).toString()).toBe('he');
  });

  test('is streamed whole', async () => {
    await store.put(Buffer.from('hello'));
    const chunks = await (await store.stream(HELLO)).toArray();
    expect(Buffer.concat(chunks).toString()).toBe('hello');
  });

  test('is for its owner alone', async () => {
    await store.put(Buffer.from('hello'));
    expect((await stat(pathOf(HELLO))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dir, 'blobs'))).mode & 0o777).toBe(0o700);
  });

  test('put twice is one file', async () => {
    await store.put(Buffer.from('hello'));
    await store.put(Buffer.from('hello'));
    expect(await readdir(join(dir, 'blobs', HELLO.slice(0, 2)))).toEqual([HELLO]);
    expect(await readdir(join(dir, 'tmp'))).toEqual([]);
  });

  test('that was cut short by a crash of the disk is replaced when put again', async () => {
    await store.put(Buffer.from('hello'));
    await writeFile(pathOf(HELLO), 'he');
    await store.put(Buffer.from('hello'));
    expect(await store.verify(HELLO)).toBe('ok');
  });
});

describe('what is wrong is said', () => {
  test('a blob that is not there is missing', async () => {
    expect(await store.has(HELLO)).toBe(false);
    expect(await store.verify(HELLO)).toBe('missing');
    await expect(store.read(HELLO)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    await expect(store.stream(HELLO)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
  });

  test('changed bytes do not match their name', async () => {
    await store.put(Buffer.from('hello'));
    await writeFile(pathOf(HELLO), 'jello');
    expect(await store.verify(HELLO)).toBe('mismatch');
    await expect(store.read(HELLO)).rejects.toMatchObject({ code: 'BLOB_DIGEST_MISMATCH' });
  });

  test('a link in place of a blob is not followed', async () => {
    await store.put(Buffer.from('hello'));
    const other = join(dir, 'other');
    await writeFile(other, 'hello');
    const linked = sha256('linked').replace(/^../, HELLO.slice(0, 2));
    await symlink(other, pathOf(linked));
    expect(await store.verify(linked)).toBe('missing');
  });

  test.each([
    '',
    '../../etc/passwd',
    HELLO.toUpperCase(),
    `${HELLO}\n`,
    HELLO.slice(1),
    `${HELLO}0`,
  ])('the name %j leads nowhere', async (name) => {
    await expect(async () => store.read(name)).rejects.toMatchObject({ code: 'IMPOSSIBLE_STATE' });
    await expect(async () => store.has(name)).rejects.toMatchObject({ code: 'IMPOSSIBLE_STATE' });
  });

  test.each(['ENOSPC', 'EDQUOT'])('%s is a full disk', (code) => {
    const error = Object.assign(new Error('no room'), { code });
    expect(diskFault(error, 'somewhere')).toMatchObject({ code: 'DISK_FULL' });
  });

  test('another error of the disk stays what it is', () => {
    const error = Object.assign(new Error('broken'), { code: 'EIO' });
    expect(diskFault(error, 'somewhere')).toBe(error);
  });
});

describe('a writer', () => {
  test('lands what it wrote under its digest', async () => {
    const temp = await store.createTemp();
    await temp.append(Buffer.from('hel'));
    await temp.append(Buffer.from('lo'));
    await temp.land(HELLO);
    expect(await store.verify(HELLO)).toBe('ok');
    expect(await readdir(join(dir, 'tmp'))).toEqual([]);
  });

  test('that never landed leaves no blob', async () => {
    const temp = await store.createTemp();
    await temp.append(Buffer.from('hel'));
    // As after a crash between write and rename: only the temp file is there.
    expect(await readdir(join(dir, 'tmp'))).toHaveLength(1);
    expect(await (await openBlobStore(dir)).has(HELLO)).toBe(false);
    await temp.discard();
    expect(await readdir(join(dir, 'tmp'))).toEqual([]);
  });

  test('that crashed more than a day ago is cleared away when the store is opened', async () => {
    const [old, fresh] = [join(dir, 'tmp', 'old'), join(dir, 'tmp', 'fresh')];
    await writeFile(old, 'x');
    await writeFile(fresh, 'x');
    const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 60 * 60;
    await utimes(old, twoDaysAgo, twoDaysAgo);
    await openBlobStore(dir);
    expect(await readdir(join(dir, 'tmp'))).toEqual(['fresh']);
  });

  test('drops its file when the blob is there already', async () => {
    await store.put(Buffer.from('hello'));
    const { ino } = await stat(pathOf(HELLO));
    const temp = await store.createTemp();
    await temp.append(Buffer.from('hello'));
    await temp.land(HELLO);
    expect((await stat(pathOf(HELLO))).ino).toBe(ino);
    expect((await readFile(pathOf(HELLO))).toString()).toBe('hello');
  });
});
