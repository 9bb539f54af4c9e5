import { describe, expect, test } from 'vitest';
import { ItemDesk, snapshotOf } from '../../support/item-desk.ts';
import { itemContract, LEAD, OTHER_IMPLEMENTER, REVIEWER } from '../../support/item-fixture.ts';

const desk = (...args: Parameters<typeof itemContract>): ItemDesk =>
  new ItemDesk(itemContract(...args));

describe('an item', () => {
  test('goes RED, GREEN, TARGETED, VERIFY, REVIEW, CHECKPOINT and is done', () => {
    const item = desk();
    expect(item.state.turn).toEqual({ kind: 'implementer', submit: 'red' });
    item.red();
    expect(item.run.rule.rule).toBe('red');
    item.gate();
    expect(item.state.stage).toBe('GREEN');
    item.green();
    expect([item.state.stage, item.run.key.gate]).toEqual(['TARGETED', 'targeted']);
    item.gate();
    expect([item.state.stage, item.run.key.gate]).toEqual(['VERIFY', 'verify']);
    item.gate();
    expect(item.run.key.gate).toBe('verify.2');
    item.gate();
    expect(item.state.turn.kind).toBe('reviewer');
    item.approve();
    expect(item.state.turn.kind).toBe('checkpoint');
    item.committed();
    expect([item.state.stage, item.state.turn.kind]).toEqual(['DONE', 'closed']);
  });

  test('judges all gates of a round on the snapshot that its first gate took', () => {
    const item = desk();
    item.red();
    item.gate();
    item.green();
    expect(item.run.source).toEqual({ kind: 'checkout', checkout: null });
    item.gate();
    expect(item.run.source).toEqual({ kind: 'snapshot', snapshot: item.state.candidate });
    item.gate();
    expect(item.run.source).toEqual({ kind: 'snapshot', snapshot: item.state.candidate });
  });

  test('runs RED at once where the policy says so', () => {
    expect(desk({ trigger: 'at-once' }).run.key.gate).toBe('red');
  });

  test('waits for a better RED when the tests did not fail, and never goes on by itself', () => {
    const item = desk();
    item.red();
    item.gateFails('RED_DID_NOT_FAIL');
    expect(item.state.turn).toEqual({ kind: 'implementer', submit: 'red' });
    expect(item.state.setback?.code).toBe('RED_DID_NOT_FAIL');
    expect(item.state.attempt).toBe(2);
  });

  test('returns to GREEN with the reason when a verify command fails', () => {
    const item = desk();
    item.red();
    item.gate();
    item.green();
    item.gate();
    item.gateFails();
    expect(item.state.turn).toEqual({ kind: 'implementer', submit: 'green' });
    expect(item.state.setback).toMatchObject({
      stage: 'VERIFY',
      gate: 'verify',
      code: 'COMMAND_FAILED',
    });
  });

  test('is blocked for a release lead when its attempts are used up', () => {
    const item = desk({ attemptsMax: 2 });
    item.red();
    item.gateFails('RED_DID_NOT_FAIL');
    item.red();
    item.gateFails('RED_DID_NOT_FAIL');
    expect(item.state.hold?.kind).toBe('blocked');
    const told = item.commands.findLast((each) => each.type === 'tellProgram');
    expect(told).toMatchObject({ standing: { kind: 'held' } });
  });

  test('takes a packet without RED and a chore without TARGETED', () => {
    const packet = desk({ profile: 'packet' });
    packet.green();
    expect(packet.run).toMatchObject({ key: { gate: 'targeted' }, rule: { redCasesSha256: null } });
    const chore = desk({ profile: 'chore' });
    chore.green();
    expect(chore.run.key.gate).toBe('verify');
  });

  test('replays RED before TARGETED when changed tests are declared', () => {
    const item = desk();
    item.red();
    item.gate();
    item.green({ testsChanged: 'the API was renamed' });
    expect(item.run.source.kind).toBe('replay');
    item.gate({ casesSha256: 'f'.repeat(64), changedTests: ['test/auth.test.ts'] });
    expect(item.run.rule).toEqual({ rule: 'targeted', redCasesSha256: 'f'.repeat(64) });
    expect(item.run.source).toEqual({ kind: 'snapshot', snapshot: snapshotOf('tree2') });
    item.gatesPass();
    expect(item.state.turn.kind).toBe('reviewer');
  });

  test('sends the change to GREEN again when a replayed RED does not fail', () => {
    const item = desk();
    item.red();
    item.gate();
    item.green({ testsChanged: 'cosmetics' });
    item.gateFails('RED_REPLAY_DID_NOT_FAIL');
    expect(item.state.turn).toEqual({ kind: 'implementer', submit: 'green' });
  });
});

describe('a checkpoint', () => {
  test('on a branch that moved runs the gates and the review again on the new tip', () => {
    const item = desk().toReview();
    item.approve();
    const candidate = snapshotOf('merged');
    item.checkpoint({ kind: 'moved', tip: candidate.base, candidate });
    expect(item.run.source).toEqual({ kind: 'snapshot', snapshot: candidate });
    item.gatesPass();
    expect(item.state.turn.kind).toBe('reviewer');
    item.approve();
    item.committed();
    expect(item.state.stage).toBe('DONE');
  });

  test('that does not merge returns the item to GREEN', () => {
    const item = desk().toReview();
    item.approve();
    item.checkpoint({ kind: 'conflict', tip: 'x', files: ['src/a.ts'] });
    expect(item.state.setback?.code).toBe('MERGE_CONFLICT');
    expect(item.state.turn).toEqual({ kind: 'implementer', submit: 'green' });
  });

  test('under way cannot be blocked any more', () => {
    const item = desk().toReview();
    item.approve();
    expect(item.block()).toMatchObject({ code: 'WRONG_STAGE' });
  });
});

describe('a hold', () => {
  test('cancels the gate under way and runs it again, as the same run, when the program lends a lane', () => {
    const item = desk();
    item.red();
    const first = item.run;
    item.block();
    expect(item.commands.map((each) => each.type)).toContain('cancelGate');
    expect(item.state.lane).toBeNull();
    item.unblock();
    expect(item.commands.at(-1)).toEqual({ type: 'tellProgram', standing: { kind: 'queued' } });
    expect(item.red()).toMatchObject({ code: 'WRONG_STAGE' });
    item.feed({ type: 'admitted', lane: 3 });
    expect(item.run.key).toEqual(first.key);
    expect(item.run.lane).toBe(3);
  });

  test('ends by itself when the time of a deferral has come, and not before', () => {
    const item = desk();
    const base = { messageId: 'd', actor: LEAD, reason: 'after the freeze' };
    item.send({ type: 'defer', ...base, untilMs: 5_000 });
    item.feed({ type: 'clock' });
    expect(item.state.hold?.kind).toBe('deferred');
    item.atMs = 5_000;
    item.feed({ type: 'clock' });
    expect(item.state.hold).toBeNull();
  });

  test('can be ended by the one it names, and by nobody without a right to', () => {
    const item = desk();
    const base = { messageId: 'b', actor: OTHER_IMPLEMENTER, reason: 'needs a key' };
    item.send({ type: 'block', ...base, unblocker: 'human:ops' });
    expect(item.unblock(REVIEWER)).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(item.unblock(OTHER_IMPLEMENTER).kind).toBe('accepted');
  });

  test('results of a gate that ended meanwhile change nothing', () => {
    const item = desk();
    item.red();
    item.block();
    item.gate();
    expect(item.state.stage).toBe('RED');
  });
});

describe('a retry', () => {
  const retry = (item: ItemDesk, from: 'RED' | 'GREEN' | 'TARGETED' | 'VERIFY' | 'REVIEW') =>
    item.send({ type: 'retry', messageId: item.nextId(), actor: LEAD, from, reason: 'flaky' });

  test('from VERIFY lists what it makes void, keeps TARGETED and voids the approval', () => {
    const item = desk({ approvals: 2 }).toReview();
    item.approve();
    const answer = retry(item, 'VERIFY');
    expect(answer).toMatchObject({
      kind: 'accepted',
      facts: { invalidated: ['verify#1', 'verify.2#1', `review by ${REVIEWER}`] },
    });
    expect(item.run.key).toMatchObject({ gate: 'verify', attempt: 2 });
    item.gatesPass();
    expect(item.state.turn.kind).toBe('reviewer');
  });

  test('from a stage that was never reached is refused', () => {
    const item = desk();
    expect(retry(item, 'VERIFY')).toMatchObject({ code: 'NOTHING_TO_RETRY' });
    expect(retry(item, 'REVIEW')).toMatchObject({ code: 'NOTHING_TO_RETRY' });
    expect(retry(item, 'GREEN')).toMatchObject({ code: 'NOTHING_TO_RETRY' });
  });

  test('from VERIFY after its failure judges the same tree again', () => {
    const item = desk();
    item.red();
    item.gate();
    item.green();
    item.gate();
    item.gateFails();
    const tree = item.state.candidate?.tree;
    retry(item, 'VERIFY');
    item.gatesPass();
    expect(item.state.candidate?.tree).toBe(tree);
    expect(item.state.turn.kind).toBe('reviewer');
  });

  test('from RED forgets what was proven', () => {
    const item = desk().toReview();
    retry(item, 'RED');
    expect(item.state.red).toBeNull();
    expect(item.state.turn).toEqual({ kind: 'implementer', submit: 'red' });
  });
});

describe('evidence of messages', () => {
  test('travels with the gate that a submission starts', () => {
    const item = desk();
    item.red();
    expect(item.run.pending.map((each) => each.body.type)).toEqual(['submission']);
    expect(item.commands.some((each) => each.type === 'record')).toBe(false);
  });

  test('is kept when the gate that carried it gave up', () => {
    const item = desk();
    item.red();
    item.feed({
      type: 'faulted',
      activity: 'runGate',
      attempt: 1,
      code: 'DISK_FULL',
      message: 'no room',
    });
    expect(item.state.hold?.reason).toContain('DISK_FULL');
    const record = item.commands.findLast((each) => each.type === 'record');
    expect(record?.records.map((each) => each.body.type)).toEqual([
      'submission',
      // Sluice's own block, with its reason.
      'decision',
    ]);
  });

  test('of malformed messages is kept, and the item goes on', () => {
    const item = desk();
    const facts = { where: 'red.attempt', expected: 'a whole number', found: '"x"' };
    item.feed({ type: 'malformed', message: 'red', messageId: 'm', actor: 'unknown', facts });
    expect(item.state.refusals).toHaveLength(1);
    expect(item.red().kind).toBe('accepted');
  });
});
