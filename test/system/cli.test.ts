import { createServer } from 'node:http2';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { rememberProgram } from '../../client/session.ts';
import { type CliRun, dataOf, errorOf, runSluice } from '../support/sluice-cli.ts';
import { serveFrom } from '../support/served-world.ts';
import { World } from '../support/world.ts';

const POLICY = `version: 1
program: PROGRAM
roles:
  implementers: [agent:codex]
  reviewers: [agent:claude, human:bo]
  releaseLeads: [human:lea]
baseline: ['test ! -e broken']
gates:
  red: { run: 'node --test --test-reporter=junit $SLUICE_ITEM_TESTS', report: junit, tests: ['test/**'] }
  targeted: { run: 'node --test --test-reporter=junit $SLUICE_ITEM_TESTS', report: junit }
  verify: ['echo to stdout; echo to stderr >&2; node --check sum.js']
items:
  - { id: P0-001, title: Add numbers, priority: P0, tests: test/sum.test.js }
  - { id: P1-002, title: Document it, priority: P1, profile: chore, dependsOn: P0-001 }
`;
const FILES = {
  'package.json': '{ "type": "module" }\n',
  'sum.js': 'export const sum = () => 0;\n',
  'test/.keep': '',
};
const TEST = `import test from 'node:test';
import assert from 'node:assert';
import { sum } from '../sum.js';
test('adds', () => assert.equal(sum(1, 2), 3));
`;

/** A world whose repository looks as if `sluice dev` served it, and the command line in it. */
async function openWorld(files: Readonly<Record<string, string>> = FILES) {
  const world = await World.open({ policy: POLICY, files });
  const { root } = world.repository;
  const stateDir = join(root, '.sluice');
  mkdirSync(stateDir, { recursive: true });
  serveFrom(stateDir, inject('temporalAddress'));
  await rememberProgram(stateDir, world.program);
  const env = { SLUICE_TASK_QUEUE: world.taskQueue };
  const sluice = (...args: readonly string[]): Promise<CliRun> =>
    runSluice(args, { cwd: root, env });
  return { world, root, stateDir, env, sluice };
}

test('the verbs that look follow a program from its start to GO', async () => {
  const { world, root, env, sluice } = await openWorld();
  await using _world = world;

  const early = await sluice('board', '--json');
  expect(early).toMatchObject({ exitCode: 2, stdout: '' });
  expect(errorOf(early)).toMatchObject({ code: 'PROGRAM_NOT_FOUND' });

  await world.startProgram();
  await world.waitsFor('P0-001', 'implementer', 'RED');
  const open = await sluice('board', '--json');
  expect(open).toMatchObject({ exitCode: 0, stderr: '' });
  expect(dataOf(open)).toMatchObject({
    program: { id: world.program, state: 'running', branch: 'main', verdict: null, command: null },
    items: [
      {
        id: 'P0-001',
        title: 'Add numbers',
        priority: 'P0',
        status: 'in_progress',
        stage: 'RED',
        waitingOn: 'implementer',
        commit: null,
        actors: ['agent:codex'],
        command: 'sluice red P0-001',
      },
      { id: 'P1-002', status: 'todo', stage: null, waitingOn: 'dependency', dependsOn: ['P0-001'] },
    ],
    page: { offset: 0, limit: 50, total: 2 },
  });

  const mine = await sluice('next', '--json', '--actor', 'agent:codex');
  expect(mine.exitCode).toBe(0);
  expect(dataOf(mine)).toMatchObject({
    action: { item: 'P0-001', command: 'sluice red P0-001', why: expect.any(String) },
  });
  const others = await sluice('next', '--actor', 'human:bo');
  expect(others.exitCode).toBe(5);
  expect(others.stdout).toContain('P0-001 waits for agent:codex');

  const person = await sluice('watch');
  expect(person).toMatchObject({ exitCode: 5, stdout: expect.stringContaining('P0-001 waits') });
  const slow = await sluice('watch', 'P1-002', '--until', 'done', '--timeout', '1s', '--json');
  expect(slow).toMatchObject({ exitCode: 124, stdout: '' });
  const stopped = await runSluice(['watch', '--until', 'done'], {
    cwd: root,
    env,
    when: { stderr: 'P0-001 waits', act: (child) => void child.kill('SIGINT') },
  });
  expect(stopped.exitCode).toBe(130);

  // A RED that passes is sent back: the item waits for its implementer with a failed gate behind it.
  world.write('test/sum.test.js', TEST.replace('3', '0'));
  await world.red('P0-001');
  expect(await sluice('watch', 'P0-001')).toMatchObject({
    exitCode: 3,
    stdout: expect.stringContaining('RED_DID_NOT_FAIL'),
  });
  expect((await sluice('next', '--actor', 'agent:codex')).stdout).toContain('RED_DID_NOT_FAIL');

  world.write('test/sum.test.js', TEST);
  await world.red('P0-001');
  world.write('sum.js', 'export const sum = (a, b) => a + b;\n');
  await world.green('P0-001');
  await world.waitsFor('P0-001', 'reviewer');
  const inbox = await sluice('inbox', '--json', '--actor', 'human:bo');
  expect(dataOf(inbox)).toMatchObject({
    entries: [
      {
        item: 'P0-001',
        waitingOn: 'reviewer',
        commands: ['sluice review P0-001 --approve', expect.stringContaining('--request-changes')],
      },
    ],
  });
  expect(dataOf(await sluice('inbox', '--json', '--actor', 'agent:codex'))).toMatchObject({
    entries: [],
  });
  const logs = await sluice('logs', 'P0-001');
  expect(logs).toMatchObject({ exitCode: 0, stdout: 'to stdout\nto stderr\n' });
  expect((await sluice('logs', 'P0-001', '--stderr')).stdout).toBe('to stderr\n');
  expect(dataOf(await sluice('logs', 'P0-001', '--gate', 'red', '--json'))).toMatchObject({
    gate: 'red',
    attempt: 2,
    result: 'PASS',
    stdout: { storedSha256: expect.any(String), truncated: false },
  });
  expect((await sluice('logs', 'baseline', '--json')).exitCode).toBe(0);
  expect((await sluice('logs', 'P0-001', '--gate', 'nope', '--json')).exitCode).toBe(2);

  await world.approve('P0-001');
  await world.waitsFor('P1-002', 'implementer');
  const commit = (await world.item('P0-001')).state.commit;
  expect(dataOf(await sluice('board', '--all', '--json'))).toMatchObject({
    items: [
      { id: 'P0-001', status: 'done', stage: 'DONE', waitingOn: 'nobody', commit },
      { id: 'P1-002', status: 'in_progress', stage: 'GREEN' },
    ],
  });
  world.write('README.md', 'adds\n');
  await world.green('P1-002');
  await world.approve('P1-002');
  await world.programHandle.result();

  expect((await sluice('watch')).exitCode).toBe(0);
  const over = await sluice('board');
  expect(over.exitCode).toBe(0);
  expect(over.stdout).toMatch(/: GO at [0-9a-f]{12}, 2 of 2 done\n/);
  world.git('commit', '--quiet', '--allow-empty', '--message', 'after the verdict');
  expect((await sluice('board')).stdout).toMatch(/: GO · STALE at [0-9a-f]{12}, 2 of 2 done\n/);
  expect((await sluice('report', '--certificate')).exitCode).toBe(7);
  expect(dataOf(await sluice('next', '--json', '--actor', 'agent:codex'))).toMatchObject({
    action: null,
    waitingOn: [],
  });

  const sound = await sluice('evidence', 'verify', '--json');
  expect(dataOf(sound)).toMatchObject({ ok: true, problems: [], anchors: 2 });
  expect(sound.exitCode).toBe(0);
});

test('a failed baseline is a failed gate on every surface, with the command of the release lead', async () => {
  const { world, sluice } = await openWorld({ ...FILES, broken: '' });
  await using _world = world;
  await world.startProgram();
  const watched = await sluice('watch', '--json');
  expect(watched.exitCode).toBe(3);
  expect(dataOf(watched)).toMatchObject({ program: { state: 'baseline-failed' } });
  const board = await sluice('board');
  expect(board.exitCode).toBe(3);
  expect(board.stdout).toContain('next, for human:lea: sluice retry baseline --reason');
  expect(dataOf(await sluice('inbox', '--json', '--actor', 'human:lea'))).toMatchObject({
    entries: [{ item: null, waitingOn: 'releaseLead' }],
  });
});

test('a change ends the watch for one', async () => {
  const { world, root, env, sluice } = await openWorld();
  await using _world = world;
  await world.startProgram();
  await world.waitsFor('P0-001', 'implementer', 'RED');
  let pausing: Promise<unknown> | undefined;
  const watched = await runSluice(['watch', '--until', 'change'], {
    cwd: root,
    env,
    when: {
      stderr: 'running',
      act: () => {
        pausing = world.message('pause', { reason: 'tea' });
      },
    },
  });
  await pausing;
  expect(watched).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^paused, /) });
  expect(dataOf(await sluice('board', '--json'))).toMatchObject({
    program: {
      state: 'paused',
      command: 'sluice resume',
      reason: 'paused by human:lea (claimed): tea',
    },
  });
});

test('unknown items, a missing worker and a missing server each have their code', async () => {
  const { world, stateDir, env, sluice } = await openWorld();
  await using _world = world;
  await world.startProgram();
  await world.waitsFor('P0-001', 'implementer', 'RED');
  for (const verb of ['show', 'watch']) {
    const unknown = await sluice(verb, 'P9-999', '--json');
    expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
    expect(errorOf(unknown)).toMatchObject({ code: 'ITEM_NOT_FOUND' });
  }

  await world.stop();
  const address = inject('temporalAddress');
  const bySdk = { cwd: world.repository.root, env: { ...env, TEMPORAL_ADDRESS: address } };
  for (const run of [sluice('board', '--json'), runSluice(['board', '--json'], bySdk)]) {
    const idle = await run;
    expect(idle).toMatchObject({ exitCode: 8, stdout: '' });
    expect(errorOf(idle)).toMatchObject({ code: 'WORKER_NOT_RUNNING' });
  }

  serveFrom(stateDir, '127.0.0.1:1');
  const silent = await sluice('board', '--json');
  expect(silent).toMatchObject({ exitCode: 8, stdout: '' });
  expect(errorOf(silent)).toMatchObject({ code: 'TEMPORAL_UNREACHABLE' });
});

test('a server that speaks something else than gRPC counts as unreachable', async () => {
  const { world, stateDir, sluice } = await openWorld();
  await using _world = world;
  const stranger = createServer((_request, response) => response.end('hello'));
  const port = await new Promise<number>((resolve) => {
    stranger.listen(0, '127.0.0.1', () => {
      const bound = stranger.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : 0);
    });
  });
  serveFrom(stateDir, `127.0.0.1:${port}`);
  const answer = await sluice('board', '--json');
  stranger.close();
  expect(errorOf(answer)).toMatchObject({ code: 'TEMPORAL_UNREACHABLE' });
});
