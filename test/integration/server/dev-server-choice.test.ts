import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { git } from '../../support/temp-repository.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { buildProgram } from '../../support/typescript-process.ts';

/** Stands where Temporal's CLI would: leaves a mark when somebody starts it, and fails. */
const MARKING_CLI = `#!/bin/sh
echo started >>"$(dirname "$0")/started"
exit 1`;

let sluice: string;
beforeAll(() => {
  sluice = buildProgram('client/main.ts');
});

/** Runs `sluice dev` in a new repository, where it cannot succeed; tells whether it started a server. */
function runDev(more: NodeJS.ProcessEnv) {
  const root = tempDir();
  git(root, 'init', '--quiet');
  const cli = join(root, 'temporal');
  writeFileSync(cli, MARKING_CLI);
  chmodSync(cli, 0o755);
  const run = spawnSync(process.execPath, [sluice, 'dev', '-C', root], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: root,
      XDG_CONFIG_HOME: root,
      SLUICE_TEMPORAL_CLI: cli,
      ...more,
    },
  });
  const startedServer = existsSync(join(root, 'started'));
  const hasRecord = existsSync(join(root, '.sluice', 'server.json'));
  return { status: run.status, stderr: run.stderr, startedServer, hasRecord };
}

test('without configuration `sluice dev` starts a server of its own', () => {
  const run = runDev({});
  expect(run.stderr).toContain("Temporal's server did not start");
  expect(run.startedServer).toBe(true);
});

test('with TEMPORAL_ADDRESS set `sluice dev` starts no server', () => {
  const run = runDev({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  expect(run.stderr).toContain('127.0.0.1:1');
  expect(run).toMatchObject({ startedServer: false, hasRecord: false });
});

test('with a Temporal profile set `sluice dev` starts no server', () => {
  const config = join(tempDir(), 'temporal.toml');
  writeFileSync(config, '[profile.release]\naddress = "127.0.0.1:1"\n');
  const run = runDev({ TEMPORAL_CONFIG_FILE: config, TEMPORAL_PROFILE: 'release' });
  expect(run.stderr).toContain('127.0.0.1:1');
  expect(run).toMatchObject({ startedServer: false, hasRecord: false });
});
