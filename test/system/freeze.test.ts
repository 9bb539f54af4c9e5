import { expect, test } from 'vitest';
import { openChores, submitChange } from '../support/chore-world.ts';

const ITEM = 'P0-001';
/** Long enough to be approved within, short enough to wait for. */
const WINDOW_MS = 6_000;

test('what is approved in a freeze is committed by itself when it ends, and not before', async () => {
  await using world = await openChores();
  await world.startProgram();
  await submitChange(world, ITEM);
  const untilMs = Date.now() + WINDOW_MS;
  const until = new Date(untilMs).toISOString();
  const freeze = { reason: 'holidays', until, exempt: [] };
  expect(await world.message('pause', freeze)).toMatchObject({ kind: 'accepted' });
  expect((await world.board()).freeze).toMatchObject({ inForce: true, reason: 'holidays' });
  await world.until(ITEM, ({ state }) => state.freeze !== undefined, 'be told of the freeze');
  await world.approve(ITEM);
  expect(await world.item(ITEM)).toMatchObject({ waitingOn: 'date', state: { commit: null } });
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });
  expect(Date.now()).toBeGreaterThanOrEqual(untilMs);
  const { records } = await world.deps.log.list({ offset: 0, limit: 1_000 });
  const decisions = records.flatMap(({ record: { body } }) =>
    body.type === 'decision' ? [`${body.decision} by ${body.actor}`] : [],
  );
  expect(decisions).toEqual(['pause by human:lea', 'resume by service:sluice']);
});
