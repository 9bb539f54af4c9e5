import type { Measured } from './figure.ts';
import { runSluiceItem } from './item-runs.ts';
import { inNoOpWorld, type NoOpWorld } from './no-op-world.ts';
import { interleaved, medianOf, ratioOf, type Sample, timeMs } from './statistics.ts';
import { startStockServer, startTunedServer } from './temporal-server.ts';

const ROUNDS = { warmUp: 2, counted: 12 };

/** How much faster the same item is on the embedded server than on one with stock settings. */
export async function measureStockServer(): Promise<Readonly<Record<string, Measured>>> {
  return inNoOpWorld(startStockServer, (stockWorld) =>
    inNoOpWorld(startTunedServer, async (tunedWorld) => {
      const [stock, tuned] = await interleaved([alone(stockWorld), alone(tunedWorld)], ROUNDS);
      return { 'stock-server-speedup': ratioOf(stock, tuned), 'stock-latency': medianOf(stock) };
    }),
  );
}

function alone(world: NoOpWorld): Sample<number> {
  return async (round) => {
    const ms = await timeMs(() => runSluiceItem(world, `item-${round}`));
    await world.people.allAccepted();
    return ms;
  };
}
