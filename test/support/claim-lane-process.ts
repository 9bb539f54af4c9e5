// Claims a lane and lives until it is killed.
import { openLane } from '../../activities/git/lane.ts';
import { openRepository } from '../../activities/git/repository.ts';

const { root, lane } = JSON.parse(process.argv[2] ?? '') as { root: string; lane: number };
await openLane(await openRepository(root), lane);
process.send?.('claimed');
