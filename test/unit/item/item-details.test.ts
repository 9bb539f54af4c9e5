import { expect, test } from 'vitest';
import { examplePayload, itemDetails } from '../../../domain/item/item-details.ts';
import { openSetback } from '../../../domain/item/open-setback.ts';
import { shapeItemMessage } from '../../../domain/message/item-shapes.ts';
import type { ItemMessageType } from '../../../domain/item/item-message.ts';
import { ItemDesk } from '../../support/item-desk.ts';
import { itemContract, LEAD } from '../../support/item-fixture.ts';

const desk = (): ItemDesk => new ItemDesk(itemContract());
const pageOf = ({ contract, state }: ItemDesk): string => itemDetails(contract, state);

test('the page says whose turn it is, what to run and what there is to review', () => {
  const item = desk().toReview();
  const { base, commit } = item.state.candidate ?? {};
  const page = pageOf(item);
  expect(page).toContain('waiting on **reviewer**');
  expect(page).toContain('`sluice review P0-003 --approve`');
  expect(page).toContain(`\`git diff ${base} ${commit}\``);
});

test('findings are a list of their own, so that Markdown does not join them to the sentence before', () => {
  const item = desk().toReview();
  item.requestChanges();
  expect(pageOf(item)).toMatch(/signal green again\.\n\n1\. P1 `src\/auth\.ts:3` the token/);
});

test.each([
  ['an implementer', desk(), 'red'],
  ['a reviewer', desk().toReview(), 'review'],
] as const)(
  'the payload for %s moves the item on when it is sent as it is',
  (_who, item, signal) => {
    const payload = examplePayload(item.contract, item.state);
    const shaped = shapeItemMessage(payload?.signal as ItemMessageType, payload?.body);
    if (!shaped.ok) throw new Error(JSON.stringify(shaped.problem));
    expect(payload?.signal).toBe(signal);
    expect(pageOf(item)).toContain(JSON.stringify(payload?.body, null, 2));
    expect(item.send(shaped.value)).toMatchObject({ kind: 'accepted' });
  },
);

test('the payload for a blocked item unblocks it', () => {
  const item = desk();
  item.block(LEAD);
  const payload = examplePayload(item.contract, item.state);
  const shaped = shapeItemMessage('unblock', payload?.body);
  expect(shaped.ok && item.send(shaped.value)).toMatchObject({ kind: 'accepted' });
});

test('a setback is settled when its stage was passed', () => {
  const item = desk();
  item.red();
  item.gateFails('RED_DID_NOT_FAIL');
  expect(openSetback(item.state)?.code).toBe('RED_DID_NOT_FAIL');
  item.red();
  expect(openSetback(item.state)?.code).toBe('RED_DID_NOT_FAIL');
  item.gate();
  expect(item.state.stage).toBe('GREEN');
  expect(openSetback(item.state)).toBeNull();
});

test('the findings of a review stay open until the next verdict', () => {
  const item = desk().toReview();
  item.requestChanges();
  item.green();
  item.gatesPass();
  expect(item.state.stage).toBe('REVIEW');
  expect(openSetback(item.state)?.code).toBe('CHANGES_REQUESTED');
  item.approve();
  expect(openSetback(item.state)).toBeNull();
});
