// Makes a checkpoint and kills itself at one step of it, as a power cut would.
import { createPrivateKey } from 'node:crypto';
import { commitSigner } from '../../evidence/commit-seal.ts';
import { commitCheckpoint } from '../../git/checkpoint.ts';
import type { CheckpointOptions, CheckpointStep } from '../../git/checkpoint.ts';
import { openRepository } from '../../git/repository.ts';

export interface CheckpointOrder {
  readonly root: string;
  readonly options: CheckpointOptions;
  readonly killAt: CheckpointStep | null;
  /** The orchestrator's key in PEM, where the commit is to be signed. */
  readonly signingKey: string | null;
}

const order = JSON.parse(process.argv[2] ?? '') as CheckpointOrder;
const { signingKey } = order;
const answer = await commitCheckpoint(await openRepository(order.root), order.options, {
  ...(signingKey === null ? {} : { sign: commitSigner(createPrivateKey(signingKey)) }),
  onStep: (step) => {
    if (step === order.killAt) process.kill(process.pid, 'SIGKILL');
  },
});
process.send?.(answer);
process.disconnect();
