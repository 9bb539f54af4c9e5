import { WorkflowUpdateFailedError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { approvalOf } from '../support/crash-world.ts';
import { openChores, recordsOfMessage, submitChange } from '../support/chore-world.ts';
import { eventsOf, historiesOf } from '../support/histories.ts';
import { eventually, type World } from '../support/world.ts';

const ITEM = 'P0-001';
const GREEN = { actor: 'agent:codex', attempt: 1 };

/** Waits until a record of this message is in the evidence. */
function recorded(world: World, messageId: string): Promise<readonly string[]> {
  const ask = async () => {
    const found = await recordsOfMessage(world, messageId);
    return found.length > 0 ? found : undefined;
  };
  return eventually(ask, () => `a record of ${messageId}`);
}

test.concurrent('the same id by signal and by update counts once, in whichever order they come', async () => {
  await using world = await openChores();
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  await world.itemHandle(ITEM).signal('green', { messageId: 'm1', ...GREEN });
  expect(await world.send(ITEM, 'green', { messageId: 'm1', ...GREEN })).toEqual({
    kind: 'duplicate',
    first: 'accepted',
  });
  const approval = { messageId: 'm2', ...approvalOf(await world.waitsFor(ITEM, 'reviewer')) };
  expect(await world.send(ITEM, 'review', approval)).toMatchObject({ kind: 'accepted' });
  // The item may have ended by then, which is as good as being counted once.
  await world
    .itemHandle(ITEM)
    .signal('review', approval)
    .catch(() => undefined);
  await world.programHandle.result();
  expect(await recordsOfMessage(world, 'm1')).toEqual(['submission']);
  expect(await recordsOfMessage(world, 'm2')).toEqual(['verdict']);
});

test.concurrent('an id counts once also after the item has continued as new', async () => {
  await using world = await openChores({ historyEventsMax: 5 });
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  await world.send(ITEM, 'green', { messageId: 'm1', ...GREEN });
  await world.waitsFor(ITEM, 'reviewer');
  const runs = await historiesOf(world.temporal.client, world.itemHandle(ITEM).workflowId);
  expect(runs.length).toBeGreaterThan(1);
  const again = await world.send(ITEM, 'green', { messageId: 'm1', ...GREEN });
  expect(again).toEqual({ kind: 'duplicate', first: 'accepted' });
  await world.approve(ITEM);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
  expect(await recordsOfMessage(world, 'm1')).toEqual(['submission']);
});

const MALFORMED: readonly (readonly [what: string, signal: string, payload: unknown])[] = [
  ['a text where a number must be', 'green', { ...GREEN, attempt: 'one' }],
  ['a field that no message has', 'green', { ...GREEN, force: true }],
  ['a list', 'review', [1, 2, 3]],
  ['nothing', 'block', undefined],
  ['1.5 MB of reason', 'block', { actor: 'human:lea', reason: 'x'.repeat(1_500_000) }],
  ['an actor of no known kind', 'retry', { actor: 'root', from: 'GREEN', reason: 'mine' }],
  ['a lane that a hand made up', 'admitted', { lane: -1 }],
];

test.concurrent('a malformed signal is refused and recorded with where and why, and the item goes on', async () => {
  await using world = await openChores();
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  for (const [place, [, signal, payload]] of MALFORMED.entries()) {
    const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
    const named = isObject ? { messageId: `bad-${place}`, ...payload } : payload;
    await world.itemHandle(ITEM).signal(signal, named);
  }
  const isRefused = ({ state }: { state: { refusals: readonly unknown[] } }): boolean =>
    state.refusals.length === MALFORMED.length;
  const { state } = await world.until(ITEM, isRefused, 'have refused all');
  for (const refusal of state.refusals) {
    expect(refusal).toMatchObject({ code: 'MALFORMED_MESSAGE' });
    expect(Object.keys(refusal.facts)).toEqual(['where', 'expected', 'found']);
  }
  expect(await recorded(world, 'bad-0')).toEqual(['refusal']);
  expect(await recorded(world, 'bad-6')).toEqual(['refusal']);
  await submitChange(world, ITEM);
  await world.approve(ITEM);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
});

test.concurrent('a signal that is no JSON at all is refused and recorded, and the item goes on', async () => {
  await using world = await openChores();
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  const metadata = { encoding: Buffer.from('json/plain') };
  await world.temporal.client.workflowService.signalWorkflowExecution({
    namespace: world.temporal.namespace,
    workflowExecution: { workflowId: world.itemHandle(ITEM).workflowId },
    signalName: 'block',
    input: { payloads: [{ metadata, data: Buffer.from('not JSON') }] },
  });
  const { state } = await world.until(
    ITEM,
    (view) => view.state.refusals.length === 1,
    'refuse it',
  );
  expect(state.refusals).toMatchObject([{ message: 'block', code: 'MALFORMED_MESSAGE' }]);
  await submitChange(world, ITEM);
});

test.concurrent('a signal above the limit of the server is refused by it, and the item goes on', async () => {
  await using world = await openChores();
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  const huge = { messageId: 'huge', actor: 'human:lea', reason: 'x'.repeat(3_000_000) };
  await expect(world.itemHandle(ITEM).signal('block', huge)).rejects.toThrow(
    /size exceeds limit|Failed to signal/,
  );
  await submitChange(world, ITEM);
});

test.concurrent('a signal of the program that a hand made up is refused, and the program goes on', async () => {
  await using world = await openChores();
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  await world.programHandle.signal('itemChanged', { id: ITEM, kind: 'standing' });
  await world.programHandle.signal('itemChanged', null);
  await world.programHandle.signal('pause', { messageId: 'p1', actor: 'human:lea' });
  const ask = async () => ((await world.board()).refusals.length === 3 ? true : undefined);
  await eventually(ask, () => 'three refusals');
  await submitChange(world, ITEM);
  await world.approve(ITEM);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
});

test.concurrent('a malformed update is rejected with where, expected and found, and leaves no trace', async () => {
  await using world = await openChores();
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  const failure = await world
    .send(ITEM, 'green', { ...GREEN, attempt: 0 })
    .catch((e: unknown) => e);
  expect(failure).toBeInstanceOf(WorkflowUpdateFailedError);
  expect((failure as WorkflowUpdateFailedError).cause).toMatchObject({
    type: 'MALFORMED_MESSAGE',
    details: [{ where: 'green.attempt', expected: expect.any(String), found: '0' }],
  });
  const [run] = await historiesOf(world.temporal.client, world.itemHandle(ITEM).workflowId);
  const updates = run === undefined ? [] : eventsOf(run).filter(isUpdate);
  expect(updates).toEqual([]);
});

function isUpdate(event: { workflowExecutionUpdateAcceptedEventAttributes?: unknown }): boolean {
  return Boolean(event.workflowExecutionUpdateAcceptedEventAttributes);
}

test.concurrent('an approval of an older attempt, or of another tree, is refused', async () => {
  await using world = await openChores();
  await world.startProgram();
  const old = approvalOf(await submitChange(world, ITEM, 'first'));
  await world.requestChanges(ITEM);
  const { state } = await submitChange(world, ITEM, 'second');
  expect(await world.send(ITEM, 'review', old)).toMatchObject({ code: 'STALE_ATTEMPT' });
  const mixed = { ...old, attempt: state.attempt };
  expect(await world.send(ITEM, 'review', mixed)).toMatchObject({ code: 'STALE_TREE' });
  expect((await world.item(ITEM)).waitingOn).toBe('reviewer');
});

test.concurrent('an approval that a reset replays does not approve the tree that is there now', async () => {
  await using world = await openChores({ approvals: 2 });
  await world.startProgram();
  const first = await submitChange(world, ITEM, 'reviewed');
  const handle = world.itemHandle(ITEM);
  await handle.signal('review', { messageId: 'before-the-reset', ...approvalOf(first) });
  await world.until(ITEM, ({ state }) => state.votes.length === 1, 'have a vote');
  world.write('a.txt', 'nobody reviewed this\n');
  const [run] = await historiesOf(world.temporal.client, handle.workflowId);
  const task = run && eventsOf(run).find((event) => event.workflowTaskCompletedEventAttributes);
  await world.temporal.client.workflowService.resetWorkflowExecution({
    namespace: world.temporal.namespace,
    workflowExecution: { workflowId: handle.workflowId },
    reason: 'a test resets it',
    workflowTaskFinishEventId: task?.eventId ?? null,
    requestId: 'reset-1',
  });
  const { state } = await world.waitsFor(ITEM, 'reviewer');
  expect(state.candidate?.tree).not.toBe(first.state.candidate?.tree);
  expect(state.votes).toEqual([]);
  expect(state.refusals.map(({ messageId }) => messageId)).toEqual(['before-the-reset']);
  expect(await recordsOfMessage(world, 'before-the-reset')).toContain('verdict');
  expect(world.git('rev-list', '--count', 'main')).toBe('1');
});
