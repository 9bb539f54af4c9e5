import { describe, expect, test } from 'vitest';
import { IMPLEMENTER, OTHER_REVIEWER, REVIEWER } from '../../support/item-fixture.ts';
import { finding, ReviewDesk } from '../../support/review-desk.ts';

const BLOCKING = { review: { blocking: ['P0', 'P1'] } };

const states = (item: ReviewDesk): readonly string[] =>
  (item.state.findings ?? []).map(({ id, state }) => `${id} ${state}`);

function sentBack(count = 2): ReviewDesk {
  const item = ReviewDesk.at(BLOCKING);
  item.review('CHANGES_REQUESTED', {
    findings: Array.from({ length: count }, () => finding('P1')),
  });
  return item;
}

describe('findings', () => {
  test('are numbered over all reviews of the item', () => {
    const item = sentBack().again();
    item.review('CHANGES_REQUESTED', { findings: [finding('P2')] });
    expect(states(item)).toEqual(['F1 fixed', 'F2 fixed', 'F3 open']);
    const verdicts = item.bodies.flatMap((body) => (body.type === 'verdict' ? [body] : []));
    expect(verdicts.flatMap((each) => each.findings.map(({ id }) => id))).toEqual([
      'F1',
      'F2',
      'F3',
    ]);
  });

  test('are fixed one by one, with what was done about each', () => {
    const item = sentBack().again([{ finding: 'F1', note: 'checks the token' }]);
    expect(states(item)).toEqual(['F1 fixed', 'F2 open']);
    expect(item.state.findings?.[0]?.settled).toEqual({
      by: IMPLEMENTER,
      attempt: 2,
      note: 'checks the token',
    });
    expect(item.bodies).toContainEqual(
      expect.objectContaining({ fixed: [{ finding: 'F1', note: 'checks the token' }] }),
    );
  });

  test('that nobody knows cannot be fixed or settled', () => {
    const item = sentBack();
    const { attempt } = item.state;
    item.again([{ finding: 'F9', note: null }]);
    expect(item.state.refusals.at(-1)).toMatchObject({ code: 'FINDING_UNKNOWN' });
    expect(item.state.attempt).toBe(attempt);
    expect(item.settle('F9', 'fixed')).toMatchObject({ code: 'FINDING_UNKNOWN' });
  });

  test('of a blocking severity that are open let no approval through', () => {
    const item = sentBack().again([{ finding: 'F1', note: null }]);
    expect(item.review('APPROVED')).toMatchObject({
      code: 'APPROVED_WITH_OPEN_FINDING',
      facts: { findings: ['F2'] },
    });
    expect(item.settle('F2', 'accepted', { reason: 'known limit' }).kind).toBe('accepted');
    expect(item.review('APPROVED').kind).toBe('accepted');
    expect(states(item)).toEqual(['F1 fixed', 'F2 accepted']);
  });

  test('that an approval itself raises block it too, unless their severity does not', () => {
    const item = ReviewDesk.at(BLOCKING);
    expect(item.review('APPROVED', { findings: [finding('p0')] })).toMatchObject({
      code: 'APPROVED_WITH_OPEN_FINDING',
    });
    expect(item.review('APPROVED', { findings: [finding('P3')] }).kind).toBe('accepted');
    expect(states(item)).toEqual(['F1 open']);
  });

  test('are not accepted by the implementer, nor without a reason', () => {
    const item = sentBack();
    expect(item.settle('F1', 'accepted', { actor: IMPLEMENTER, reason: 'fine' })).toMatchObject({
      code: 'SELF_REVIEW',
    });
    expect(item.settle('F1', 'accepted')).toMatchObject({ code: 'REASON_MISSING' });
    expect(states(item)).toEqual(['F1 open', 'F2 open']);
  });

  test('that were said to be fixed are opened again by a reviewer, who may then send it back', () => {
    const item = sentBack(1).again();
    item.settle('F1', 'open', { reason: 'it still fails' });
    expect(item.review('APPROVED')).toMatchObject({ code: 'APPROVED_WITH_OPEN_FINDING' });
    expect(item.review('CHANGES_REQUESTED', { findings: [] }).kind).toBe('accepted');
  });

  test('are so many at most', () => {
    const item = ReviewDesk.at();
    const many = Array.from({ length: 100 }, () => finding('P3'));
    item.review('CHANGES_REQUESTED', { findings: many });
    item.again().review('CHANGES_REQUESTED', { findings: many });
    item.again();
    expect(item.review('CHANGES_REQUESTED')).toMatchObject({ code: 'TOO_MANY_FINDINGS' });
  });
});

describe('the rounds of a review', () => {
  test('are so many at most, then the item is blocked until a person lets it go on', () => {
    const item = ReviewDesk.at({ review: { rounds: 2 } });
    item.review('CHANGES_REQUESTED');
    item.again().review('CHANGES_REQUESTED');
    expect(item.state.hold).toMatchObject({
      kind: 'blocked',
      reason: '2 reviews asked for changes, as many as the policy allows',
    });
    item.unblock();
    item.feed({ type: 'admitted', lane: 1 });
    item.again().review('CHANGES_REQUESTED');
    expect(item.state.hold).toBeNull();
  });
});

describe('a verdict that is withdrawn', () => {
  test('counts for nothing, and its reviewer may give another', () => {
    const item = ReviewDesk.at({ approvals: 2 });
    item.review('APPROVED');
    expect(item.withdraw().kind).toBe('accepted');
    item.review('APPROVED', { actor: OTHER_REVIEWER });
    expect(item.state.turn.kind).toBe('reviewer');
    expect(item.review('APPROVED').kind).toBe('accepted');
    expect(item.state.turn.kind).toBe('checkpoint');
  });

  test('that asked for changes brings the same tree back under review, without its findings', () => {
    const item = sentBack(1);
    const { candidate } = item.state;
    expect(item.withdraw().kind).toBe('accepted');
    expect(item.state).toMatchObject({ stage: 'REVIEW', candidate, setback: null, attempt: 2 });
    expect(states(item)).toEqual(['F1 accepted']);
    expect(item.review('APPROVED').kind).toBe('accepted');
    expect(item.state.turn.kind).toBe('checkpoint');
    expect(item.bodies).toContainEqual(
      expect.objectContaining({ type: 'talk', talk: 'withdraw', verdict: 'm3' }),
    );
  });

  test('must be one’s own, and not be acted upon already', () => {
    const item = sentBack(1);
    expect(item.withdraw(OTHER_REVIEWER)).toMatchObject({ code: 'NOTHING_TO_WITHDRAW' });
    item.again();
    expect(item.withdraw()).toMatchObject({ code: 'NOTHING_TO_WITHDRAW' });
    item.review('APPROVED');
    expect(item.withdraw()).toMatchObject({ code: 'WRONG_STAGE' });
  });
});

describe('a review that is reassigned', () => {
  test('is left to the assignee, until they have voted', () => {
    const item = ReviewDesk.at();
    expect(item.reassign(OTHER_REVIEWER).kind).toBe('accepted');
    expect(item.review('APPROVED')).toMatchObject({
      code: 'NOT_ASSIGNED',
      facts: { assignee: OTHER_REVIEWER },
    });
    expect(item.reassign(REVIEWER, REVIEWER)).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(item.review('APPROVED', { actor: OTHER_REVIEWER }).kind).toBe('accepted');
  });

  test('still takes the others whose marks are needed beside the assignee', () => {
    const item = ReviewDesk.at({ approvals: 2 });
    item.reassign(OTHER_REVIEWER);
    expect(item.review('APPROVED').kind).toBe('accepted');
  });

  test('goes only to somebody who may approve it', () => {
    const item = ReviewDesk.at();
    expect(item.reassign('human:eve')).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(item.reassign(IMPLEMENTER)).toMatchObject({ code: 'NOT_ALLOWED' });
    item.review('CHANGES_REQUESTED');
    item.green({ actor: OTHER_REVIEWER });
    item.gatesPass();
    expect(item.reassign(OTHER_REVIEWER)).toMatchObject({ code: 'SELF_REVIEW' });
  });
});

describe('questions and comments', () => {
  test('are welcome at any time, also while a gate runs or the item is held', () => {
    const item = new ReviewDesk(ReviewDesk.at().contract);
    item.red();
    expect(item.say('ask', 'Why?').kind).toBe('accepted');
    item.block();
    expect(item.say('comment', 'Because.', IMPLEMENTER).kind).toBe('accepted');
    expect(item.state.talk?.map(({ text }) => text)).toEqual(['Why?', 'Because.']);
    expect(item.say('ask', 'Who?', 'human:eve')).toMatchObject({ code: 'UNKNOWN_ACTOR' });
  });

  test('are not taken without bound while a gate holds up their records', () => {
    const item = new ReviewDesk(ReviewDesk.at().contract);
    item.red();
    const answers = Array.from({ length: 50 }, (_, nth) => item.say('comment', `${nth}`));
    expect(answers.at(-1)).toMatchObject({ code: 'TOO_MUCH_TALK' });
    expect(item.state.pending.length).toBeLessThanOrEqual(20);
  });
});

describe('a branch that moved', () => {
  const moved = (item: ReviewDesk, tree: string): void => {
    const candidate = { commit: 'a'.repeat(40), tree, base: 'b'.repeat(40) };
    item.checkpoint({ kind: 'moved', tip: candidate.base, candidate });
  };

  test('keeps the verdict when the tree is identical, and the checkpoint says so', () => {
    const item = ReviewDesk.at();
    const base = item.state.candidate?.base;
    item.review('APPROVED');
    moved(item, item.state.candidate?.tree ?? '');
    expect(item.commands.at(-1)).toMatchObject({
      type: 'checkpoint',
      request: { carriedFrom: base, approved: { base: 'b'.repeat(40) }, reviewers: [REVIEWER] },
    });
    item.committed();
    expect(item.state.stage).toBe('DONE');
  });

  test('makes the verdict stale when the tree is another', () => {
    const item = ReviewDesk.at();
    item.review('APPROVED');
    moved(item, 'c'.repeat(40));
    item.gatesPass();
    expect(item.state.turn.kind).toBe('reviewer');
    const { attempt } = item.state;
    expect(attempt).toBe(2);
    item.review('APPROVED');
    expect(item.commands.at(-1)).not.toHaveProperty('request.carriedFrom');
  });
});
