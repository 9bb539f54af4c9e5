import { BENCHES } from './benches.ts';

/**
 * Measures one bench in this process, which `main.ts` forked for it, and sends what came out. A
 * process of its own keeps the heap of one bench from slowing the next: forks cost by it.
 */
const [name] = process.argv.slice(2);
const bench = BENCHES.find((each) => each.name === name);
if (bench === undefined) throw new Error(`there is no bench ${name}`);
const measure = await bench.load();
process.send?.(await measure());
process.disconnect?.();
