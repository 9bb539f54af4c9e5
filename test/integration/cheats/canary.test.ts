import { describe, expect, test } from 'vitest';
import { stepProgram } from '../../../domain/program/program-step.ts';
import { CheatDesk, NODE_GATES, nodeTest } from '../../support/cheat-desk.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const FAILS = JSON.stringify(nodeTest("test('canary', () => assert.fail('must fail'));"));
const canary = (fields = ''): string =>
  `canary: { every: 1, file: test/canary.test.mjs, content: ${FAILS}${fields} }`;

/** A runner behind a script of the repository, which the implementer can change. */
const SCRIPTED = `{
  red: { run: 'node run-tests.mjs $SLUICE_ITEM_TESTS', tests: ["test/**"], report: junit },
  verify: 'true' }`;
const runner = (end: string): string => `import { spawnSync } from 'node:child_process';
const args = ['--test', '--test-reporter=junit', '--test-reporter-destination=' + process.env.SLUICE_REPORT];
const { status } = spawnSync('node', [...args, ...process.argv.slice(2)]);
${end}
`;
const HONEST_RUNNER = { 'run-tests.mjs': runner('process.exit(status);') };
/** Failures are taken out of the report, and the exit code is 0. */
const SWALLOWS = {
  'run-tests.mjs': runner(`import { readFileSync, writeFileSync } from 'node:fs';
const report = readFileSync(process.env.SLUICE_REPORT, 'utf8');
writeFileSync(process.env.SLUICE_REPORT, report.replace(/<failure[^]*?<\\/failure>/g, '').replace(/ failure="[^"]*"/g, ''));`),
};

describe('a canary', () => {
  test('that fails as it must is a record of its own, and the work goes on', async () => {
    await using desk = await CheatDesk.open({ more: canary() });
    await desk.red();
    expect(await desk.green()).toBeNull();
    const runs = await desk.gates.runs();
    expect(runs.map(({ gate, purpose = null, result }) => [gate, purpose, result])).toEqual([
      ['red', null, 'PASS'],
      ['targeted/canary', 'canary', 'PASS'],
      ['targeted', null, 'PASS'],
      ['verify/base.1', 'base', 'PASS'],
      ['verify', null, 'PASS'],
    ]);
    const canaryRun = runs.find(({ purpose }) => purpose === 'canary');
    expect(canaryRun?.facts).toMatchObject({ canary: 'test/canary.test.mjs', failed: 1 });
    expect(await desk.gates.problems()).toEqual([]);
  });

  test('catches a runner that swallows failures, and stops item and program', async () => {
    await using desk = await CheatDesk.open({
      files: HONEST_RUNNER,
      gates: SCRIPTED,
      more: canary(),
    });
    await desk.red();
    expect(await desk.green({ ...SWALLOWS, 'add.mjs': 'export const add = () => 7;\n' })).toBe(
      'CANARY_NOT_CAUGHT',
    );
    expect(desk.item.state.hold?.reason).toMatch(/^CANARY_NOT_CAUGHT: /);
    const told = desk.item.commands.findLast((each) => each.type === 'tellProgram');
    expect(told).toMatchObject({ standing: { kind: 'held', stopsProgram: true } });
  });

  test('comes again with the next submission after it was not caught', async () => {
    await using desk = await CheatDesk.open({
      files: HONEST_RUNNER,
      gates: SCRIPTED,
      more: canary().replace('every: 1', 'every: 50'),
    });
    await desk.red();
    expect(await desk.green(SWALLOWS)).toBe('CANARY_NOT_CAUGHT');
    desk.item.unblock();
    desk.item.feed({ type: 'admitted', lane: 1 });
    expect(await desk.green(SWALLOWS)).toBe('CANARY_NOT_CAUGHT');
    desk.item.unblock();
    desk.item.feed({ type: 'admitted', lane: 1 });
    expect(await desk.green(HONEST_RUNNER)).toBeNull();
  });

  test('that the gate does not run at all is not caught either', async () => {
    const elsewhere = canary().replace('test/canary.test.mjs', 'docs/canary.txt');
    const gates = NODE_GATES.replace('$SLUICE_ITEM_TESTS', 'test/auth.test.mjs');
    await using desk = await CheatDesk.open({ gates, more: elsewhere });
    await desk.red();
    expect(await desk.green()).toBe('CANARY_NOT_CAUGHT');
  });
});

describe('a program with a canary', () => {
  const policy = {
    canary: { every: 3, file: 'test/canary.test.js', content: 'fail()' },
  };

  test('sends it with the baseline, and does not start when it is not caught', () => {
    const desk = new ProgramDesk(backlogOf('P0-1'), policy);
    const asked = desk.commands.find((each) => each.type === 'runGate');
    expect(asked?.request.canary).toMatchObject({ file: 'test/canary.test.js' });
    desk.settle('FAIL');
    expect(desk.state.phase).toMatchObject({
      kind: 'baseline-failed',
    });
    expect(desk.started).toEqual([]);
  });

  test('pauses when an item reports one that was not caught', () => {
    const desk = new ProgramDesk(backlogOf('P0-1 P0-2'), {
      ...policy,
      lanes: 1,
      onBlocked: 'continue',
    });
    desk.settle();
    const { state } = stepProgram(desk.contract, desk.state, {
      event: {
        type: 'itemStanding',
        id: 'P0-1',
        standing: {
          kind: 'held',
          hold: 'blocked',
          reason: 'CANARY_NOT_CAUGHT',
          stopsProgram: true,
        },
      },
      atMs: 9_000,
    });
    expect(state.paused?.reason).toBe('P0-1: CANARY_NOT_CAUGHT');
    expect(state.open.filter(({ status }) => status.kind === 'active')).toEqual([]);
  });
});
