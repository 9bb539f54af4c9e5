import { describe, expect, test } from 'vitest';
import { viewOfItem } from '../../../domain/item/item-view.ts';
import { ItemDesk } from '../../support/item-desk.ts';
import { itemContract, OTHER_REVIEWER, REVIEWER } from '../../support/item-fixture.ts';

const FILES = ['package.json', 'conftest.py'];
const PASS = { result: 'PASS', reason: null } as const;

/** An item under review whose tree changes these files of the protected set. */
function underReview(files: readonly string[] = FILES, approvals = 1): ItemDesk {
  const desk = new ItemDesk(itemContract({ approvals }));
  desk.red();
  desk.gate();
  desk.green();
  desk.gate({ changedProtected: files });
  desk.gatesPass();
  return desk;
}

const MARKED = { marks: { protected: PASS } };

describe('a tree that changes the protected set', () => {
  test('is shown to reviewers with one gate more', () => {
    const desk = underReview();
    expect(viewOfItem(desk.contract, desk.state).reviewGates).toContain('protected');
  });

  test("is not committed on an agent's approval alone", () => {
    const desk = underReview();
    expect(desk.approve({ actor: REVIEWER }).kind).toBe('accepted');
    expect(desk.state.turn.kind).toBe('reviewer');
  });

  test('is not approved by an agent who marks the gate of people', () => {
    const desk = underReview();
    expect(desk.approve({ actor: REVIEWER, ...MARKED })).toMatchObject({
      kind: 'refused',
      code: 'PROTECTED_CHANGED_UNAPPROVED',
    });
  });

  test('is not approved by a person who says nothing about it', () => {
    const desk = underReview();
    expect(desk.approve({ actor: OTHER_REVIEWER })).toMatchObject({
      code: 'PROTECTED_CHANGED_UNAPPROVED',
    });
  });

  test('is committed when a person marks the gate', () => {
    const desk = underReview();
    desk.approve({ actor: OTHER_REVIEWER, ...MARKED });
    expect(desk.state.turn.kind).toBe('checkpoint');
  });

  test('is not approved by the person who worked on it', () => {
    const desk = new ItemDesk(itemContract());
    desk.red(OTHER_REVIEWER);
    desk.gate();
    desk.green({ actor: OTHER_REVIEWER });
    desk.gate({ changedProtected: FILES });
    desk.gatesPass();
    expect(desk.approve({ actor: OTHER_REVIEWER, ...MARKED })).toMatchObject({
      code: 'SELF_REVIEW',
    });
  });
});

test('a tree that changes nothing protected needs no further gate', () => {
  const desk = underReview([]);
  expect(viewOfItem(desk.contract, desk.state).reviewGates).not.toContain('protected');
  desk.approve({ actor: REVIEWER });
  expect(desk.state.turn.kind).toBe('checkpoint');
});

test('a next attempt that leaves the protected set alone needs no further gate', () => {
  const desk = underReview();
  desk.requestChanges();
  desk.green();
  desk.gate({ changedProtected: [] });
  desk.gatesPass();
  expect(viewOfItem(desk.contract, desk.state).reviewGates).not.toContain('protected');
});
