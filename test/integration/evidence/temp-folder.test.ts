import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { identityOf, identityText, ownIdentity } from '../../../evidence/process-identity.ts';
import { makeTempFolder, sweepTempFolders } from '../../../evidence/temp-folder.ts';

const HOUR_MS = 60 * 60_000;
const LONG_AGO_MS = 2 * HOUR_MS;

let folder: string;
let dead: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  vi.stubEnv('TMPDIR', folder);
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  dead = identityText(identityOf(child.pid ?? 0));
  child.kill('SIGKILL');
  await once(child, 'exit');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function leave(name: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, 'inner'), { recursive: true });
  const seconds = (Date.now() - LONG_AGO_MS) / 1000;
  utimesSync(path, seconds, seconds);
  return path;
}

test('the folders that a killed process left are removed', async () => {
  const left = ['report', 'index', 'pipes'].map((kind) => leave(`sluice-${kind}-${dead}-Ab12cD`));
  expect((await sweepTempFolders(Date.now())).toSorted()).toEqual(left.toSorted());
  expect(left.filter((path) => existsSync(path))).toEqual([]);
});

test('a folder that was used within the hour stays', async () => {
  const path = leave(`sluice-report-${dead}-Ab12cD`);
  expect(await sweepTempFolders(Date.now() - HOUR_MS)).toEqual([path]);
  const fresh = join(folder, `sluice-report-${dead}-Ef34gH`);
  mkdirSync(fresh);
  expect(await sweepTempFolders(Date.now())).toEqual([]);
  expect(existsSync(fresh)).toBe(true);
});

test('the folders of living processes stay, however old', async () => {
  const path = await makeTempFolder('report');
  const living = leave(`sluice-report-${identityText(ownIdentity())}-Ab12cD`);
  expect(await sweepTempFolders(Date.now() + LONG_AGO_MS)).toEqual([]);
  expect([existsSync(path), existsSync(living)]).toEqual([true, true]);
});

test.each([
  ['bears no name of a process', (): string => 'sluice-report-Ab12cD'],
  ['is of another kind', (): string => `sluice-store-${dead}-Ab12cD`],
  ['is of a process in another container', (): string => `sluice-report-${elsewhere()}-Ab12cD`],
])('a folder that %s stays', async (_what, name) => {
  const path = leave(name());
  expect(await sweepTempFolders(Date.now())).toEqual([]);
  expect(existsSync(path)).toBe(true);
});

function elsewhere(): string {
  return identityText({ ...ownIdentity(), start: '1', namespace: '1' });
}
