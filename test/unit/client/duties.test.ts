import { expect, test } from 'vitest';
import { dutiesOf, dutiesOfItem } from '../../../client/duties.ts';
import { nextDeadlineMs } from '../../../domain/item/deadline.ts';
import { viewOfItem } from '../../../domain/item/item-view.ts';
import { LEAD, REVIEWER } from '../../support/item-fixture.ts';
import { reviewed, wake } from '../../support/review-time-desk.ts';

const BOSS = 'human:boss';

test('a review that was escalated is in the inbox of those it went to, and still in that of the reviewers', () => {
  const desk = reviewed({ remindAfterMs: null, expireAfterMs: null });
  const entries = () => dutiesOfItem(viewOfItem(desk.contract, desk.state));
  expect(dutiesOf(LEAD, entries())).toEqual([]);
  wake(desk);
  expect(dutiesOf(LEAD, entries())).toMatchObject([{ commands: ['sluice show P0-003'] }]);
  expect(dutiesOf(BOSS, entries())).toEqual([]);
  wake(desk);
  expect(dutiesOf(BOSS, entries())[0]?.why).toContain('escalated to you');
  expect(dutiesOf(REVIEWER, entries())).toMatchObject([{ waitingOn: 'reviewer' }]);
  desk.approve();
  expect(dutiesOf(BOSS, entries())).toEqual([]);
});

test('an expired review is in the inbox of the release leads, who alone can ask for it again', () => {
  const desk = reviewed();
  while (nextDeadlineMs(desk.contract, desk.state) !== null) wake(desk);
  const entries = dutiesOfItem(viewOfItem(desk.contract, desk.state));
  expect(dutiesOf(REVIEWER, entries)).toEqual([]);
  const [duty] = dutiesOf(LEAD, entries);
  expect(duty?.commands[0]).toBe('sluice retry P0-003 --from REVIEW --reason "…"');
  expect(duty?.why).toContain('expired');
});
