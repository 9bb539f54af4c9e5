import { describe, expect, it } from 'vitest';
import { nextDeadlineMs } from '../../../domain/item/deadline.ts';
import { itemDetails } from '../../../domain/item/item-details.ts';
import { viewOfItem, waitingOn } from '../../../domain/item/item-view.ts';
import { zoneOffsets } from '../../../policy/zone-offsets.ts';
import { ItemDesk } from '../../support/item-desk.ts';
import {
  IMPLEMENTER,
  itemContract,
  LEAD,
  OTHER_REVIEWER,
  REVIEWER,
} from '../../support/item-fixture.ts';
import {
  contractWith,
  hoursSince,
  recorded,
  reviewed,
  told,
  wake,
} from '../../support/review-time-desk.ts';

describe('a review that nobody answers', () => {
  it('is reminded of again and again, escalated step by step, and expires, in the order of time', () => {
    const desk = reviewed();
    const times: (number | null)[] = [];
    while (nextDeadlineMs(desk.contract, desk.state) !== null) {
      times.push(hoursSince(desk, nextDeadlineMs(desk.contract, desk.state)));
      wake(desk);
      recorded(desk);
    }
    expect(times).toEqual([4, 8, 10, 12, 16, 20, 24, 25]);
    const reviewers = `${REVIEWER} ${OTHER_REVIEWER}`;
    expect(told(desk)).toEqual([
      `reminder 1 to ${reviewers}`,
      `reminder 2 to ${reviewers}`,
      `escalation 1 to ${LEAD}`,
      `reminder 3 to ${reviewers}`,
      `reminder 4 to ${reviewers}`,
      `reminder 5 to ${reviewers}`,
      'escalation 2 to human:boss',
      `reminder 6 to ${reviewers}`,
      `expiry 1 to ${LEAD}`,
    ]);
  });

  it('stays closed when it has expired: nothing is approved, and no verdict is taken', () => {
    const desk = reviewed({ remindAfterMs: null, escalateAfterMs: null });
    wake(desk);
    expect(waitingOn(desk.state)).toBe('releaseLead');
    expect(desk.approve()).toMatchObject({ kind: 'refused', code: 'REVIEW_EXPIRED' });
    expect(desk.requestChanges()).toMatchObject({ kind: 'refused', code: 'REVIEW_EXPIRED' });
    expect(desk.commands.some((each) => each.type === 'checkpoint')).toBe(false);
    expect(nextDeadlineMs(desk.contract, desk.state)).toBeNull();
  });

  it('is opened again by a release lead alone, and its time begins anew', () => {
    const desk = reviewed();
    while (nextDeadlineMs(desk.contract, desk.state) !== null) wake(desk);
    const base = { type: 'retry', from: 'REVIEW', reason: 'ask again' } as const;
    const byImplementer = desk.send({ ...base, messageId: desk.nextId(), actor: IMPLEMENTER });
    expect(byImplementer).toMatchObject({ kind: 'refused', code: 'REVIEW_EXPIRED' });
    const byLead = desk.send({ ...base, messageId: desk.nextId(), actor: LEAD });
    expect(byLead).toMatchObject({ kind: 'accepted' });
    expect(desk.state.reviewClock).toMatchObject({ reminders: 0, expiredAtMs: null });
    expect(hoursSince(desk, nextDeadlineMs(desk.contract, desk.state))).toBe(4);
    expect(desk.approve()).toMatchObject({ kind: 'accepted' });
  });

  it('is opened again when a release lead gives it to somebody, but not when a reviewer does', () => {
    const desk = reviewed();
    while (nextDeadlineMs(desk.contract, desk.state) !== null) wake(desk);
    const give = (actor: typeof LEAD): unknown =>
      desk.send({
        type: 'reassign',
        messageId: desk.nextId(),
        actor,
        attempt: desk.state.attempt,
        to: OTHER_REVIEWER,
        reason: null,
      });
    expect(give(REVIEWER)).toMatchObject({ kind: 'refused', code: 'REVIEW_EXPIRED' });
    expect(give(LEAD)).toMatchObject({ kind: 'accepted' });
    expect(desk.approve({ actor: OTHER_REVIEWER })).toMatchObject({ kind: 'accepted' });
  });

  it('is not opened again by a block and an unblock of the implementer', () => {
    const desk = reviewed();
    while (nextDeadlineMs(desk.contract, desk.state) !== null) wake(desk);
    const reason = 'one moment';
    const base = { actor: IMPLEMENTER, reason } as const;
    desk.send({ type: 'block', messageId: desk.nextId(), ...base, unblocker: IMPLEMENTER });
    desk.send({ type: 'unblock', messageId: desk.nextId(), ...base });
    desk.feed({ type: 'admitted', lane: 1 });
    expect(desk.approve()).toMatchObject({ kind: 'refused', code: 'REVIEW_EXPIRED' });
  });

  it('blocks the item where the policy says so, and only a release lead unblocks it', () => {
    const desk = reviewed({ onExpiry: 'block', remindAfterMs: null, escalateAfterMs: null });
    wake(desk);
    expect(desk.state.hold).toMatchObject({ kind: 'blocked', by: 'service:sluice' });
    expect(desk.unblock(IMPLEMENTER)).toMatchObject({ kind: 'refused' });
    expect(desk.unblock(LEAD)).toMatchObject({ kind: 'accepted' });
    desk.feed({ type: 'admitted', lane: 1 });
    expect(hoursSince(desk, nextDeadlineMs(desk.contract, desk.state))).toBe(25);
    expect(desk.approve()).toMatchObject({ kind: 'accepted' });
  });

  it('has reminded only those who can still answer', () => {
    const desk = new ItemDesk({
      ...contractWith({ escalateAfterMs: null }),
      gates: {
        ...contractWith().gates,
        review: { ...contractWith({ escalateAfterMs: null }).gates.review, approvals: 2 },
      },
    }).toReview();
    desk.approve();
    wake(desk);
    expect(told(desk)).toEqual([`reminder 1 to ${OTHER_REVIEWER}`]);
  });

  it('reminds the release leads when nobody is left who may review', () => {
    const roles = { ...itemContract().roles, reviewers: [IMPLEMENTER] };
    const desk = reviewed({}, { roles });
    wake(desk);
    expect(told(desk)).toEqual([`reminder 1 to ${LEAD}`]);
  });

  it('is told of in business hours alone', () => {
    const friday = Date.parse('2026-11-20T15:00:00+01:00');
    const calendar = {
      timezone: 'Europe/Berlin',
      days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const,
      fromMinute: 540,
      toMinute: 1_020,
      holidays: [],
      offsets: zoneOffsets('Europe/Berlin', friday),
    };
    const desk = new ItemDesk(contractWith({}, { calendar }));
    desk.atMs = friday - 100;
    desk.toReview();
    const next = new Date(nextDeadlineMs(desk.contract, desk.state) ?? 0).toISOString();
    expect(next.slice(0, 16)).toBe('2026-11-23T09:59');
  });

  it('has no time where the policy names none, as before', () => {
    const desk = new ItemDesk(itemContract()).toReview();
    expect(nextDeadlineMs(desk.contract, desk.state)).toBeNull();
    expect(desk.state).not.toHaveProperty('reviewClock');
  });
});

describe('the command that tells people', () => {
  const notifies = { notifies: true };

  function notifyIds(desk: ItemDesk): readonly string[] {
    return desk.commands.flatMap((each) =>
      each.type === 'notify' ? [each.request.notice.id] : [],
    );
  }

  it('is asked for once for each notice, and not at all where the policy has none', () => {
    const desk = reviewed({}, notifies);
    wake(desk);
    wake(desk);
    expect(new Set(notifyIds(desk)).size).toBe(2);
    const silent = reviewed();
    wake(silent);
    expect(notifyIds(silent)).toEqual([]);
    expect(told(silent)).toHaveLength(1);
  });

  it('that fails is shown with the item, and the review goes on', () => {
    const desk = reviewed({}, notifies);
    wake(desk);
    const [id = ''] = notifyIds(desk);
    desk.feed({ type: 'notified', id, problem: 'NOTIFY_FAILED: it exited with 7' });
    expect(desk.state.notices?.[0]).toMatchObject({
      delivery: 'failed',
      problem: 'NOTIFY_FAILED: it exited with 7',
    });
    expect(itemDetails(desk.contract, desk.state)).toContain('it exited with 7');
    expect(desk.approve()).toMatchObject({ kind: 'accepted' });
  });

  it('does not hold up an item that is done', () => {
    const desk = reviewed({}, notifies);
    wake(desk);
    desk.approve();
    desk.committed();
    expect(desk.commands.filter((each) => each.type === 'abandonNotices')).toHaveLength(1);
    const before = desk.state;
    const [id = ''] = notifyIds(desk);
    desk.feed({ type: 'notified', id, problem: null });
    expect(desk.state.notices).toEqual(before.notices);
  });
});

describe('what is shown of a review that waits', () => {
  it('says who was told and that it expired, with the command to ask again', () => {
    const desk = reviewed();
    while (nextDeadlineMs(desk.contract, desk.state) !== null) wake(desk);
    const details = itemDetails(desk.contract, desk.state);
    expect(details).toContain(`expired, told ${LEAD}`);
    expect(details).toContain('escalation 2 to human:boss');
    expect(details).toContain('sluice retry P0-003 --from REVIEW');
    const view = viewOfItem(desk.contract, desk.state);
    expect(view.waitingOn).toBe('releaseLead');
    expect(view.actions.map((each) => each.actors)).toEqual([[LEAD], [LEAD]]);
  });
});
