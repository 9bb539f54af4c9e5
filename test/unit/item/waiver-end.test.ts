import { describe, expect, test } from 'vitest';
import { nextDeadlineMs } from '../../../domain/item/deadline.ts';
import { WAIVER_END_MS } from '../../support/item-desk.ts';
import { OTHER_REVIEWER } from '../../support/item-fixture.ts';
import { failing, underReview, waiverRecords } from '../../support/waiver-desk.ts';

describe('when a waiver ends', () => {
  test('the item wakes then, and not before', () => {
    const item = underReview();
    expect(nextDeadlineMs(item.contract, item.state)).toBe(WAIVER_END_MS);
    item.feed({ type: 'clock' });
    expect(item.state.turn.kind).toBe('reviewer');
  });

  test('during the review, the item returns to that gate and earlier verdicts count no more', () => {
    const item = underReview({ approvals: 2 });
    item.approve();
    const { attempt } = item.state;
    item.atMs = WAIVER_END_MS;
    item.feed({ type: 'clock' });
    expect(item.run.key).toMatchObject({ gate: 'verify', attempt: attempt + 1 });
    expect(item.state.setback).toMatchObject({ code: 'WAIVER_EXPIRED', facts: { waiver: 'W1' } });
    item.gatesPass();
    item.approve({ actor: OTHER_REVIEWER });
    expect(item.state.turn.kind).toBe('reviewer');
  });

  test('while a later gate runs, that run is cancelled and the waived gate runs', () => {
    const item = failing();
    item.waive();
    item.proof();
    const running = item.run.key;
    item.atMs = WAIVER_END_MS;
    item.feed({ type: 'clock' });
    expect(item.commands.slice(-2).map(({ type }) => type)).toEqual(['cancelGate', 'runGate']);
    expect(item.run.key.gate).toBe('verify');
    // The cancelled run's result arrives late and moves nothing.
    item.echo(running);
    expect(item.state.turn).toEqual({ kind: 'gate', gate: 'verify' });
  });

  test('while its proof is still running, it is refused', () => {
    const item = failing();
    item.waive();
    item.atMs = WAIVER_END_MS;
    item.proof();
    expect(item.state.turn.kind).toBe('implementer');
    expect(item.state.waivers).toMatchObject([{ status: 'refused', code: 'WAIVER_EXPIRED' }]);
  });

  test('an approval that arrives before the clock does comes too late', () => {
    const item = underReview();
    item.atMs = WAIVER_END_MS;
    expect(item.approve()).toMatchObject({ code: 'WRONG_STAGE' });
    expect(item.run.key.gate).toBe('verify');
  });

  test('while the item is held, it goes on with that gate', () => {
    const item = underReview();
    item.block();
    item.atMs = WAIVER_END_MS;
    item.feed({ type: 'clock' });
    item.unblock();
    item.feed({ type: 'admitted', lane: 2 });
    expect(item.run.key.gate).toBe('verify');
  });

  test('while the commit is being made, the commit decides', () => {
    const item = underReview();
    item.approve();
    item.atMs = WAIVER_END_MS;
    expect(nextDeadlineMs(item.contract, item.state)).toBeNull();
    item.feed({ type: 'clock' });
    item.committed();
    expect(item.state.stage).toBe('DONE');
  });

  test('it goes on when it was renewed in time, on the proof that it has', () => {
    const item = underReview();
    const until = '1970-01-01T03:00+01:00';
    expect(item.waive({ until })).toMatchObject({ kind: 'accepted', facts: { renews: 'W1' } });
    item.atMs = WAIVER_END_MS;
    item.feed({ type: 'clock' });
    expect(item.state.turn.kind).toBe('reviewer');
    expect(waiverRecords(item).at(-1)).toMatchObject({ event: 'renewed', until, waiver: 'W1' });
    expect(item.commands.filter(({ type }) => type === 'proveWaiver')).toHaveLength(1);
  });
});
