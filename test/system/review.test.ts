import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { approvalOf } from '../support/crash-world.ts';
import { openChores, recordsOfMessage, submitChange } from '../support/chore-world.ts';
import { World } from '../support/world.ts';

const ITEM = 'P0-001';

async function bodies(world: World) {
  const { records } = await world.deps.log.list({ offset: 0, limit: 1_000 });
  return records.map(({ record }) => record.body);
}

test.concurrent('an approval that arrives twice, also while the workers restart, counts once', async () => {
  await using world = await openChores({ approvals: 2 });
  await world.startProgram();
  const approval = approvalOf(await submitChange(world, ITEM));
  await world.stop();
  const handle = world.itemHandle(ITEM);
  await handle.signal('review', { messageId: 'a1', ...approval });
  await handle.signal('review', { messageId: 'a1', ...approval });
  await handle.signal('review', { messageId: 'a2', ...approval });
  await world.startWorkers();
  const { state } = await world.until(ITEM, (view) => view.state.refusals.length > 0, 'refuse one');
  expect(state.votes.map((vote) => vote.messageId)).toEqual(['a1']);
  expect(state.refusals).toMatchObject([{ messageId: 'a2', code: 'ALREADY_VOTED' }]);
  expect(state.turn.kind).toBe('reviewer');
  await world.approve(ITEM, 'human:bo');
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
  expect(await recordsOfMessage(world, 'a1')).toEqual(['verdict']);
});

test.concurrent('the co-author of a commit cannot approve it, and is named in the checkpoint', async () => {
  await using world = await openChores({ more: 'identities: { human:bo: [bo@x.org] }\n' });
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  const work = mkdtempSync(join(tmpdir(), 'sluice-work-'));
  world.git('worktree', 'add', '--quiet', '--force', '-b', 'work', work);
  try {
    const message = 'Work\n\nCo-authored-by: Robert <BO@x.org>';
    world.git('-C', work, 'commit', '--quiet', '--allow-empty', '-m', message);
    writeFileSync(join(work, 'a.txt'), 'by two\n');
    await world.green(ITEM, { checkout: work });
    const view = await world.waitsFor(ITEM, 'reviewer');
    expect(view.review.awaited).toEqual(['agent:claude']);
    expect(await world.approve(ITEM, 'human:bo')).toMatchObject({ code: 'SELF_REVIEW' });
    await world.approve(ITEM);
    expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
    const found = (await bodies(world)).find((body) => body.type === 'checkpoint');
    expect(found).toMatchObject({ implementers: ['agent:codex', 'human:bo'] });
  } finally {
    world.git('worktree', 'remove', '--force', work);
  }
});

test.concurrent('the required commands are rerun without caches, and the verdict names these runs', async () => {
  await using world = await World.open({
    policy: `version: 1
program: PROGRAM
roles: { implementers: [agent:codex], reviewers: [agent:claude], releaseLeads: [human:lea] }
limits: { heartbeat: 1s }
gates:
  verify: ['test -f a.txt', 'if test -e cache; then exit 9; else touch cache; fi']
  review: { rerun: true }
items:
  - { id: P0-001, title: One, priority: P0 }
`,
    files: { 'a.txt': 'a\n', '.gitignore': 'cache\n' },
  });
  await world.startProgram();
  const view = await submitChange(world, ITEM);
  const seen = view.review.reruns.map(({ gate, exitCode }) => [gate, exitCode]);
  expect(seen).toEqual([
    ['verify.rerun', 0],
    ['verify.2.rerun', 0],
  ]);
  await world.approve(ITEM);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
  const { records } = await world.deps.log.list({ offset: 0, limit: 1_000 });
  const runs = records.filter(
    ({ record: { body } }) => body.type === 'run' && body.gate.endsWith('.rerun'),
  );
  const verdict = records.find(({ record: { body } }) => body.type === 'verdict');
  expect(verdict?.record.body).toMatchObject({
    reruns: runs.map(({ sha256 }) => ({ recordSha256: sha256, exitCode: 0 })),
  });
});

test.concurrent('a verdict carries over to a tip with which the tree is identical, and the record says so', async () => {
  await using world = await openChores();
  await world.startProgram();
  const { state } = await submitChange(world, ITEM, 'the same');
  const base = world.git('rev-parse', 'main');
  // Somebody commits a part of the very change by hand: on the new tip the tree stays the same.
  world.git('commit', '--quiet', '--all', '-m', 'By hand');
  const tip = world.git('rev-parse', 'main');
  await world.approve(ITEM);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
  const found = (await bodies(world)).find((body) => body.type === 'checkpoint');
  expect(found).toMatchObject({
    tree: state.candidate?.tree,
    carriedOver: { from: base, to: tip },
  });
  expect(world.git('log', '-1', '--format=%B')).toContain(`Sluice-Verdict-From: ${base}`);
});

test.concurrent('solo mode lets one person do it all, and is stamped wherever it is read', async () => {
  await using world = await World.open({
    policy: `version: 1
program: PROGRAM
solo: true
roles: { implementers: [agent:codex], reviewers: [agent:codex], releaseLeads: [agent:codex] }
limits: { heartbeat: 1s }
gates: { verify: [test -f a.txt] }
items: [{ id: P0-001, title: One, priority: P0 }]
`,
    files: { 'a.txt': 'a\n' },
  });
  await world.startProgram();
  await submitChange(world, ITEM);
  expect((await world.board()).solo).toBe(true);
  await world.approve(ITEM, 'agent:codex');
  await world.programHandle.result();
  const stamped = (await bodies(world)).filter((body) => 'solo' in body && body.solo);
  expect(stamped.map((body) => body.type)).toEqual(['verdict', 'checkpoint', 'certification']);
  expect(world.git('log', '-1', '--format=%B')).toContain('Sluice-Mode: solo');
});

test.concurrent('an item is not approved, and a program not certified, while a gate still runs', async () => {
  await using world = await World.open({
    policy: `version: 1
program: PROGRAM
roles: { implementers: [agent:codex], reviewers: [agent:claude], releaseLeads: [human:lea] }
limits: { heartbeat: 1s }
gates: { verify: ['while test -e "$(git rev-parse --git-common-dir)/hold"; do sleep 0.05; done'] }
items: [{ id: P0-001, title: One, priority: P0 }]
`,
    files: { 'a.txt': 'a\n' },
  });
  world.write('.git/hold', '');
  await world.startProgram();
  const { state } = await world.waitsFor(ITEM, 'implementer');
  world.write('a.txt', 'changed\n');
  await world.send(ITEM, 'green', { actor: 'agent:codex', attempt: state.attempt });
  const running = await world.waitsFor(ITEM, 'gate');
  const early = { ...approvalOf(running), tree: world.git('rev-parse', 'HEAD^{tree}') };
  expect(await world.send(ITEM, 'review', early)).toMatchObject({ code: 'WRONG_STAGE' });
  expect(await world.message('certify', { reason: 'now' })).toMatchObject({ kind: 'refused' });
  rmSync(join(world.repository.root, '.git/hold'));
  await world.approve(ITEM);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
});
