import { describe, expect, test } from 'vitest';
import type { ItemMessage } from '../../../domain/item/item-message.ts';
import { ItemDesk, snapshotOf } from '../../support/item-desk.ts';
import {
  IMPLEMENTER,
  itemContract,
  LEAD,
  OTHER_REVIEWER,
  REVIEWER,
} from '../../support/item-fixture.ts';

const desk = (...args: Parameters<typeof itemContract>): ItemDesk =>
  new ItemDesk(itemContract(...args));

describe('a review', () => {
  test('returns the item to GREEN with its findings when changes are requested', () => {
    const item = desk().toReview();
    item.requestChanges();
    expect(item.state.turn).toEqual({ kind: 'implementer', submit: 'green' });
    expect(item.state.setback?.findings).toHaveLength(1);
  });

  test('by the implementer is refused and kept', () => {
    const item = desk();
    item.red(OTHER_REVIEWER);
    item.gate();
    item.green();
    item.gatesPass();
    expect(item.approve({ actor: OTHER_REVIEWER })).toMatchObject({
      kind: 'refused',
      code: 'SELF_REVIEW',
    });
    expect(item.state.refusals).toHaveLength(1);
    expect(item.commands.at(-1)).toMatchObject({
      type: 'record',
      records: [{ body: { type: 'refusal' } }],
    });
  });

  test('of an older tree or an older attempt is refused', () => {
    const item = desk().toReview();
    const { tree } = item.state.candidate ?? snapshotOf('none');
    item.requestChanges();
    item.green();
    item.gatesPass();
    expect(item.approve({ tree })).toMatchObject({ code: 'STALE_TREE' });
    expect(item.approve({ attempt: 1 })).toMatchObject({ code: 'STALE_ATTEMPT' });
    expect(item.state.turn.kind).toBe('reviewer');
  });

  test('twice with one id counts once', () => {
    const item = desk({ approvals: 2 }).toReview();
    expect(item.approve({ messageId: 'same' }).kind).toBe('accepted');
    expect(item.approve({ messageId: 'same' })).toEqual({ kind: 'duplicate', first: 'accepted' });
    expect(item.state.votes).toHaveLength(1);
  });

  test('twice by one person does not fill a quorum of two', () => {
    const item = desk({ approvals: 2 }).toReview();
    item.approve();
    expect(item.approve()).toMatchObject({ code: 'ALREADY_VOTED' });
    expect(item.state.turn.kind).toBe('reviewer');
    item.approve({ actor: OTHER_REVIEWER });
    expect(item.state.turn.kind).toBe('checkpoint');
  });

  test.each([
    ['an unknown actor', { actor: 'human:eve' as const }, 'UNKNOWN_ACTOR'],
    ['an actor without the role', { actor: LEAD }, 'NOT_ALLOWED'],
    ['an implementer of the item', { actor: IMPLEMENTER }, 'NOT_ALLOWED'],
  ])('by %s is refused', (_name, fields, code) => {
    expect(desk().toReview().approve(fields)).toMatchObject({ kind: 'refused', code });
  });

  const marks = (gates: Record<string, unknown>): Record<string, unknown> => ({ gates });
  const pass = { result: 'PASS', reason: null };
  test.each([
    ['a gate without a mark', marks({ P0: pass }), 'REVIEW_GATE_MISSING'],
    ['an unknown gate', marks({ P0: pass, P1: pass, P9: pass }), 'REVIEW_GATE_UNKNOWN'],
    [
      'NA without a reason',
      marks({ P0: pass, P1: { result: 'NA', reason: ' ' } }),
      'NA_WITHOUT_REASON',
    ],
    [
      'approval with a failed gate',
      marks({ P0: pass, P1: { result: 'FAIL', reason: 'no' } }),
      'APPROVED_WITH_FAILED_GATE',
    ],
    ['changes without findings', { verdict: 'CHANGES_REQUESTED', gates: {} }, 'FINDINGS_MISSING'],
  ])('with %s is refused', (_name, fields, code) => {
    const item = desk().toReview();
    const { attempt, candidate } = item.state;
    const base = { messageId: 'x', actor: REVIEWER, attempt, tree: candidate?.tree ?? '' };
    const message = {
      type: 'review',
      verdict: 'APPROVED',
      findings: [],
      note: null,
      ...base,
      ...fields,
    };
    expect(item.send(message as unknown as ItemMessage)).toMatchObject({ code });
  });

  test('passes with a gate marked NA for a reason', () => {
    const item = desk().toReview();
    const { attempt, candidate } = item.state;
    const gates = {
      P0: { result: 'PASS', reason: null },
      P1: { result: 'NA', reason: 'docs only' },
    } as const;
    const base = { messageId: 'x', actor: REVIEWER, attempt, tree: candidate?.tree ?? '' };
    item.send({ type: 'review', verdict: 'APPROVED', gates, findings: [], note: null, ...base });
    expect(item.state.turn.kind).toBe('checkpoint');
  });
});
