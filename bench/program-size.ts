import { planOrder } from '../domain/backlog-order.ts';
import { gateTaskQueue } from '../domain/task-queue.ts';
import { storePlan } from '../evidence/stored-plan.ts';
import { storePolicy } from '../evidence/stored-policy.ts';
import type { ProgramInput } from '../workflows/inputs.ts';
import { PROGRAM_WORKFLOW, programWorkflowId } from '../workflows/messages.ts';
import { benchPolicy } from './bench-policy.ts';
import type { Measured } from './figure.ts';
import { SLUICE_QUEUE } from './measured-workers.ts';
import { BRANCH, cpuMsOfWorld, inNoOpWorld, type NoOpWorld } from './no-op-world.ts';
import { median, timeMs } from './statistics.ts';
import { startTunedServer } from './temporal-server.ts';

const SMALL_ITEMS = 200;
const LARGE_ITEMS = 2_000;
const LANES = 16;
const WARM_UP_ITEMS = 50;

interface Cost {
  readonly msPerItem: number;
  readonly cpuMsPerItem: number;
}

/** What one item costs in a large program against what it costs in a small one. */
export async function measureProgramSize(): Promise<Readonly<Record<string, Measured>>> {
  return inNoOpWorld(startTunedServer, async (world) => {
    await runProgram(world, 'warm-up', WARM_UP_ITEMS);
    // Before and after the large one: a machine that grows slower meanwhile does so for both.
    const before = await runProgram(world, 'before', SMALL_ITEMS);
    const large = await runProgram(world, 'large', LARGE_ITEMS);
    const small = [before, await runProgram(world, 'after', SMALL_ITEMS)];
    return {
      'program-time-ratio': ratio(large, small, 'msPerItem'),
      'program-cpu-ratio': ratio(large, small, 'cpuMsPerItem'),
      'large-program-item': { value: large.msPerItem, samples: 1 },
      'small-program-item': {
        value: median(small.map((each) => each.msPerItem)),
        samples: small.length,
      },
    };
  });
}

function ratio(large: Cost, small: readonly Cost[], field: keyof Cost): Measured {
  const reference = median(small.map((each) => each[field]));
  return { value: large[field] / reference, samples: 1 };
}

async function runProgram(world: NoOpWorld, program: string, items: number): Promise<Cost> {
  const input = await programInput(world, program, items);
  const cpuBefore = cpuMsOfWorld(world);
  const ms = await timeMs(async () => {
    const { client, people } = world;
    const handle = await client.workflow.start(PROGRAM_WORKFLOW, {
      workflowId: programWorkflowId(program),
      taskQueue: SLUICE_QUEUE,
      args: [input],
    });
    await people.orFailure(handle.result());
    await people.allAccepted();
  });
  return { msPerItem: ms / items, cpuMsPerItem: (cpuMsOfWorld(world) - cpuBefore) / items };
}

/** Stores plan and policy as `sluice start` does. */
async function programInput(
  world: NoOpWorld,
  program: string,
  itemCount: number,
): Promise<ProgramInput> {
  const fields = { program, lanes: LANES, trigger: 'at-once', verifyGates: 1 } as const;
  const { policy, items } = benchPolicy({ ...fields, items: itemCount });
  const order = planOrder(items, 'sluice.yaml');
  if (order.kind !== 'ordered') throw new Error('the backlog of this bench cannot be ordered');
  return {
    v: 1,
    contract: {
      program,
      policy,
      policyDigest: await storePolicy(world.blobs, policy),
      planDigest: await storePlan(world.blobs, order.items),
      total: order.items.length,
      branch: BRANCH,
    },
    queues: { gates: gateTaskQueue(SLUICE_QUEUE) },
  };
}
