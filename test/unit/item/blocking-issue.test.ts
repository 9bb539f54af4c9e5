import { expect, test } from 'vitest';
import { ItemDesk } from '../../support/item-desk.ts';
import { itemContract, LEAD } from '../../support/item-fixture.ts';

test('each standstill is logged with who raised it and how it was resolved', () => {
  const desk = new ItemDesk(itemContract());
  desk.block();
  const deferral = { messageId: desk.nextId(), actor: LEAD, reason: 'after the holidays' };
  desk.send({ type: 'defer', ...deferral, untilMs: 90_000 });
  desk.atMs = 90_000;
  desk.feed({ type: 'clock' });
  expect(desk.state.issues).toMatchObject([
    {
      id: 'B1',
      kind: 'blocked',
      reason: 'the vendor is down',
      resolution: { by: LEAD, how: 'deferred instead: after the holidays' },
    },
    {
      id: 'B2',
      kind: 'deferred',
      untilMs: 90_000,
      resolution: { by: 'service:sluice', how: 'its date has come' },
    },
  ]);
});

test('a block of Sluice’s own is evidence too, and its resolution names who gave it', () => {
  const desk = new ItemDesk(itemContract({ attemptsMax: 1 }));
  desk.red();
  desk.gateFails('RED_DID_NOT_FAIL');
  expect(desk.records.map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ decision: 'block', actor: 'service:sluice', facts: { issue: 'B1' } }),
  );
  desk.send({ type: 'unblock', messageId: 'u1', actor: LEAD, reason: 'the test was rewritten' });
  expect(desk.state.issues).toMatchObject([
    { id: 'B1', resolution: { by: LEAD, how: 'the test was rewritten' } },
  ]);
});
