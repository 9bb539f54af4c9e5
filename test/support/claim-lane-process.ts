// Claims a lane and lives until it is killed.
import { openLane } from '../../git/lane.ts';
import { openRepository } from '../../git/repository.ts';

const { root, lane } = JSON.parse(process.argv[2] ?? '') as { root: string; lane: number };
await openLane(await openRepository(root), lane);
process.send?.('claimed');
