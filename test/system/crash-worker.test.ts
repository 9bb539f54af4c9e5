import { expect, test } from 'vitest';
import type { CrashPoint } from '../support/crash-points.ts';
import { approvalOf, CrashWorld } from '../support/crash-world.ts';
import { eventually } from '../support/world.ts';

/**
 * Where workers die, one after the other, while one program runs: each one dies at its own point,
 * the next one takes over and dies further on.
 */
const ROUTES: readonly { readonly name: string; readonly points: readonly CrashPoint[] }[] = [
  {
    name: 'in the gates of an item',
    points: [
      'run RED before',
      'run RED after',
      'record run RED after',
      'run TARGETED before',
      'record run TARGETED before',
      'run VERIFY after',
      'record run VERIFY after',
    ],
  },
  {
    name: 'between the steps of a checkpoint',
    points: [
      'record verdict after',
      'before-write-tree',
      'after-commit-tree',
      'after-update-ref',
      // A retry finds the commit, so this step is one of the second item.
      'after-index-refresh',
      'record checkpoint before',
      'record checkpoint after',
    ],
  },
  {
    name: 'in the baseline and the certification',
    points: [
      'run BASELINE before',
      'run BASELINE after',
      'record run BASELINE after',
      'run CERTIFICATION after',
      'record run CERTIFICATION after',
      'record certification before',
      'record certification after',
    ],
  },
];

test.concurrent.for(ROUTES)(
  'workers die $name: the program finishes and keeps every promise',
  async ({ points }) => {
    await using crash = await CrashWorld.open(2);
    await crash.world.startProgram();
    const work = crash.workAll();
    for (const at of points) {
      const worker = await crash.startWorker({ plan: { at } });
      expect(`${await worker.ended} at ${at}`).toBe(`SIGKILL at ${at}`);
    }
    await crash.startWorker();
    await work;
    expect(await crash.outcome()).toEqual([]);
  },
);

test.concurrent('a gate of a killed worker stops, runs again in the next one and is recorded once', async () => {
  await using crash = await CrashWorld.open(1);
  crash.hold();
  const worker = await crash.startWorker();
  await crash.world.startProgram();
  const work = crash.workAll();
  await eventually(
    async () => (crash.beats > 0 ? true : undefined),
    () => 'a gate to run',
  );
  worker.process.kill('SIGKILL');
  await worker.ended;
  const gone = async () => (crash.gateProcesses.length === 0 ? true : undefined);
  await eventually(gone, () => `the orphans ${crash.gateProcesses.join(', ')} to end`);
  // Nobody is left who could write, so what is written now is all.
  const { beats } = crash;
  await crash.startWorker();
  await eventually(
    async () => (crash.beats > beats ? true : undefined),
    () => 'the gate to run again',
  );
  crash.letGo();
  await work;
  expect(await crash.outcome()).toEqual([]);
  expect(crash.begun).toBe(2);
});

test.concurrent('what was acknowledged before a worker died is applied once, and nothing has to be said again', async () => {
  await using crash = await CrashWorld.open(1);
  const { world } = crash;
  await world.startProgram();
  const killAfter = async (act: () => Promise<unknown>): Promise<void> => {
    const worker = await crash.startWorker();
    expect(await act()).toMatchObject({ kind: 'accepted' });
    worker.process.kill('SIGKILL');
    await worker.ended;
  };
  const body = { actor: 'agent:codex', attempt: 1 };
  await killAfter(async () => {
    await world.waitsFor('P0-001', 'implementer', 'RED');
    crash.write('work/P0-001', 'begun\n');
    return world.send('P0-001', 'red', body);
  });
  await killAfter(async () => {
    await world.waitsFor('P0-001', 'implementer', 'GREEN');
    crash.write('work/P0-001', 'done\n');
    return world.send('P0-001', 'green', body);
  });
  await killAfter(() => world.approve('P0-001'));
  await crash.startWorker();
  expect(await crash.outcome()).toEqual([]);
});

test.concurrent('an approval that was sent while no worker ran is applied when one runs again', async () => {
  await using crash = await CrashWorld.open(1);
  const { world } = crash;
  const worker = await crash.startWorker();
  await world.startProgram();
  const view = await crash.toReview('P0-001');
  worker.process.kill('SIGKILL');
  await worker.ended;
  const approval = { messageId: 'sent-while-nobody-worked', ...approvalOf(view) };
  await world.itemHandle('P0-001').signal('review', approval);
  await crash.startWorker();
  expect(await crash.outcome()).toEqual([]);
});
