// Makes a checkpoint and kills itself at one step of it, as a power cut would.
import { commitCheckpoint } from '../../git/checkpoint.ts';
import type { CheckpointOptions, CheckpointStep } from '../../git/checkpoint.ts';
import { openRepository } from '../../git/repository.ts';

export interface CheckpointOrder {
  readonly root: string;
  readonly options: CheckpointOptions;
  readonly killAt: CheckpointStep | null;
}

const order = JSON.parse(process.argv[2] ?? '') as CheckpointOrder;
const answer = await commitCheckpoint(await openRepository(order.root), order.options, {
  onStep: (step) => {
    if (step === order.killAt) process.kill(process.pid, 'SIGKILL');
  },
});
process.send?.(answer);
process.disconnect();
