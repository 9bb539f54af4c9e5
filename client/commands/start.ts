import { join } from 'node:path';
import { backlogPlan } from '../../domain/backlog-plan.ts';
import { Fault } from '../../domain/fault.ts';
import { gateTaskQueue } from '../../domain/task-queue.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { storePlan } from '../../evidence/stored-plan.ts';
import { storePolicy } from '../../evidence/stored-policy.ts';
import { branchTip } from '../../git/refs.ts';
import { currentBranch, ensureSluiceDir, openRepository } from '../../git/repository.ts';
import type { ProgramInput } from '../../workflows/inputs.ts';
import { includesActor } from '../../domain/actor.ts';
import { actorOf } from '../actor.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { findPlace } from '../find-root.ts';
import { type LoadedProgram, loadProgram } from '../load-program.ts';
import { Refused } from '../refused.ts';
import { inSession, rememberProgram } from '../session.ts';

/** Largest policy that is pinned in a workflow, without its items: Temporal's limit is 2 MB. */
const PINNED_POLICY_BYTES_MAX = 256 * 1024;

/** `sluice start`: checks everything, stores policy and plan by digest, and starts the program. */
export async function start(input: CommandInput): Promise<CommandOutput> {
  const { root } = findPlace(input.global.cwd);
  const loaded = await loadProgram(root);
  checkSize(loaded);
  await checkActor(input, loaded);
  if (input.options['dryRun'] === true) {
    const data = backlogPlan(loaded);
    const text = `${data.counts.items} items would run; nothing was started.`;
    return { kind: 'plan', data, text };
  }
  const { program } = loaded.policy;
  const named = { ...input, global: { ...input.global, program } };
  return inSession(named, async (session) => {
    const gateway = await session.gateway();
    await gateway.startProgram(
      await programInput(root, loaded, session.taskQueue),
      session.taskQueue,
    );
    await rememberProgram(session.stateDir, program);
    const data = { program, items: loaded.items.length, taskQueue: session.taskQueue };
    const text = `Started ${program}: ${loaded.items.length} items. Follow it with \`sluice watch\`, see it with \`sluice board\`.`;
    return { kind: 'started', data, text };
  });
}

function checkSize({ policy }: LoadedProgram): void {
  const bytes = Buffer.byteLength(JSON.stringify(policy));
  if (bytes <= PINNED_POLICY_BYTES_MAX) return;
  throw new Fault({
    code: 'POLICY_TOO_LARGE',
    facts: { bytes, bytesMax: PINNED_POLICY_BYTES_MAX },
  });
}

/** Only a release lead starts a program; the policy says who that is. */
async function checkActor(input: CommandInput, { policy }: LoadedProgram): Promise<void> {
  const actor = await actorOf(input);
  if (includesActor(policy.roles.releaseLeads, actor)) return;
  throw new Refused('NOT_ALLOWED', { actor, action: 'start', allowed: ['releaseLeads'] });
}

async function programInput(
  root: string,
  { policy, items }: LoadedProgram,
  taskQueue: string,
): Promise<ProgramInput> {
  const repository = await openRepository(root);
  const stateDir = await ensureSluiceDir(root);
  const branch = policy.branch ?? (await currentBranch(repository));
  // A branch without a commit has nothing that a gate could run on; better said now than later.
  await branchTip(repository, branch);
  const blobs = await openBlobStore(join(stateDir, 'evidence'));
  return {
    v: 1,
    contract: {
      program: policy.program,
      policy,
      policyDigest: await storePolicy(blobs, policy),
      planDigest: await storePlan(blobs, items),
      total: items.length,
      branch,
    },
    queues: { gates: gateTaskQueue(taskQueue) },
  };
}
