import type { Measured } from './figure.ts';
import { runBareItem, runCrowd, runSluiceItem } from './item-runs.ts';
import { cpuMsOfWorld, inNoOpWorld, type NoOpWorld } from './no-op-world.ts';
import { interleaved, medianOf, ratioOf, timeMs } from './statistics.ts';
import { startTunedServer } from './temporal-server.ts';

const ALONE_ROUNDS = { warmUp: 5, counted: 30 };
const CROWD = { total: 100, atOnce: 50 };
const CROWD_ROUNDS = { warmUp: 1, counted: 3 };
const SECOND_MS = 1_000;

/** An item with gates that do nothing against a bare workflow of the same steps, on one server. */
export async function measureItem(): Promise<Readonly<Record<string, Measured>>> {
  return inNoOpWorld(startTunedServer, async (world) => ({
    ...(await measureAlone(world)),
    ...(await measureCrowd(world)),
  }));
}

async function measureAlone(world: NoOpWorld): Promise<Readonly<Record<string, Measured>>> {
  const alone = (run: (id: string) => Promise<unknown>) => async (round: number) => {
    const ms = await timeMs(() => run(`alone-${round}`));
    await world.people.allAccepted();
    return ms;
  };
  const [sluice, bare] = await interleaved(
    [alone((id) => runSluiceItem(world, id)), alone((id) => runBareItem(world, id))],
    ALONE_ROUNDS,
  );
  return {
    'item-latency-ratio': ratioOf(sluice, bare),
    'item-latency': medianOf(sluice),
    'bare-latency': medianOf(bare),
  };
}

interface CrowdSample {
  readonly itemsPerSecond: number;
  readonly cpuMsPerItem: number;
}

async function measureCrowd(world: NoOpWorld): Promise<Readonly<Record<string, Measured>>> {
  const crowd =
    (run: (id: string, lane: number) => Promise<unknown>) =>
    async (round: number): Promise<CrowdSample> => {
      const cpuBefore = cpuMsOfWorld(world);
      const ms = await timeMs(() =>
        runCrowd(CROWD, (place, lane) => run(`crowd-${round}-${place}`, lane)),
      );
      const cpuMsPerItem = (cpuMsOfWorld(world) - cpuBefore) / CROWD.total;
      await world.people.allAccepted();
      return { itemsPerSecond: (CROWD.total * SECOND_MS) / ms, cpuMsPerItem };
    };
  const [sluice, bare] = await interleaved(
    [crowd((id, lane) => runSluiceItem(world, id, lane)), crowd((id) => runBareItem(world, id))],
    CROWD_ROUNDS,
  );
  const speeds = (samples: readonly CrowdSample[]) => samples.map((each) => each.itemsPerSecond);
  const costs = (samples: readonly CrowdSample[]) => samples.map((each) => each.cpuMsPerItem);
  return {
    'item-throughput-ratio': ratioOf(speeds(sluice), speeds(bare)),
    'item-throughput': medianOf(speeds(sluice)),
    'bare-throughput': medianOf(speeds(bare)),
    'item-cpu': medianOf(costs(sluice)),
    'bare-cpu': medianOf(costs(bare)),
  };
}
