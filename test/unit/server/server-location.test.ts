import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { locateConfiguredServer, locateServer } from '../../../client/server/server-location.ts';
import { writeServerRecord } from '../../../client/server/server-record.ts';
import { ownIdentity } from '../../../evidence/process-identity.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-location-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An environment in which no file of the person who runs the tests is seen. */
const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  HOME: folder,
  XDG_CONFIG_HOME: folder,
  ...more,
});

function writeProfiles(text: string, path = join(folder, 'temporalio', 'temporal.toml')): string {
  mkdirSync(join(folder, 'temporalio'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function writeEmbedded(start = ownIdentity().start): void {
  const own = ownIdentity();
  writeServerRecord(folder, {
    schemaVersion: 1,
    process: { ...own, start },
    owner: own,
    address: '127.0.0.1:17233',
    httpAddress: '127.0.0.1:17243',
    uiUrl: null,
    startedAt: '2026-11-21T00:00:00.000Z',
  });
}

test('TEMPORAL_ADDRESS comes before an embedded server that runs', async () => {
  writeEmbedded();
  const location = await locateServer(
    environment({ TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_NAMESPACE: 'release' }),
    folder,
  );
  expect(location).toMatchObject({
    source: 'environment',
    address: 'temporal.example:7233',
    namespace: 'release',
  });
});

test('an API key of the environment switches TLS on and is passed on', async () => {
  const env = environment({ TEMPORAL_ADDRESS: 'cloud.example:7233', TEMPORAL_API_KEY: 'key' });
  const location = await locateConfiguredServer(env);
  expect(location?.connectionOptions).toMatchObject({ apiKey: 'key', tls: true });
});

test('a named profile gives address, namespace and TLS', async () => {
  writeProfiles(`
    [profile.prod]
    address = "prod.example:7233"
    namespace = "releases"
    [profile.prod.tls]
    server_name = "temporal.internal"
  `);
  const location = await locateConfiguredServer(environment({ TEMPORAL_PROFILE: 'prod' }));
  expect(location).toMatchObject({
    address: 'prod.example:7233',
    namespace: 'releases',
    connectionOptions: { tls: { serverNameOverride: 'temporal.internal' } },
  });
});

test('the default profile counts when it has an address', async () => {
  writeProfiles('[profile.default]\naddress = "prod.example:7233"\n');
  expect((await locateConfiguredServer(environment()))?.address).toBe('prod.example:7233');
});

test('a default profile without an address leaves the embedded server in place', async () => {
  writeProfiles('[profile.default]\nnamespace = "releases"\n');
  writeEmbedded();
  expect((await locateServer(environment(), folder)).source).toBe('embedded');
});

test('a configuration file can be named', async () => {
  const path = writeProfiles('[profile.default]\naddress = "a:1"\n', join(folder, 'mine.toml'));
  const location = await locateConfiguredServer(environment({ TEMPORAL_CONFIG_FILE: path }));
  expect(location?.address).toBe('a:1');
});

test('a profile that does not exist is bad usage, said by name', async () => {
  writeProfiles('[profile.default]\n');
  const locating = locateConfiguredServer(environment({ TEMPORAL_PROFILE: 'prdo' }));
  await expect(locating).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('prdo'),
  });
});

test('without any configuration the embedded server of the repository is used', async () => {
  writeEmbedded();
  expect(await locateServer(environment(), folder)).toMatchObject({
    source: 'embedded',
    address: '127.0.0.1:17233',
    namespace: 'default',
  });
});

test('without any server the answer is a fault, not a start', async () => {
  await expect(locateServer(environment(), folder)).rejects.toMatchObject({
    code: 'TEMPORAL_UNREACHABLE',
    fix: expect.stringContaining('sluice dev'),
  });
});

test('a record whose process is gone is no server', async () => {
  writeEmbedded('1');
  await expect(locateServer(environment(), folder)).rejects.toMatchObject({
    code: 'TEMPORAL_UNREACHABLE',
    message: expect.stringContaining('127.0.0.1:17233'),
  });
});
