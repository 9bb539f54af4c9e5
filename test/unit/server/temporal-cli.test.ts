import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheDirectory } from '../../../client/server/cache-directory.ts';
import { findTemporalCli } from '../../../client/server/temporal-cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function executable(...parts: string[]): string {
  const path = join(folder, ...parts);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: join(folder, 'bin'),
  XDG_CACHE_HOME: join(folder, 'cache'),
  ...more,
});

const CACHED = ['cache', 'sluice', 'temporal-cli', '1.5.1', 'temporal'];

test('the executable named by SLUICE_TEMPORAL_CLI comes before PATH and the cache', () => {
  const named = executable('named');
  executable('bin', 'temporal');
  executable(...CACHED);
  const found = findTemporalCli(environment({ SLUICE_TEMPORAL_CLI: named }));
  expect(found).toEqual({ path: named, source: 'SLUICE_TEMPORAL_CLI' });
});

test('`temporal` on PATH comes before the cache', () => {
  const onPath = executable('bin', 'temporal');
  executable(...CACHED);
  expect(findTemporalCli(environment())).toEqual({ path: onPath, source: 'PATH' });
});

test('the cached copy is taken where nothing else is there', () => {
  const cached = executable(...CACHED);
  expect(findTemporalCli(environment())).toEqual({ path: cached, source: 'cache' });
});

test('a file that may not be executed is not taken for the CLI', () => {
  chmodSync(executable('bin', 'temporal'), 0o644);
  expect(findTemporalCli(environment())).toBeUndefined();
});

test('a folder called temporal is not taken for the CLI', () => {
  mkdirSync(join(folder, 'bin', 'temporal'), { recursive: true });
  expect(findTemporalCli(environment())).toBeUndefined();
});

test('a wrong SLUICE_TEMPORAL_CLI is said, not passed over', () => {
  executable('bin', 'temporal');
  const env = environment({ SLUICE_TEMPORAL_CLI: join(folder, 'nowhere') });
  expect(() => findTemporalCli(env)).toThrow(/SLUICE_TEMPORAL_CLI names .*nowhere/);
});

test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['linux', { HOME: '/h' }, '/h/.cache/sluice'],
  ['linux', { HOME: '/h', XDG_CACHE_HOME: '/x' }, '/x/sluice'],
  ['darwin', { HOME: '/h' }, '/h/Library/Caches/sluice'],
  ['darwin', { HOME: '/h', XDG_CACHE_HOME: '/x' }, '/x/sluice'],
])('on %s with %o the cache is %s', (platform, env, expected) => {
  expect(cacheDirectory(env, platform)).toBe(expected);
});
