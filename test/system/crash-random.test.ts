import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { CrashWorld } from '../support/crash-world.ts';

const DEATHS = 4;
/** Points that a worker passes at most before it dies; an item passes about 40. */
const STEPS_MAX = 30;
const SEED_MAX = 2 ** 31;

/** Numbers that a seed decides: mulberry32, Tommy Ettinger, public domain. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const seed = Number(process.env['SLUICE_SEED'] ?? randomInt(SEED_MAX));

test(`workers die at random points: every promise is kept (rerun with SLUICE_SEED=${seed})`, async () => {
  const next = numbersFrom(seed);
  const deaths = Array.from({ length: DEATHS }, () => 1 + next(STEPS_MAX));
  console.info(`SLUICE_SEED=${seed}: workers die after ${deaths.join(', ')} steps`);
  await using crash = await CrashWorld.open(3);
  await crash.world.startProgram();
  const work = crash.workAll();
  const end = crash.world.programHandle.result();
  for (const afterSteps of deaths) {
    const worker = await crash.startWorker({ plan: { afterSteps } });
    await Promise.race([worker.ended, end]);
  }
  await crash.startWorker();
  await work;
  expect(await crash.outcome()).toEqual([]);
});
