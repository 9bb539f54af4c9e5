import type { WorkflowHandle } from '@temporalio/client';
import { expect, test } from 'vitest';
import { resolveItemGates } from '../../domain/item/item-gates.ts';
import type { ItemView } from '../../domain/item/item-view.ts';
import { ITEM_QUERY, ITEM_WORKFLOW, itemWorkflowId } from '../../workflows/messages.ts';
import { backlogItem } from '../support/item-fixture.ts';
import { eventually, World } from '../support/world.ts';

const POLICY = `version: 1
program: PROGRAM
roles: { implementers: [agent:codex], reviewers: [agent:claude], releaseLeads: [human:lea] }
baseline: [test -f a.txt]
gates:
  red: { run: 'exit 1', report: exit, tests: ['test/**'] }
  verify: [test -f a.txt]
items:
  - { id: W-1, title: First, priority: P0 }
`;

/** Starts an item together with its first message, so that one workflow task sees both. */
async function startWith(world: World, type: 'red' | 'green'): Promise<WorkflowHandle> {
  const { contract, queues } = await world.programInput();
  const { program, policy, policyDigest, branch } = contract;
  const item = backlogItem({ id: type });
  const { roles, limits } = policy;
  const gates = resolveItemGates(policy, item);
  const itemContract = { program, item, gates, roles, limits, branch, policyDigest };
  return world.temporal.client.workflow.signalWithStart(ITEM_WORKFLOW, {
    workflowId: itemWorkflowId(program, type),
    taskQueue: world.taskQueue,
    args: [{ v: 1, contract: itemContract, queues, lane: 1 }],
    signal: type,
    signalArgs: [{ messageId: 'first', actor: 'agent:codex', attempt: 1 }],
  });
}

function viewWhere(
  handle: WorkflowHandle,
  isThere: (view: ItemView) => boolean,
): Promise<ItemView> {
  return eventually(
    async () => {
      const view = await handle.query<ItemView>(ITEM_QUERY);
      return isThere(view) ? view : undefined;
    },
    () => 'the first message to be answered',
  );
}

test('a GREEN that comes with the start is refused: RED has not been seen', async () => {
  await using world = await World.open({ policy: POLICY, files: { 'a.txt': 'a\n' } });
  const handle = await startWith(world, 'green');
  const { state } = await viewWhere(handle, (view) => view.state.refusals.length > 0);
  expect(state).toMatchObject({ stage: 'RED', refusals: [{ code: 'WRONG_STAGE' }] });
  await handle.terminate();
});

test('a RED that comes with the start is taken, and its gate runs', async () => {
  await using world = await World.open({ policy: POLICY, files: { 'a.txt': 'a\n' } });
  const handle = await startWith(world, 'red');
  const { state } = await viewWhere(handle, (view) => view.state.stage === 'GREEN');
  expect(state).toMatchObject({ refusals: [], gates: [{ gate: 'red', result: 'PASS' }] });
  await handle.terminate();
});
