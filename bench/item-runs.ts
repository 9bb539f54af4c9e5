import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import { resolveItemGates } from '../domain/item/item-gates.ts';
import type { BacklogItem, Policy } from '../domain/policy.ts';
import { formatPriority } from '../domain/priority.ts';
import { gateTaskQueue } from '../domain/task-queue.ts';
import type { ItemInput } from '../workflows/inputs.ts';
import { ITEM_WORKFLOW, type ItemResult, itemWorkflowId } from '../workflows/messages.ts';
import {
  SLUICE_ITEM,
  SLUICE_PRIORITY,
  SLUICE_PROGRAM,
  SLUICE_STAGE,
  SLUICE_WAITING_ON,
} from '../workflows/search-attributes.ts';
import { BARE_QUEUE, SLUICE_QUEUE } from './measured-workers.ts';
import type { People } from './people.ts';

export interface ItemWork {
  readonly client: Client;
  readonly people: People;
  readonly policy: Policy;
  readonly policyDigest: string;
  readonly branch: string;
  /** Any item of the policy: the ids are made unique. */
  readonly item: BacklogItem;
}

/** Runs one item of Sluice from its start to its checkpoint. `id` is unique on the server. */
export async function runSluiceItem(work: ItemWork, id: string, lane = 1): Promise<ItemResult> {
  const { client, people, policy } = work;
  const item = { ...work.item, id };
  const workflowId = itemWorkflowId(policy.program, id);
  const handle = await client.workflow.start(ITEM_WORKFLOW, {
    workflowId,
    taskQueue: SLUICE_QUEUE,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    args: [inputOf(work, item, lane)],
    // As a program starts its items.
    staticSummary: `${id} ${formatPriority(item.priority)} ${item.title}`,
    typedSearchAttributes: [
      { key: SLUICE_PROGRAM, value: policy.program },
      { key: SLUICE_ITEM, value: id },
      { key: SLUICE_PRIORITY, value: formatPriority(item.priority) },
      { key: SLUICE_STAGE, value: 'RED' },
      { key: SLUICE_WAITING_ON, value: 'implementer' },
    ],
  });
  people.send(workflowId, 'red');
  return (await people.orFailure(handle.result())) as ItemResult;
}

function inputOf(work: ItemWork, item: BacklogItem, lane: number): ItemInput {
  const { policy, policyDigest, branch } = work;
  return {
    v: 1,
    contract: {
      program: policy.program,
      item,
      gates: resolveItemGates(policy, item),
      roles: policy.roles,
      limits: policy.limits,
      branch,
      policyDigest,
    },
    queues: { gates: gateTaskQueue(SLUICE_QUEUE) },
    lane,
  };
}

/** Runs one bare workflow with the same messages. `id` is unique on the server. */
export async function runBareItem({ client, people }: ItemWork, id: string): Promise<void> {
  const workflowId = `bare/${id}`;
  const handle = await client.workflow.start('bareItem', {
    workflowId,
    taskQueue: BARE_QUEUE,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
  });
  people.send(workflowId, 'red');
  await people.orFailure(handle.result());
}

/** Runs `total` items, `atOnce` at a time; `run` gets a number from 0 and a lane from 1. */
export async function runCrowd(
  { total, atOnce }: { readonly total: number; readonly atOnce: number },
  run: (place: number, lane: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (number: number): Promise<void> => {
    for (let place = next++; place < total; place = next++) await run(place, number);
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => lane(index + 1)));
}
