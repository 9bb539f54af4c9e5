import { expect, test } from 'vitest';
import { itemDetails } from '../../../domain/item/item-details.ts';
import { progressOf } from '../../../domain/item/item-progress.ts';
import { statusOfItem } from '../../../domain/item/item-status.ts';
import type { Actor } from '../../../domain/actor.ts';
import { ItemDesk } from '../../support/item-desk.ts';
import { IMPLEMENTER, itemContract, LEAD } from '../../support/item-fixture.ts';

function skip(desk: ItemDesk, actor: Actor = LEAD) {
  const base = { messageId: desk.nextId(), actor, reason: 'the feature was dropped' };
  return desk.send({ type: 'defer', ...base, untilMs: null, skip: 'for-good' });
}

test('an item that is closed while its gate still runs stops it, and its late pass changes nothing', () => {
  const desk = new ItemDesk(itemContract());
  desk.red();
  const running = desk.run.key;
  expect(skip(desk)).toMatchObject({ kind: 'accepted', facts: { skip: true } });
  expect(desk.commands.some(({ type }) => type === 'cancelGate')).toBe(true);
  const closed = desk.state;
  desk.echo(running);
  expect(desk.state).toEqual(closed);
  expect(desk.state.turn.kind).toBe('closed');
  expect(desk.state.commit).toBeNull();
});

test('a skipped item is no done one, whatever its gates said', () => {
  const desk = new ItemDesk(itemContract()).toReview();
  skip(desk);
  expect(statusOfItem(desk.state)).toBe('skipped');
  expect(progressOf(desk.contract, desk.state)).toMatchObject({ status: 'skipped' });
  expect(progressOf(desk.contract, desk.state).commit).toBeUndefined();
  expect(itemDetails(desk.contract, desk.state)).toContain('Skipped for good');
  expect(desk.approve()).toMatchObject({ kind: 'refused', code: 'ITEM_CLOSED' });
});

test('only a release lead skips, also what is held, and not what is being committed', () => {
  const desk = new ItemDesk(itemContract());
  expect(skip(desk, IMPLEMENTER)).toMatchObject({ kind: 'refused', code: 'NOT_ALLOWED' });
  desk.block();
  expect(skip(desk)).toMatchObject({ kind: 'accepted' });
  const committing = new ItemDesk(itemContract()).toReview();
  committing.approve();
  expect(skip(committing)).toMatchObject({ kind: 'refused', code: 'WRONG_STAGE' });
});
