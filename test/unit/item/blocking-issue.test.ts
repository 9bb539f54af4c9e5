import { expect, test } from 'vitest';
import { ItemDesk } from '../../support/item-desk.ts';
import { nextDeadlineMs } from '../../../domain/item/deadline.ts';
import { itemDetails } from '../../../domain/item/item-details.ts';
import { itemContract, LEAD, REVIEWER } from '../../support/item-fixture.ts';

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

function blockUntil(desk: ItemDesk, untilMs: number) {
  const base = { messageId: desk.nextId(), actor: LEAD, reason: 'the vendor is down' };
  return desk.send({ type: 'block', ...base, unblocker: REVIEWER, untilMs });
}

test('a block with an end goes on by itself then, and its log and its evidence say so', () => {
  const desk = new ItemDesk(itemContract());
  blockUntil(desk, 90_000);
  expect(nextDeadlineMs(desk.contract, desk.state)).toBe(90_000);
  desk.feed({ type: 'clock' });
  expect(desk.state.hold).not.toBeNull();
  desk.feed({ type: 'recorded' });
  desk.atMs = 90_000;
  desk.feed({ type: 'clock' });
  expect(desk.state.hold).toBeNull();
  expect(desk.state.issues).toMatchObject([
    { id: 'B1', untilMs: 90_000, resolution: { by: 'service:sluice', how: 'its date has come' } },
  ]);
  const records = desk.commands.flatMap((each) => (each.type === 'record' ? each.records : []));
  const decisions = records.flatMap(({ body }) => (body.type === 'decision' ? [body] : []));
  expect(decisions).toMatchObject([
    {
      decision: 'block',
      facts: { issue: 'B1', unblocker: REVIEWER, until: '1970-01-01T00:01:30.000Z' },
    },
    { decision: 'unblock', actor: 'service:sluice', facts: { issue: 'B1' } },
  ]);
});

test('a block that was ended in time does not end once more when its date comes', () => {
  const desk = new ItemDesk(itemContract());
  blockUntil(desk, 90_000);
  desk.unblock();
  desk.block();
  desk.atMs = 90_000;
  desk.feed({ type: 'clock' });
  expect(desk.state.hold?.untilMs).toBeNull();
  expect(desk.state.issues).toMatchObject([{ resolution: { by: LEAD } }, { resolution: null }]);
});

test('a stop whose end has passed is refused', () => {
  const refusal = { kind: 'refused', code: 'EXPIRY_PASSED' };
  expect(blockUntil(new ItemDesk(itemContract()), 1)).toMatchObject(refusal);
});

test('an open block shows its reason, who can unblock it and until when, where operators look', () => {
  const desk = new ItemDesk(itemContract());
  blockUntil(desk, 90_000);
  const details = itemDetails(desk.contract, desk.state);
  expect(details).toContain('B1 blocked by human:lea');
  expect(details).toContain(`${REVIEWER} and release leads can unblock it`);
  expect(details).toContain('until 1970-01-01T00:01:30.000Z');
});

test('an item that is taken out leaves no issue open', () => {
  const desk = new ItemDesk(itemContract());
  desk.block();
  const base = { messageId: desk.nextId(), actor: LEAD, reason: 'dropped' };
  desk.send({ type: 'defer', ...base, untilMs: null, skip: 'for-good' });
  expect(desk.state.issues).toMatchObject([{ resolution: { how: 'skipped for good: dropped' } }]);
});
