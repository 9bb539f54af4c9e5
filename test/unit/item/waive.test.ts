import { describe, expect, test } from 'vitest';
import { itemDetails } from '../../../domain/item/item-details.ts';
import { progressOf } from '../../../domain/item/item-progress.ts';
import type { Answer } from '../../../domain/item/item-message.ts';
import { rejected } from '../../../domain/judgement.ts';
import { ItemDesk, snapshotOf, WAIVER_END_MS } from '../../support/item-desk.ts';
import { IMPLEMENTER, itemContract, LEAD, REVIEWER } from '../../support/item-fixture.ts';
import { failing, underReview, waiverRecords } from '../../support/waiver-desk.ts';

const DAY_MS = 86_400_000;

const desk = (...args: Parameters<typeof itemContract>): ItemDesk =>
  new ItemDesk(itemContract(...args));
const codeOf = (answer: Answer): string => (answer.kind === 'refused' ? answer.code : answer.kind);

describe('a waiver', () => {
  test('runs the same gate on the base tree, in the same lane, as a run of its own', () => {
    const item = failing();
    const { candidate } = item.state;
    expect(item.waive()).toMatchObject({ kind: 'accepted' });
    const { run, failed } = item.proofAsked;
    expect(run).toMatchObject({
      key: { gate: 'base/verify/W1', attempt: 2 },
      stage: 'BASE',
      shownStage: 'VERIFY',
      source: { kind: 'commit', commit: candidate?.base },
      gate: { id: 'verify' },
      lane: item.state.lane,
    });
    expect(failed).toMatchObject({ result: 'FAIL', casesSha256: 'c'.repeat(64) });
  });

  test('opens the gate as WAIVED, never as PASS, and the round goes on with the next gate', () => {
    const item = failing();
    item.waive();
    item.proof();
    expect(item.run.key.gate).toBe('verify.2');
    const entry = item.state.gates.findLast((each) => each.gate === 'verify');
    expect(entry).toMatchObject({ result: 'WAIVED', exitCode: 1, facts: { waiver: 'W1' } });
    item.gatesPass();
    item.approve();
    expect(item.state.turn.kind).toBe('checkpoint');
    item.committed();
    expect(item.state.stage).toBe('DONE');
    expect(progressOf(item.contract, item.state).passed).not.toContain('VERIFY');
  });

  test('is evidence from its request to its end', () => {
    const item = underReview();
    item.atMs = WAIVER_END_MS;
    item.feed({ type: 'clock' });
    const events = waiverRecords(item).map(({ event, basis, baseRun }) => [event, basis, baseRun]);
    const proven = ['same-tests', 'f'.repeat(64)];
    expect(events).toEqual([
      ['requested', null, null],
      ['granted', ...proven],
      ['expired', ...proven],
    ]);
  });

  test('is refused, and the gate stays closed, when the gate passes on the base tree', () => {
    const item = failing();
    item.waive();
    item.proof(rejected('WAIVER_PASSES_ON_BASE', { gate: 'verify' }));
    expect(item.state.turn).toEqual({ kind: 'implementer', submit: 'green' });
    expect(item.state.attempt).toBe(2);
    expect(item.state.waivers).toMatchObject([
      { status: 'refused', code: 'WAIVER_PASSES_ON_BASE' },
    ]);
    expect(item.state.refusals.at(-1)).toMatchObject({ code: 'WAIVER_PASSES_ON_BASE' });
    // Asking until it happens to fail there proves nothing.
    expect(codeOf(item.waive())).toBe('WAIVER_PASSES_ON_BASE');
  });

  test('shows who waived what until when, where operators look', () => {
    const item = underReview();
    expect(itemDetails(item.contract, item.state)).toContain(`of verify by ${LEAD} until`);
  });
});

describe('a waiver is refused', () => {
  test('to the implementer, whatever the letter case, and to whom the policy does not name', () => {
    const waivers = {
      approvers: [IMPLEMENTER, LEAD],
      maxDurationMs: DAY_MS,
      couldNotRun: [],
    };
    const item = failing({ waivers });
    expect(codeOf(item.waive({ actor: IMPLEMENTER }))).toBe('WAIVER_BY_IMPLEMENTER');
    expect(codeOf(item.waive({ actor: 'agent:CODEX' }))).toBe('WAIVER_BY_IMPLEMENTER');
    expect(codeOf(item.waive({ actor: REVIEWER }))).toBe('NOT_ALLOWED');
    expect(codeOf(failing({ waivers, solo: true }).waive({ actor: IMPLEMENTER }))).toBe('accepted');
  });

  test.each([
    ['without a zone', '1970-01-01T01:00:00', 'EXPIRY_WITHOUT_ZONE'],
    ['as a day alone', '1970-01-02', 'EXPIRY_WITHOUT_ZONE'],
    ['on a day that does not exist', '1970-02-30T01:00Z', 'EXPIRY_WITHOUT_ZONE'],
    ['in the past', '1970-01-01T01:00:00+01:00', 'EXPIRY_PASSED'],
    ['too far off', '1970-03-01T00:00Z', 'EXPIRY_TOO_LATE'],
  ])('with an end %s', (_what, until, code) => {
    expect(codeOf(failing().waive({ until }))).toBe(code);
  });

  test('without a reason', () => {
    expect(codeOf(failing().waive({ reason: ' ' }))).toBe('REASON_MISSING');
  });

  test.each([
    'review',
    'REVIEW',
    'P0',
    'checkpoint',
    'CHECKPOINT',
    'red',
    'GREEN',
    'base/verify/W1',
  ])('for %s, which is no gate that can be waived', (gate) => {
    expect(codeOf(failing().waive({ gate }))).toBe('WAIVER_NOT_POSSIBLE');
  });

  test('for another attempt or tree than the failed one, as a replay of an older one would be', () => {
    const item = failing();
    expect(codeOf(item.waive({ attempt: 1 }))).toBe('STALE_ATTEMPT');
    expect(codeOf(item.waive({ tree: snapshotOf('other').tree }))).toBe('STALE_TREE');
  });

  test('for a gate that is not what holds the item up', () => {
    expect(codeOf(failing().waive({ gate: 'verify.2' }))).toBe('NOTHING_TO_WAIVE');
    expect(codeOf(failing().waive({ gate: 'targeted' }))).toBe('NOTHING_TO_WAIVE');
    const reviewed = desk().toReview();
    expect(codeOf(reviewed.waive())).toBe('WRONG_STAGE');
  });

  test('for a gate that could not run, unless the policy names that very case', () => {
    const timedOut = desk().toFailedVerify('TIMED_OUT');
    expect(codeOf(timedOut.waive())).toBe('WAIVER_OF_ERROR');
    const named = (gate: string, code: 'TIMED_OUT' | 'COMMAND_NOT_FOUND') => ({
      waivers: {
        approvers: [LEAD],
        maxDurationMs: DAY_MS,
        couldNotRun: [{ gate, codes: [code] }],
      },
    });
    const waiveIn = (fields: Parameters<typeof itemContract>[0]) =>
      codeOf(desk(fields).toFailedVerify('TIMED_OUT').waive());
    expect(waiveIn(named('verify.2', 'TIMED_OUT'))).toBe('WAIVER_OF_ERROR');
    expect(waiveIn(named('verify', 'COMMAND_NOT_FOUND'))).toBe('WAIVER_OF_ERROR');
    expect(waiveIn(named('verify', 'TIMED_OUT'))).toBe('accepted');
  });
});

describe('a waiver on one tree', () => {
  test('opens nothing on the next one', () => {
    const item = failing();
    item.waive();
    item.proof();
    item.gatesPass();
    item.requestChanges();
    item.green();
    while (item.run.key.gate !== 'verify') item.gate();
    item.gateFails();
    expect(item.state.turn.kind).toBe('implementer');
    expect(item.state.setback?.gate).toBe('verify');
  });

  test('opens nothing after the branch moved and the change has another tree', () => {
    const item = underReview();
    item.approve();
    item.checkpoint({ kind: 'moved', tip: 'x', candidate: snapshotOf('merged') });
    while (item.run.key.gate !== 'verify') item.gate();
    item.gateFails();
    expect(item.state.turn.kind).toBe('implementer');
  });

  test('opens nothing once the gate ran again there', () => {
    const item = underReview();
    const base = { messageId: 'r1', actor: LEAD, reason: 'again' } as const;
    item.send({ type: 'retry', from: 'VERIFY', ...base });
    item.gateFails();
    expect(item.state.turn.kind).toBe('implementer');
  });
});

test('a hold during the proof stops it, and the proof starts again when the item goes on', () => {
  const item = failing();
  item.waive();
  item.block();
  expect(item.commands.some(({ type }) => type === 'cancelGate')).toBe(true);
  item.unblock();
  item.feed({ type: 'admitted', lane: 1 });
  expect(item.state.turn).toEqual({ kind: 'gate', gate: 'base/verify/W1' });
  item.proof();
  expect(item.run.key.gate).toBe('verify.2');
});
