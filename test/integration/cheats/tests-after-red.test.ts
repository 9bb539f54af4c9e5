import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CheatDesk, HONEST, nodeTest, TEST_FILE } from '../../support/cheat-desk.ts';

const BROKEN = 'export const add = (a, b) => (a === 0 ? 0 : a + 1);\n';
const PASSES_ANYWAY = nodeTest(
  "test('adds', () => assert.ok(true));\ntest('takes zero', () => {});",
);

test('honest work goes to its review', async () => {
  await using desk = await CheatDesk.open();
  await desk.red();
  expect(await desk.green()).toBeNull();
});

describe('after RED, without a word, a test that is', () => {
  test.each([
    ['edited', { [TEST_FILE]: PASSES_ANYWAY }],
    ['weakened', { [TEST_FILE]: HONEST.test.replace('strictEqual(add(1, 2), 3)', 'ok(true)') }],
    ['skipped', { [TEST_FILE]: HONEST.test.replace("test('adds'", "test.skip('adds'") }],
    ['ended early', { [TEST_FILE]: `process.exit(0);\n${HONEST.test}` }],
    [
      'joined by one that runs only itself',
      { 'test/z.test.mjs': nodeTest("test.only('x', () => {});") },
    ],
  ])('%s is seen', async (_, files) => {
    await using desk = await CheatDesk.open();
    await desk.red();
    expect(await desk.green({ 'add.mjs': BROKEN, ...files })).toBe('TESTS_CHANGED_SINCE_RED');
  });

  test('deleted or renamed out of the pattern is seen', async () => {
    await using desk = await CheatDesk.open();
    await desk.red();
    rmSync(join(desk.gates.repository.root, TEST_FILE));
    expect(await desk.green({ 'attic/auth.mjs': HONEST.test })).toBe('TESTS_CHANGED_SINCE_RED');
  });
});

test('a declared change of a test that passes without the work is seen', async () => {
  await using desk = await CheatDesk.open();
  await desk.red();
  const answer = await desk.green({ [TEST_FILE]: PASSES_ANYWAY }, 'the test was wrong');
  expect(answer).toBe('RED_REPLAY_DID_NOT_FAIL');
});

describe('from outside the test files, a test that is', () => {
  /** A test whose fate hangs on a file that RED does not freeze. */
  const hanging = HONEST.test.replace("test('adds',", "if (!flags.gone) test('adds', flags,");
  const red = {
    [TEST_FILE]: `import flags from '../flags.mjs';\n${hanging}`,
    'flags.mjs': 'export default {};\n',
  };

  test.each([
    ['skipped', { 'flags.mjs': 'export default { skip: true };\n' }, 'TARGETED_TEST_SKIPPED'],
    [
      'made unreachable',
      { 'flags.mjs': 'export default { gone: true };\n' },
      'TARGETED_TEST_MISSING',
    ],
    ['cut off by an early exit', { 'flags.mjs': 'process.exit(0);\n' }, 'TARGETED_TEST_MISSING'],
  ])('%s is seen', async (_, cheat, code) => {
    await using desk = await CheatDesk.open();
    await desk.red(red);
    expect(await desk.green({ 'add.mjs': BROKEN, ...cheat })).toBe(code);
  });
});

describe('RED replayed always', () => {
  const gates = (replay: string): string => `{
  red: { run: 'node --test --test-reporter=junit --test-reporter-destination="$SLUICE_REPORT" $SLUICE_ITEM_TESTS', report: junit, tests: ["test/**"], replay: ${replay} },
  verify: "true" }`;
  /** The test is of what works already; it fails at RED because the work was broken for that. */
  const honestBefore = { 'add.mjs': HONEST.after };

  test('catches a test that passes without the change, broken only for RED', async () => {
    await using desk = await CheatDesk.open({ files: honestBefore, gates: gates('always') });
    await desk.red({ [TEST_FILE]: HONEST.test, 'add.mjs': BROKEN });
    expect(await desk.green()).toBe('RED_REPLAY_DID_NOT_FAIL');
  });

  test('is what catches it: without, the cheat passes', async () => {
    await using desk = await CheatDesk.open({ files: honestBefore, gates: gates('changed') });
    await desk.red({ [TEST_FILE]: HONEST.test, 'add.mjs': BROKEN });
    expect(await desk.green()).toBeNull();
  });

  test('lets honest work pass', async () => {
    await using desk = await CheatDesk.open({ gates: gates('always') });
    await desk.red();
    expect(await desk.green()).toBeNull();
    const ran = (await desk.gates.runs()).map((run) => run.gate);
    expect(ran).toEqual(['red', 'red-replay', 'targeted', 'verify']);
  });
});
