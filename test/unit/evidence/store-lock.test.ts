import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { livenessOf, ownIdentity } from '../../../evidence/process-identity.ts';
import { StoreLock } from '../../../evidence/store-lock.ts';
import { tempDir } from '../../support/temp-dir.ts';

const OWN = ownIdentity();
const onLinux = OWN.boot !== '0';

function claim(dir: string, owner: Partial<typeof OWN>): string {
  const { pid, start, boot, namespace } = { ...OWN, ...owner };
  mkdirSync(join(dir, 'lock'), { recursive: true });
  const path = join(dir, 'lock', `hold-${pid}-${start}-${boot}-${namespace}-0abc`);
  writeFileSync(path, '');
  return path;
}

describe('the lock of the store', () => {
  test('is held by one at a time', async () => {
    const dir = tempDir();
    let inside = 0;
    let most = 0;
    const visit = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    const locks = Array.from({ length: 4 }, () => new StoreLock(dir));
    const visits = locks.map(async (lock) => {
      for (let turn = 0; turn < 20; turn += 1) await lock.during(visit);
    });
    await Promise.all(visits);
    expect(most).toBe(1);
    expect(readdirSync(join(dir, 'lock'))).toEqual([]);
  });

  test('is released when the task fails', async () => {
    const lock = new StoreLock(tempDir());
    const failing = lock.during(() => Promise.reject(new Error('the task failed')));
    await expect(failing).rejects.toThrow('the task failed');
    expect(await lock.during(async () => 'free')).toBe('free');
  });

  test('names the living process that keeps it', async () => {
    const dir = tempDir();
    claim(dir, {});
    const fault = expect.objectContaining({ code: 'STORE_LOCKED', facts: { pid: process.pid } });
    await expect(new StoreLock(dir, 20).acquire()).rejects.toThrow(fault);
  });

  test.runIf(onLinux).each([
    ['of a process that ended', { pid: 2 ** 22 + 1 }],
    ['of an earlier process with the same number', { start: '1' }],
    ['from before the machine was started again', { boot: 'ffffffff' }],
  ])('is taken over from a claim %s', async (_name, owner) => {
    const dir = tempDir();
    claim(dir, owner);
    const release = await new StoreLock(dir, 20).acquire();
    release();
    expect(readdirSync(join(dir, 'lock'))).toEqual([]);
  });

  test.runIf(onLinux)('waits for a claim from another container, but not for ever', async () => {
    const dir = tempDir();
    const path = claim(dir, { namespace: '42' });
    await expect(new StoreLock(dir, 20).acquire()).rejects.toThrow(/locked/);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(path, longAgo, longAgo);
    const release = await new StoreLock(dir, 20).acquire();
    release();
  });

  test('makes no store where there is none', async () => {
    const dir = join(tempDir(), 'missing');
    expect(await new StoreLock(dir).during(async () => 'read')).toBe('read');
  });
});

test('a process knows itself to be alive', () => {
  expect(livenessOf(OWN, OWN)).toBe('alive');
});
