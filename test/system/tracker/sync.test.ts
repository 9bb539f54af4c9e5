import { inject, test, expect } from 'vitest';
import { rememberProgram } from '../../../client/session.ts';
import { join } from 'node:path';
import { type CliRun, dataOf, runSluice } from '../../support/sluice-cli.ts';
import { TrackerWorld } from '../../support/tracker-world.ts';

async function openWorld(name: string) {
  const tracker = await TrackerWorld.open(name);
  const { root } = tracker.world.repository;
  await rememberProgram(join(root, '.sluice'), tracker.world.program);
  const env = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    SLUICE_TASK_QUEUE: tracker.world.taskQueue,
    SLUICE_ACTOR: 'human:lea',
  };
  const sluice = (...args: readonly string[]): Promise<CliRun> =>
    runSluice(args, { cwd: root, env });
  return { tracker, sluice };
}

test('sync finds what people claimed, accepts it with a decision, and writes what is ours', async () => {
  const { tracker, sluice } = await openWorld('phase-tracker.md');
  await using _ = tracker;
  await tracker.world.startProgram();
  await tracker.run('1-add-numbers');
  await tracker.told('1-divide-numbers');
  const clean = tracker.read();
  expect(await sluice('sync', '--dry-run')).toMatchObject({ exitCode: 0 });

  tracker.edit('| Divide numbers | 0 | 0 | In Progress |', '| Divide numbers | 9 | 9 | Complete |');
  tracker.edit(
    '| Subtract numbers | 4 | 4 | Complete |',
    '| Subtract numbers | 4 | 5 | Complete |',
  );
  const edited = tracker.read();
  const dry = await sluice('sync', '--dry-run', '--json');
  expect(dry.exitCode).toBe(9);
  expect(tracker.read()).toBe(edited);
  expect(dataOf(dry)).toMatchObject({
    counts: { MATCHED: 2, DRIFT_FIX_REQUIRED: 2, DRIFT_ACCEPTED: 0, DEFERRED: 0 },
    diff: [
      '@@ -11 +11 @@',
      '-| Subtract numbers | 4 | 5 | Complete | - | `0123456` |',
      '+| Subtract numbers | 4 | 4 | Complete | - | `0123456` |',
      expect.stringMatching(/^@@ -13/),
      '-| Divide numbers | 9 | 9 | Complete | - | - |',
      '+| Divide numbers | 0 | 0 | In Progress | - | - |',
    ],
  });

  const item = '1-subtract-numbers';
  expect(await sluice('sync', '--accept', item)).toMatchObject({ exitCode: 2 });
  const accepted = await sluice('sync', '--accept', item, '--reason', 'counted again');
  expect(accepted).toMatchObject({ exitCode: 0, stderr: '' });
  const written = await sluice('sync', '--json');
  expect(written).toMatchObject({ exitCode: 0 });
  expect(dataOf(written)).toMatchObject({
    written: true,
    counts: { DRIFT_ACCEPTED: 1, DRIFT_FIX_REQUIRED: 0 },
  });
  expect(tracker.read()).toBe(clean.replace('| 4 | 4 |', '| 4 | 5 |'));
});

test('a deferred item is DEFERRED, with its reason in the document', async () => {
  const { tracker, sluice } = await openWorld('phase-tracker.md');
  await using _ = tracker;
  await tracker.world.startProgram();
  await tracker.world.waitsFor('1-add-numbers', 'implementer');
  const deferred = await sluice('defer', '1-add-numbers', '--reason', 'after the freeze');
  expect(deferred).toMatchObject({ exitCode: 0 });
  await tracker.told('1-add-numbers');
  expect(tracker.read()).toContain('| Add numbers | 0 | 0 | Deferred | after the freeze | - |');
  const run = await sluice('sync', '--json');
  expect(dataOf(run)).toMatchObject({ counts: { DEFERRED: 1, DRIFT_FIX_REQUIRED: 0 } });
});
