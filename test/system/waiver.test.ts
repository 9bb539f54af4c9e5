import { expect, test } from 'vitest';
import { verifyEvidence } from '../../evidence/verify-evidence.ts';
import { after, openSuite, waiveVerify } from '../support/suite-world.ts';
import { eventually, type World } from '../support/world.ts';

const FIRST = 'P0-001';
const SECOND = 'P0-002';
/** Long enough for a gate to run on the base tree, short enough to wait for. */
const SOON_MS = 6_000;

async function submit(world: World, id: string): Promise<void> {
  await world.waitsFor(id, 'implementer', 'GREEN');
  world.write('a.txt', `work of ${id}\n`);
  await world.green(id);
}

async function bodies(world: World) {
  const { records } = await world.deps.log.list({ offset: 0, limit: 1_000 });
  return records.map(({ record }) => record.body);
}

async function problems(world: World): Promise<readonly string[]> {
  const { evidenceDir: dir, publicKey, blobs } = world.deps;
  const verdict = await verifyEvidence({ dir, publicKey, blobs, anchors: [] });
  return verdict.problems.map(({ code, message }) => `${code}: ${message}`);
}

test.concurrent('a failure that is on the base tree too is waived, the item is committed with it, and the release says so', async () => {
  await using world = await openSuite(1, 'caps: { openWaivers: 1 }\n');
  await world.startProgram();
  await submit(world, FIRST);
  expect((await world.item(FIRST)).state.setback).toMatchObject({ gate: 'verify' });
  await waiveVerify(world, FIRST, { tests: ['suite > feed'] });
  const { state } = await world.waitsFor(FIRST, 'reviewer');
  expect(state.gates.at(-1)).toMatchObject({ gate: 'verify', result: 'WAIVED', exitCode: 1 });
  await world.approve(FIRST);
  const result = await world.programHandle.result();
  expect(result).toMatchObject({ verdict: 'GO_WITH_WAIVERS' });
  expect(world.git('log', '-1', '--format=%(trailers:key=Sluice-Waiver,valueonly)')).toMatch(
    /^W1 verify until /,
  );
  const all = await bodies(world);
  const base = all.filter((body) => body.type === 'run' && body.stage === 'BASE');
  expect(base).toMatchObject([{ gate: 'base/verify/W1', result: 'FAIL', code: 'COMMAND_FAILED' }]);
  const waivers = all.flatMap((body) => (body.type === 'waiver' ? [body] : []));
  expect(waivers.map(({ event, basis }) => [event, basis])).toEqual([
    ['requested', null],
    ['granted', 'same-tests'],
  ]);
  expect(await problems(world)).toEqual([]);
});

test.concurrent('a waiver does not hide what the item itself breaks, whatever it names', async () => {
  await using world = await openSuite(1);
  await world.startProgram();
  await world.waitsFor(FIRST, 'implementer', 'GREEN');
  world.write('auth.broken', 'my own fault\n');
  await world.green(FIRST);
  await waiveVerify(world, FIRST, { tests: ['suite > feed', 'suite > auth'] });
  const { state } = await world.waitsFor(FIRST, 'implementer', 'GREEN');
  expect(state.waivers).toMatchObject([{ status: 'refused', code: 'WAIVER_HIDES_OWN_FAILURE' }]);
  expect(state.attempt).toBe(2);
});

test.concurrent('a waiver that ends during the review reopens its gate, and the verdict comes too late', async () => {
  await using world = await openSuite(1);
  await world.startProgram();
  await submit(world, FIRST);
  await waiveVerify(world, FIRST, { until: after(SOON_MS) });
  const before = (await world.waitsFor(FIRST, 'reviewer')).state;
  // Nobody reviews; the gate runs again by itself and sends the item back.
  const { state } = await world.waitsFor(FIRST, 'implementer', 'GREEN');
  expect(state.attempt).toBeGreaterThan(before.attempt);
  expect(state.waivers).toMatchObject([{ id: 'W1', status: 'expired', code: 'WAIVER_EXPIRED' }]);
  expect(state.gates.at(-1)).toMatchObject({ gate: 'verify', result: 'FAIL' });
  const late = await world.send(FIRST, 'review', {
    actor: 'agent:claude',
    attempt: before.attempt,
    tree: before.candidate?.tree,
    verdict: 'APPROVED',
    gates: { P0: { result: 'PASS' }, P1: { result: 'PASS' }, P2: { result: 'PASS' } },
  });
  expect(late).toMatchObject({ kind: 'refused' });
});

test.concurrent('a waiver that ends after the checkpoint is a NO_GO until it is renewed', async () => {
  await using world = await openSuite(2);
  await world.startProgram();
  const [until, untilMs] = [after(2 * SOON_MS), Date.now() + 2 * SOON_MS];
  for (const [id, fields] of [
    [FIRST, { until }],
    [SECOND, {}],
  ] as const) {
    await submit(world, id);
    await waiveVerify(world, id, fields);
    await world.waitsFor(id, 'reviewer');
    if (id === FIRST) await world.approve(id);
  }
  const isOver = () => Promise.resolve(Date.now() > untilMs ? true : undefined);
  await eventually(isOver, () => 'the waiver to end');
  await world.approve(SECOND);
  const { phase } = await world.untilBoard(
    (view) => view.phase.kind === 'not-certified',
    'be refused its certificate',
  );
  expect(phase).toMatchObject({ reason: expect.stringContaining(`W1 of ${FIRST} (verify) ended`) });
  const renewal = { item: FIRST, gate: 'verify', reason: 'still down', until: after(60 * SOON_MS) };
  expect(await world.message('waive', renewal)).toMatchObject({ kind: 'accepted' });
  await world.message('retry', { target: 'certification', reason: 'renewed' });
  const result = await world.programHandle.result();
  expect(result).toMatchObject({ verdict: 'GO_WITH_WAIVERS' });
  expect(await problems(world)).toEqual([]);
});
