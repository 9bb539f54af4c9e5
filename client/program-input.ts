import { join } from 'node:path';
import type { TrackerLink } from '../domain/tracker-update.ts';
import { gateTaskQueue } from '../domain/task-queue.ts';
import { type BlobStore, openBlobStore } from '../evidence/blob-store.ts';
import { storePlan } from '../evidence/stored-plan.ts';
import { storePolicy } from '../evidence/stored-policy.ts';
import { branchTip } from '../git/refs.ts';
import { currentBranch, ensureSluiceDir, openRepository } from '../git/repository.ts';
import { zoneOffsets } from '../policy/zone-offsets.ts';
import type { ProgramInput } from '../workflows/inputs.ts';
import type { LoadedProgram } from './load-program.ts';
import { pinSigners } from './pin-signers.ts';

/** Stores policy, plan and document by their digests, and returns what the program starts with. */
export async function programInput(
  root: string,
  { policy: written, items, tracker }: LoadedProgram,
  taskQueue: string,
): Promise<ProgramInput> {
  const repository = await openRepository(root);
  const stateDir = await ensureSluiceDir(root);
  const branch = written.branch ?? (await currentBranch(repository));
  // A branch without a commit has nothing that a gate could run on; better said now than later.
  const base = await branchTip(repository, branch);
  const blobs = await openBlobStore(join(stateDir, 'evidence'));
  const policy = await pinSigners(root, written, blobs);
  return {
    v: 1,
    contract: {
      program: policy.program,
      policy,
      policyDigest: await storePolicy(blobs, policy),
      planDigest: await storePlan(blobs, items),
      total: items.length,
      branch,
      base,
      ...(policy.hours === undefined
        ? {}
        : { zone: zoneOffsets(policy.hours.timezone, Date.now()) }),
      ...(tracker === null ? {} : { tracker: await trackerLink(blobs, policy, tracker) }),
    },
    queues: { gates: gateTaskQueue(taskQueue) },
  };
}

async function trackerLink(
  blobs: BlobStore,
  { columns }: LoadedProgram['policy'],
  { path, text }: NonNullable<LoadedProgram['tracker']>,
): Promise<TrackerLink> {
  const sha256 = await blobs.put(Buffer.from(text));
  return { path, sha256, ...(columns === undefined ? {} : { columns }) };
}
