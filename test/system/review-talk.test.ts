import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { ownIdentity } from '../../evidence/process-identity.ts';
import { rememberProgram } from '../../client/session.ts';
import { writeServerRecord } from '../../client/server/server-record.ts';
import { openChores, submitChange } from '../support/chore-world.ts';
import { type CliRun, dataOf, errorOf, runSluice } from '../support/sluice-cli.ts';

const ITEM = 'P0-001';

test('the command line says all that reviewers can, and shows what became of it', async () => {
  await using world = await openChores();
  const { root } = world.repository;
  const stateDir = join(root, '.sluice');
  mkdirSync(stateDir, { recursive: true });
  const process = ownIdentity();
  const address = inject('temporalAddress');
  const startedAt = new Date().toISOString();
  const server = { process, owner: process, address, httpAddress: address, uiUrl: null };
  writeServerRecord(stateDir, { schemaVersion: 1, ...server, startedAt });
  await rememberProgram(stateDir, world.program);
  const env = { SLUICE_TASK_QUEUE: world.taskQueue };
  const sluice = (actor: string, ...args: readonly string[]): Promise<CliRun> =>
    runSluice([...args, '--actor', actor], { cwd: root, env });

  await world.startProgram();
  await submitChange(world, ITEM);
  const finding = ['--finding', 'P1 a.txt:1 too short', '--finding', 'P1 a.txt:1 too plain'];
  await sluice('agent:claude', 'review', ITEM, '--request-changes', ...finding);
  world.write('a.txt', 'longer\n');
  const green = await sluice('agent:codex', 'green', ITEM, '--fixed', 'F1:twice as long');
  expect(green.stdout).toContain(
    'F1 fixed: P1 a.txt:1 too short (by agent:codex, attempt 2: twice',
  );
  expect(green.stdout).toContain('F2 open: P1 a.txt:1 too plain');

  const early = await sluice('agent:claude', 'review', ITEM, '--approve', '--json');
  expect(early.exitCode).toBe(2);
  expect(errorOf(early)).toMatchObject({ code: 'APPROVED_WITH_OPEN_FINDING' });
  const both = await sluice('agent:claude', 'review', ITEM, '--approve', '--comment', 'fine');
  expect(both).toMatchObject({ exitCode: 2, stdout: '' });

  await sluice('agent:claude', 'review', ITEM, '--ask', 'Why so plain?');
  const inbox = await sluice('agent:codex', 'inbox');
  expect(inbox.stdout).toContain('agent:claude asks: Why so plain?');
  await sluice('agent:codex', 'review', ITEM, '--comment', 'It was asked for.');
  expect((await sluice('agent:codex', 'inbox')).stdout).not.toContain('asks');

  const accept = ['--accept-finding', '2', '--reason', 'plain is fine'];
  const accepted = await sluice('agent:claude', 'review', ITEM, ...accept);
  expect(accepted.stdout).toContain('F2 accepted');
  await sluice('human:lea', 'review', ITEM, '--reassign', 'human:bo');
  const other = await sluice('agent:claude', 'review', ITEM, '--approve', '--json');
  expect(other.exitCode).toBe(4);
  expect(errorOf(other)).toMatchObject({ code: 'NOT_ASSIGNED' });
  const last = await sluice('human:bo', 'review', ITEM, '--approve', '--json');
  expect(last.exitCode).toBe(0);
  expect(dataOf(last)).toMatchObject({ state: { stage: 'DONE' } });
  await world.programHandle.result();

  const report = await sluice('human:bo', 'report', ITEM);
  expect(report.stdout).toContain('twice as long');
  expect(report.stdout).toContain('gives the review to human:bo');
});
