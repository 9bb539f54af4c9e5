import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureTemporalCli } from '../../../client/server/temporal-cli.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A `go` that "builds" an executable into GOBIN after a moment and counts how often it ran. */
const GO_THAT_BUILDS = `#!/bin/sh
echo "$@" >>"$GO_RUNS"
echo github.com/temporalio/cli >&2
cp /bin/true "$GOBIN/temporal"`;

const GO_THAT_FAILS = `#!/bin/sh
echo "module lookup disabled" >&2
exit 1`;

const GO_THAT_WRITES_HALF = `#!/bin/sh
echo half >"$GOBIN/temporal"
chmod 755 "$GOBIN/temporal"
exit 1`;

/** A machine without network to the SDK's download, with `go` as given. */
function machine(go: string | undefined) {
  const folder = tempDir();
  const runs = join(folder, 'go-runs');
  const env = {
    PATH: join(folder, 'bin'),
    HOME: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    GO_RUNS: runs,
    HTTPS_PROXY: 'http://127.0.0.1:1',
  };
  mkdirSync(env.PATH);
  if (go !== undefined) {
    writeFileSync(join(env.PATH, 'go'), go.replaceAll('cp ', '/bin/cp '));
    chmodSync(join(env.PATH, 'go'), 0o755);
  }
  const sentences: string[] = [];
  const install = () =>
    ensureTemporalCli({ env, onProgress: (sentence) => void sentences.push(sentence) });
  const cached = join(folder, 'cache', 'sluice', 'temporal-cli', '1.5.1', 'temporal');
  const timesBuilt = () => readFileSync(runs, 'utf8').trim().split('\n').length;
  return { install, cached, sentences, timesBuilt };
}

test('without the download Go builds the pinned version into the cache, and says so', async () => {
  const { install, cached, sentences } = machine(GO_THAT_BUILDS);
  expect(await install()).toEqual({ path: cached, source: 'go' });
  expect(sentences.join('\n')).toContain("building Temporal's CLI 1.5.1 with Go");
  expect(await install()).toEqual({ path: cached, source: 'cache' });
});

test('callers at once build it once', async () => {
  const { install, cached, timesBuilt } = machine(GO_THAT_BUILDS);
  const found = await Promise.all([install(), install(), install()]);
  expect(found.map(({ path }) => path)).toEqual([cached, cached, cached]);
  expect(timesBuilt()).toBe(1);
});

test('a build that fails is a fault with its reason, and leaves nothing behind', async () => {
  const { install, cached } = machine(GO_THAT_FAILS);
  await expect(install()).rejects.toMatchObject({
    code: 'TEMPORAL_CLI_NOT_FOUND',
    message: expect.stringContaining('module lookup disabled'),
  });
  expect(readdirSync(dirname(cached))).toEqual(['lock']);
});

test('half a binary of a build that died is never taken', async () => {
  const { install, cached } = machine(GO_THAT_WRITES_HALF);
  await expect(install()).rejects.toMatchObject({ code: 'TEMPORAL_CLI_NOT_FOUND' });
  expect(existsSync(cached)).toBe(false);
});

test('what an interrupted build left is removed by the next one', async () => {
  const { install, cached } = machine(GO_THAT_BUILDS);
  mkdirSync(join(dirname(cached), '.unfinished-abc'), { recursive: true });
  await install();
  expect(readdirSync(dirname(cached)).sort()).toEqual(['lock', 'temporal']);
});

test('without Go the fault says what to install', async () => {
  const { install } = machine(undefined);
  await expect(install()).rejects.toMatchObject({
    code: 'TEMPORAL_CLI_NOT_FOUND',
    message: expect.stringContaining('Go is not installed'),
    fix: expect.stringContaining('SLUICE_TEMPORAL_CLI'),
  });
});
