import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, inject, test } from 'vitest';
import { itemWorkflowId, programWorkflowId } from '../../workflows/messages.ts';
import { CrashWorld } from '../support/crash-world.ts';
import { eventsOf, historiesOf, type RunHistory } from '../support/histories.ts';
import {
  hasHistories,
  misfits,
  readHistories,
  textOfHistories,
  writeHistories,
} from '../support/replay-histories.ts';
import { REPLAY_PATHS, walkPath } from '../support/replay-paths.ts';

/** `SLUICE_RECORD_HISTORIES=1` walks the paths anew and replaces the files in `test/replay/`. */
const isRecording = process.env['SLUICE_RECORD_HISTORIES'] === '1';
const NAMES = REPLAY_PATHS.map(({ name }) => name);

const bundle = (): string => readFileSync(inject('workflowBundlePath'), 'utf8');

test.runIf(isRecording).for(REPLAY_PATHS)('$name is walked and kept', async (path) => {
  await using world = await walkPath(path);
  const ids = [programWorkflowId(world.program), itemWorkflowId(world.program, 'P0-001')];
  const runs = await Promise.all(ids.map((id) => historiesOf(world.temporal.client, id)));
  writeHistories(path.name, runs.flat());
  expect(hasHistories(path.name)).toBe(true);
});

test.for(NAMES)('the histories of "%s" replay with the workflows of today', async (name) => {
  const runs = readHistories(name);
  expect(new Set(runs.map(typeOf))).toEqual(new Set(['programWorkflow', 'itemWorkflow']));
  expect(await misfits(runs, bundle())).toEqual([]);
});

test.for(NAMES)('the histories of "%s" name no machine', (name) => {
  const text = textOfHistories(name);
  const payloads = [...text.matchAll(/"data": "([^"]*)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString(),
  );
  for (const each of [text, ...payloads]) {
    expect(each).not.toMatch(/\/(?:tmp|home|root|work|Users)\//);
    expect(each).not.toContain(`@${hostname()}`);
  }
});

function typeOf(run: RunHistory): string | null | undefined {
  return eventsOf(run)[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name;
}

function itemOf(name: string): readonly RunHistory[] {
  return readHistories(name).filter((run) => typeOf(run) === 'itemWorkflow');
}

test('workflows that ask for another activity than a history has fail the replay', async () => {
  const changed = bundle().replaceAll('control.checkpoint(', 'control.record(');
  expect(changed).not.toBe(bundle());
  expect(await misfits(itemOf('straight'), changed)).toEqual([
    expect.stringContaining('DeterminismViolationError'),
  ]);
});

test('a history whose activities are in another order fails the replay', async () => {
  const runs = itemOf('straight');
  const scheduled = runs
    .flatMap(eventsOf)
    .flatMap(({ activityTaskScheduledEventAttributes: asked }) => (asked ? [asked] : []));
  const [first, last] = [scheduled.at(0), scheduled.at(-1)];
  expect([first?.activityType?.name, last?.activityType?.name]).toEqual(['runGate', 'checkpoint']);
  if (first === undefined || last === undefined) throw new Error('No activity was scheduled.');
  const { activityType = null } = first;
  first.activityType = last.activityType ?? null;
  last.activityType = activityType;
  expect(await misfits(runs, bundle())).toEqual([
    expect.stringContaining('DeterminismViolationError'),
  ]);
});

test('a worker that keeps no workflow in memory replays each at every task, and agrees with itself', async () => {
  await using crash = await CrashWorld.open(1);
  await crash.startWorker({ isCaching: false });
  await crash.world.startProgram();
  await crash.workAll();
  expect(await crash.outcome()).toEqual([]);
});
