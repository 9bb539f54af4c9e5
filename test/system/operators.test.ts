import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { ensureTemporalCli } from '../../client/server/temporal-cli.ts';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attribute.ts';
import { openChores, submitChange } from '../support/chore-world.ts';
import { CrashWorld } from '../support/crash-world.ts';
import { eventually, type World } from '../support/world.ts';

const run = promisify(execFile);
const ITEM = 'P0-001';

/** What Temporal's UI reads to show a workflow; see temporal.api.sdk.v1.WorkflowMetadata. */
interface WorkflowMetadata {
  readonly currentDetails?: string;
  readonly definition?: {
    readonly signalDefinitions?: readonly {
      readonly name: string;
      readonly description?: string;
    }[];
  };
}

function metadataOf(world: World, id: string): Promise<WorkflowMetadata> {
  return world.itemHandle(id).query<WorkflowMetadata>('__temporal_workflow_metadata');
}

/** The signal that the current details show, with the payload that they show. */
async function shownSignal(world: World): Promise<{ name: string; payload: string }> {
  const { currentDetails = '' } = await metadataOf(world, ITEM);
  const [, name = ''] = /name `(\w+)`, input:/.exec(currentDetails) ?? [];
  const [, payload = ''] = /```json\n([^`]*)\n```/.exec(currentDetails) ?? [];
  return { name, payload };
}

/** Sends by the real command line what the page of the item says. */
async function sendByHand(world: World): Promise<string> {
  const { name, payload } = await shownSignal(world);
  const cli = await ensureTemporalCli({ env: process.env, onProgress: () => undefined });
  const target = ['--address', inject('temporalAddress'), '--workflow-id'];
  const id = world.itemHandle(ITEM).workflowId;
  const what = ['--name', name, '--input', payload];
  await run(cli.path, ['workflow', 'signal', ...target, id, ...what]);
  return name;
}

test.concurrent('a person brings an item to its commit with nothing but what the UI shows', async () => {
  await using world = await openChores({ approvals: 2 });
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  world.write('a.txt', 'better\n');
  expect(await sendByHand(world)).toBe('green');
  await world.waitsFor(ITEM, 'reviewer');
  expect(await sendByHand(world)).toBe('review');
  await world.until(ITEM, ({ state }) => state.votes.length === 1, 'have a vote');
  expect(await sendByHand(world)).toBe('review');
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
});

test.concurrent('the list and the page of an item say whose turn it is and what to do', async () => {
  await using world = await openChores();
  await world.startProgram();
  const attributes = async () => {
    const { typedSearchAttributes } = await world.itemHandle(ITEM).describe();
    const known = new Map(
      typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
    );
    return SEARCH_ATTRIBUTES.map((name) => known.get(name));
  };
  await world.waitsFor(ITEM, 'implementer');
  expect(await attributes()).toEqual([world.program, ITEM, 'GREEN', 'P0', 'implementer']);
  await submitChange(world, ITEM);
  expect(await attributes()).toEqual([world.program, ITEM, 'REVIEW', 'P0', 'reviewer']);
  const { currentDetails, definition } = await metadataOf(world, ITEM);
  expect(currentDetails).toContain(`sluice review ${ITEM} --approve`);
  const review = definition?.signalDefinitions?.find(({ name }) => name === 'review');
  expect(review?.description).toContain('verdict');
  const board = await world.board();
  expect(board.open).toMatchObject([{ id: ITEM, standing: 'active', lane: 1 }]);
  expect(board.counts).toMatchObject({ items: 1, open: 1, done: 0 });
});

test.concurrent('a block stops the gate that runs, and the item goes on where it stood', async () => {
  await using crash = await CrashWorld.open(1);
  const { world } = crash;
  crash.hold();
  await crash.startWorker();
  await world.startProgram();
  const work = crash.toReview(ITEM);
  await eventually(
    async () => (crash.beats > 0 ? true : undefined),
    () => 'a gate to run',
  );
  const body = { actor: 'human:lea', reason: 'the database is down' };
  expect(await world.send(ITEM, 'block', body)).toMatchObject({ kind: 'accepted' });
  const started = performance.now();
  const gone = async () => (crash.gateProcesses.length === 0 ? true : undefined);
  await eventually(gone, () => 'the gate to be stopped');
  expect(performance.now() - started).toBeLessThan(CANCEL_MS_MAX);
  expect((await world.item(ITEM)).waitingOn).toBe('unblocker');
  crash.letGo();
  await world.send(ITEM, 'unblock', { actor: 'human:lea' });
  await work;
  await world.approve(ITEM);
  expect(await crash.outcome()).toEqual([]);
});

/** "Within seconds", also on a busy machine. */
const CANCEL_MS_MAX = 10_000;

test.concurrent('a deferred item comes back by itself when its time has come', async () => {
  await using world = await openChores();
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  const untilMs = Date.now() + 1_500;
  await world.send(ITEM, 'defer', { actor: 'human:lea', reason: 'after the freeze', untilMs });
  expect((await world.item(ITEM)).waitingOn).toBe('date');
  await world.waitsFor(ITEM, 'implementer');
  expect(Date.now()).toBeGreaterThanOrEqual(untilMs);
  await submitChange(world, ITEM);
  await world.approve(ITEM);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
});
