import { expect, test } from 'vitest';
import { TrackerWorld } from '../../support/tracker-world.ts';

test('boxes are opened again when changes are requested, and nothing is ticked early', async () => {
  await using tracker = await TrackerWorld.open('numbered-plan.md');
  const boxes = (): string => {
    const own = tracker
      .read()
      .split('\n')
      .filter((line) => /P0-002|^9\./.test(line));
    return own.map((line) => /\[(.)\]/.exec(line)?.[1] ?? '').join('');
  };
  await tracker.world.startProgram();
  await tracker.world.waitsFor('P0-002', 'implementer', 'RED');
  expect(boxes()).toBe('    ');
  await tracker.red('P0-002');
  await tracker.told('P0-002');
  expect(boxes()).toBe('x   ');
  await tracker.green('P0-002');
  await tracker.world.waitsFor('P0-002', 'reviewer');
  await tracker.told('P0-002');
  expect(boxes()).toBe('xxxx');
  await tracker.world.requestChanges('P0-002');
  await tracker.told('P0-002');
  expect(boxes()).toBe('x   ');
  await tracker.green('P0-002');
  await tracker.world.approve('P0-002');
  await tracker.world.done('P0-002');
  await tracker.told('P0-002');
  expect(boxes()).toBe('xxxx');
});

test('a board says CHANGES_REQUESTED, with the findings, and keeps its boxes open', async () => {
  await using tracker = await TrackerWorld.open('packet-board.md');
  await tracker.world.startProgram();
  await tracker.green('01');
  await tracker.world.requestChanges('01');
  await tracker.told('01');
  const text = tracker.read();
  expect(text).toMatch(/\| 01 .*CHANGES_REQUESTED .*CHANGES_REQUESTED /);
  expect(text).toContain('- [ ] `sum` adds its two arguments.');
  expect(text).toContain('- P1 a.js:1 not good yet');
});

test('a hand edit that claims progress is reported, neither overwritten nor obeyed', async () => {
  await using tracker = await TrackerWorld.open('packet-board.md');
  await tracker.world.startProgram();
  await tracker.world.waitsFor('01', 'implementer');
  await tracker.told('01');
  tracker.edit('- [ ] P0 checks pass.', '- [x] P0 checks pass.');
  tracker.edit('Prose that nobody may touch', 'Prose that somebody touched');
  tracker.edit('IN_PROGRESS', 'DONE');
  await tracker.green('01');
  const { state } = await tracker.world.waitsFor('01', 'reviewer');
  await tracker.told('01');
  expect(state.stage).toBe('REVIEW');
  const view = await tracker.world.item('01');
  const drift = view.state.tracker?.drift.map(({ field, document, sluice }) => [
    field,
    document,
    sluice,
  ]);
  expect(drift).toEqual([
    ['status', 'done', 'IN_REVIEW'],
    ['box:Review Gate/P0 checks pass.', '[x]', '[ ]'],
  ]);
  expect(view.state.refusals.map(({ code }) => code)).toEqual(['TRACKER_DRIFT', 'TRACKER_DRIFT']);
  expect(tracker.read()).toContain('Prose that somebody touched');
  expect(tracker.read()).toMatch(/\| 01 .*\| DONE/);
  await tracker.world.approve('01');
  await tracker.world.done('01');
  await tracker.told('01');
  const done = await tracker.world.item('01');
  expect(done.state.tracker?.drift).toEqual([]);
});

test('a document that is gone or broken holds nothing up', async () => {
  await using tracker = await TrackerWorld.open('checkbox-list.md');
  await tracker.world.startProgram();
  await tracker.world.waitsFor('T-1', 'implementer');
  await tracker.told('T-1');
  tracker.write('\0 no tracker any more');
  await tracker.run('T-1');
  const { state } = await tracker.world.item('T-1');
  expect(state.tracker?.problem).toContain('TRACKER_INVALID');
  expect(tracker.read()).toBe('\0 no tracker any more');
});
