// Claims a lane, moves it if it is told to, and lives until it is killed.
import { moveLane, openLane } from '../../git/lane.ts';
import { openRepository } from '../../git/repository.ts';

interface ClaimLaneOrder {
  readonly root: string;
  readonly lane: number;
  readonly moveTo?: string;
}

const { root, lane, moveTo } = JSON.parse(process.argv[2] ?? '') as ClaimLaneOrder;
const repository = await openRepository(root);
const claimed = await openLane(repository, lane);
if (moveTo !== undefined) await moveLane(repository, claimed, moveTo);
process.send?.('claimed');
// The channel to the test keeps this process alive only while somebody listens.
process.on('message', () => undefined);
