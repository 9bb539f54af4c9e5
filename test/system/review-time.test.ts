import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NoticeRecord } from '../../domain/evidence-record.ts';
import type { ItemView } from '../../domain/item/item-view.ts';
import { openChores, submitChange } from '../support/chore-world.ts';
import { historiesOf } from '../support/histories.ts';
import { buildRelease, type ReleaseEdit } from '../support/release-build.ts';
import { misfits } from '../support/replay-histories.ts';
import { tempDir } from '../support/temp-dir.ts';
import type { World } from '../support/world.ts';

const ITEM = 'P0-001';
/** Sluice's own folder is no part of the work. */
const TOLD = '.sluice/told.txt';
const NOTIFY = `notify: 'echo "$SLUICE_NOTICE_KIND $SLUICE_NOTICE_COUNT $SLUICE_NOTICE_TO" >> ${TOLD}'\n`;

async function noticesOf(world: World): Promise<readonly NoticeRecord[]> {
  const { records } = await world.deps.log.list({ offset: 0, limit: 1_000 });
  return records.flatMap(({ record: { body } }) => (body.type === 'notice' ? [body] : []));
}

function linesTold(world: World): readonly string[] {
  const path = join(world.repository.root, TOLD);
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

function reminders(view: ItemView): number {
  return view.state.reviewClock?.reminders ?? 0;
}

/** Waits until so many reminders were given, and people told of each. */
async function reminded(world: World, count: number): Promise<ItemView> {
  const isThere = (view: ItemView): boolean =>
    reminders(view) >= count &&
    (view.state.notices ?? []).every((notice) => notice.delivery === 'told');
  return world.until(ITEM, isThere, `be reminded of ${count} times`);
}

/** Each reminder once and none left out, by the evidence. */
async function expectEachOnce(world: World, least: number): Promise<void> {
  const counts = (await noticesOf(world)).map((each) => each.count);
  expect(counts.length).toBeGreaterThanOrEqual(least);
  expect(counts).toEqual(counts.map((_, place) => place + 1));
}

test('reviewers are reminded by the command of the policy until the verdict, and not after it', async () => {
  await using world = await openChores({ review: 'remindAfter: 300ms', more: NOTIFY });
  await world.startProgram();
  await submitChange(world, ITEM);
  await reminded(world, 2);
  await world.approve(ITEM);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
  await expectEachOnce(world, 2);
  expect(linesTold(world)[0]).toBe('reminder 1 agent:claude human:bo');
});

test('a reminder after continue-as-new is not sent twice', async () => {
  await using world = await openChores({
    review: 'remindAfter: 300ms',
    more: NOTIFY,
    historyEventsMax: 15,
  });
  await world.startProgram();
  await submitChange(world, ITEM);
  await reminded(world, 4);
  const runs = await historiesOf(world.temporal.client, world.itemHandle(ITEM).workflowId);
  expect(runs.length).toBeGreaterThan(1);
  await world.approve(ITEM);
  await world.programHandle.result();
  await expectEachOnce(world, 4);
  const told = linesTold(world);
  expect(new Set(told).size).toBe(told.length);
});

test('a review that expires stays closed until a release lead asks again, and a command that fails holds nothing up', async () => {
  await using world = await openChores({
    review: 'escalateAfter: 200ms, escalateTo: [human:boss], expireAfter: 600ms',
    more: `notify: 'echo the chat is down >&2; exit 7'\n`,
  });
  await world.startProgram();
  await world.waitsFor(ITEM, 'implementer');
  world.write('a.txt', 'changed\n');
  await world.green(ITEM);
  const { state } = await world.waitsFor(ITEM, 'releaseLead');
  const { attempt, candidate } = state;
  const gates = { P0: { result: 'PASS' }, P1: { result: 'PASS' }, P2: { result: 'PASS' } };
  const verdict = { actor: 'agent:claude', attempt, tree: candidate?.tree, verdict: 'APPROVED' };
  const answer = await world.send(ITEM, 'review', { ...verdict, gates });
  expect(answer).toMatchObject({ kind: 'refused', code: 'REVIEW_EXPIRED' });
  const failed = (view: ItemView): boolean =>
    view.state.notices?.every((notice) => notice.delivery === 'failed') === true;
  const { state: shown } = await world.until(ITEM, failed, 'show that nobody could be told');
  expect(shown.notices?.map((each) => each.kind)).toEqual(['escalation', 'expiry']);
  expect(shown.notices?.[0]?.problem).toContain('the chat is down');
  const retry = { actor: 'human:lea', from: 'REVIEW', reason: 'Bo is back' };
  expect(await world.send(ITEM, 'retry', retry)).toMatchObject({ kind: 'accepted' });
  await world.until(ITEM, (view) => view.state.attempt === attempt + 1, 'be open again');
});

/** Another time for an activity, another sentence: what a replay does not look at. */
const SECOND: readonly ReleaseEdit[] = [
  {
    file: 'workflows/activity-options.ts',
    from: 'const CONTROL_TIMEOUT_MS = 2 * MINUTE_MS;',
    to: 'const CONTROL_TIMEOUT_MS = 3 * MINUTE_MS;',
  },
  {
    file: 'domain/item/give-notice.ts',
    from: 'waits for a review since ${since}.',
    to: 'still waits for a review, since ${since}.',
  },
];

/** One more command where a record is appended: only a patch lets a running workflow meet it. */
const THIRD: readonly ReleaseEdit[] = [
  ...SECOND,
  {
    file: 'workflows/item-commands.ts',
    from: 'import { CancellationScope,',
    to: 'import { patched, CancellationScope,',
  },
  {
    file: 'workflows/item-commands.ts',
    from: "      case 'record':\n",
    to: "      case 'record':\n        if (patched('record-twice')) await control.record(command.records);\n",
  },
];

/** The same without the patch, as nobody must release it. */
const BROKEN: readonly ReleaseEdit[] = THIRD.map((edit) => ({
  ...edit,
  to: edit.to.replace("if (patched('record-twice')) ", '').replace('patched, ', ''),
}));

test('a review that waits through three worker releases replays and completes', async () => {
  const second = await buildRelease(tempDir(), SECOND);
  const third = await buildRelease(tempDir(), THIRD);
  const broken = await buildRelease(tempDir(), BROKEN);
  await using world = await openChores({ review: 'remindAfter: 1s', more: NOTIFY });
  await world.startProgram();
  await submitChange(world, ITEM);
  await reminded(world, 1);
  for (const release of [second, third]) {
    const before = reminders(await world.item(ITEM));
    await world.stop();
    await world.startWorkers(release);
    await reminded(world, before + 2);
  }
  await world.approve(ITEM);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
  await expectEachOnce(world, 5);
  const item = await historiesOf(world.temporal.client, world.itemHandle(ITEM).workflowId);
  const program = await historiesOf(world.temporal.client, world.programHandle.workflowId);
  expect(await misfits([...item, ...program], readFileSync(third, 'utf8'))).toEqual([]);
  // Without its patch the same release would stop at the first reminder.
  expect(await misfits(item, readFileSync(broken, 'utf8'))).toHaveLength(1);
});
