import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { writeServerRecord } from '../../client/server/server-record.ts';
import { rememberProgram } from '../../client/session.ts';
import { ownIdentity } from '../../evidence/process-identity.ts';
import { type CliRun, runSluice } from './sluice-cli.ts';
import type { World } from './world.ts';

/** Runs a verb in the name of an actor. */
export type CommandLine = (actor: string, ...args: readonly string[]) => Promise<CliRun>;

/** The command line in the repository of a world, as if `sluice dev` served it. */
export async function commandLine(world: World): Promise<CommandLine> {
  const { root } = world.repository;
  const stateDir = join(root, '.sluice');
  mkdirSync(stateDir, { recursive: true });
  serveFrom(stateDir, inject('temporalAddress'));
  await rememberProgram(stateDir, world.program);
  const env = { SLUICE_TASK_QUEUE: world.taskQueue };
  return (actor, ...args) => runSluice([...args, '--json', '--actor', actor], { cwd: root, env });
}

/** Makes a repository look as if `sluice dev` of this process served it from a server's address. */
export function serveFrom(stateDir: string, address: string): void {
  const process = ownIdentity();
  writeServerRecord(stateDir, {
    schemaVersion: 1,
    process,
    owner: process,
    address,
    httpAddress: address,
    uiUrl: null,
    startedAt: new Date().toISOString(),
  });
}
