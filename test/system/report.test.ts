import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { writeServerRecord } from '../../client/server/server-record.ts';
import { rememberProgram } from '../../client/session.ts';
import { ownIdentity } from '../../evidence/process-identity.ts';
import { dataOf, runSluice } from '../support/sluice-cli.ts';
import { World } from '../support/world.ts';

const POLICY = `version: 1
program: PROGRAM
roles: { implementers: [agent:codex], reviewers: [agent:claude], releaseLeads: [human:lea] }
baseline: ['true']
gates:
  verify: ['true']
items:
  - { id: A-1, title: Write it down, profile: chore }
  - { id: A-2, title: Read it again, profile: chore, dependsOn: A-1 }
`;

test('a report adds to the evidence what the live board knows', async () => {
  await using world = await World.open({ policy: POLICY });
  const { root } = world.repository;
  const stateDir = join(root, '.sluice');
  mkdirSync(stateDir, { recursive: true });
  const process = ownIdentity();
  const address = inject('temporalAddress');
  const startedAt = new Date().toISOString();
  const server = { process, owner: process, address, httpAddress: address, uiUrl: null, startedAt };
  writeServerRecord(stateDir, { schemaVersion: 1, ...server });
  await rememberProgram(stateDir, world.program);
  await world.startProgram();
  await world.waitsFor('A-1', 'implementer', 'GREEN');

  const run = await runSluice(['report', '--json'], {
    cwd: root,
    env: { SLUICE_TASK_QUEUE: world.taskQueue },
  });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(dataOf(run)).toMatchObject({
    program: {
      id: world.program,
      branch: 'main',
      planDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      baseline: [{ standing: 'PASS' }],
      live: { state: 'running' },
    },
    counts: { items: 2, active: 1, todo: 1 },
    // Nothing of the item is recorded yet: its stage and turn come from its workflow.
    items: [
      { id: 'A-1', status: 'in_progress', stage: 'GREEN', waitingOn: 'implementer', records: 0 },
      { id: 'A-2', status: 'todo', stage: null, waitingOn: null },
    ],
    resumeAt: { item: 'A-1', stage: 'GREEN' },
    gaps: [],
  });
});
