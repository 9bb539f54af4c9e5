import { expect, test } from 'vitest';
import { resolveItemGates } from '../../domain/item/item-gates.ts';
import { openChores, submitChange } from '../support/chore-world.ts';
import { historiesOf } from '../support/histories.ts';
import { ITEM_WORKFLOW } from '../../workflows/messages.ts';
import type { ItemInput } from '../../workflows/inputs.ts';

test('a program that continues as new with open items loses none of them', async () => {
  await using world = await openChores({
    items: 3,
    historyEventsMax: 12,
    more: 'onBlocked: continue\n',
  });
  await world.startProgram();
  await world.waitsFor('P0-001', 'implementer');
  await world.send('P0-001', 'block', { actor: 'human:lea', reason: 'waits for the vendor' });
  for (const id of ['P0-002', 'P0-003']) {
    await submitChange(world, id);
    await world.approve(id);
    await world.done(id);
  }
  await world.send('P0-001', 'unblock', { actor: 'human:lea' });
  await submitChange(world, 'P0-001');
  await world.approve('P0-001');
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO', reasons: [] });
  expect((await world.board()).counts).toMatchObject({ items: 3, done: 3, open: 0 });
  expect(world.git('rev-list', '--count', 'main')).toBe('4');
  for (const id of [world.programHandle, world.itemHandle('P0-001')]) {
    const runs = await historiesOf(world.temporal.client, id.workflowId);
    expect(runs.length).toBeGreaterThan(1);
  }
});

test('signals that came before the first task are applied in the order in which they came', async () => {
  await using world = await openChores({ hasWorkers: false });
  const { contract, queues } = await world.programInput();
  const { policy, ...rest } = contract;
  const item = { ...ITEM_OF_PLAN };
  const input: ItemInput = {
    v: 1,
    contract: {
      ...rest,
      item,
      gates: resolveItemGates(policy, item),
      roles: policy.roles,
      limits: policy.limits,
    },
    queues,
    lane: 1,
  };
  const handle = world.itemHandle(item.id);
  await world.temporal.client.workflow.start(ITEM_WORKFLOW, {
    workflowId: handle.workflowId,
    taskQueue: world.taskQueue,
    args: [input],
  });
  await handle.signal('defer', { messageId: 'd1', actor: 'human:lea', reason: 'not now' });
  await handle.signal('unblock', { messageId: 'u1', actor: 'human:lea' });
  await world.startWorkers();
  const { state } = await world.waitsFor(item.id, 'lane');
  expect(state.refusals).toEqual([]);
});

const ITEM_OF_PLAN = {
  id: 'P0-001',
  title: 'Item 1',
  priority: 0,
  profile: 'chore',
  dependsOn: [],
  tests: [],
  expect: 'assertion',
  line: 1,
  commands: { targeted: [], verify: [] },
} as const;
