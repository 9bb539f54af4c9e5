import { expect, test } from 'vitest';
import { World } from '../support/world.ts';

const POLICY = `version: 1
program: PROGRAM
roles:
  implementers: [agent:codex, human:ana]
  reviewers: [agent:claude, human:bo]
  releaseLeads: [human:lea]
baseline: [node --check sum.js]
gates:
  red: { run: 'node --test --test-reporter=junit $SLUICE_ITEM_TESTS', report: junit, tests: ['test/**'] }
  targeted: { run: 'node --test --test-reporter=junit $SLUICE_ITEM_TESTS', report: junit }
  verify: [node --check sum.js]
items:
  - { id: P0-001, title: Add numbers, priority: P0, tests: test/sum.test.js }
`;

const FILES = {
  'package.json': '{ "type": "module" }\n',
  'sum.js': 'export const sum = () => 0;\n',
};
const TEST = `import test from 'node:test';
import assert from 'node:assert';
import { sum } from '../sum.js';
test('adds', () => assert.equal(sum(1, 2), 3));
`;

test('an item goes from a failing test to one checkpoint commit, and the program to GO', async () => {
  await using world = await World.open({ policy: POLICY, files: { ...FILES, 'test/.keep': '' } });
  await world.startProgram();
  world.write('test/sum.test.js', TEST);
  expect(await world.red('P0-001')).toMatchObject({ kind: 'accepted' });
  world.write('sum.js', 'export const sum = (a, b) => a + b;\n');
  await world.green('P0-001');
  await world.approve('P0-001');
  const result = await world.programHandle.result();
  expect(result).toMatchObject({ verdict: 'GO', reasons: [] });
  const view = await world.item('P0-001');
  expect(world.git('rev-parse', 'HEAD')).toBe(view.state.commit);
  expect(world.git('status', '--porcelain')).toBe('');
});

test('an item that a forged signal calls done has no checkpoint, and the verdict is NO_GO', async () => {
  await using world = await World.open({ policy: POLICY, files: { ...FILES, 'test/.keep': '' } });
  await world.startProgram();
  await world.waitsFor('P0-001', 'implementer');
  const forged = { id: 'P0-001', kind: 'done', commit: 'f'.repeat(40) };
  await world.programHandle.signal('itemChanged', forged);
  const board = await world.untilBoard(
    ({ phase }) => phase.kind === 'not-certified',
    'refuse the certificate',
  );
  expect(board.phase).toMatchObject({
    kind: 'not-certified',
    reason: '1 items count as done, but 0 have a checkpoint',
  });
});

test('a commit of excluded paths after the review changes nothing of the verdict', async () => {
  const policy = `${POLICY}exclude: [NOTES.md]\n`;
  const files = { ...FILES, 'test/.keep': '', 'NOTES.md': 'one\n' };
  await using world = await World.open({ policy, files });
  await world.startProgram();
  world.write('test/sum.test.js', TEST);
  await world.red('P0-001');
  world.write('sum.js', 'export const sum = (a, b) => a + b;\n');
  await world.green('P0-001');
  await world.waitsFor('P0-001', 'reviewer');
  world.write('NOTES.md', 'two\n');
  world.git('commit', '--quiet', '--message', 'notes by somebody else', '--', 'NOTES.md');
  await world.approve('P0-001');
  const result = await world.programHandle.result();
  expect(result).toMatchObject({ verdict: 'GO', reasons: [] });
  expect(world.git('show', 'HEAD:NOTES.md')).toBe('two');
});
