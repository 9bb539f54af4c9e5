import { describe, expect, test } from 'vitest';
import {
  IMPLEMENTER,
  LEAD,
  OTHER_IMPLEMENTER,
  OTHER_REVIEWER,
  REVIEWER,
} from '../../support/item-fixture.ts';
import { na, PASS, ReviewDesk } from '../../support/review-desk.ts';

const SHARED = { 'agent:codex': ['dev@x.org'], 'agent:claude': ['DEV@x.org'] } as const;
const TWO_NAMES = { 'agent:claude': ['one@x.org'], 'human:bo': ['one@x.org'] } as const;

describe('the way round the review', () => {
  test('self-approval under a second name is refused', () => {
    const item = ReviewDesk.at({ identities: SHARED });
    expect(item.review('APPROVED')).toMatchObject({
      code: 'SELF_REVIEW',
      facts: { actor: REVIEWER, detail: ` as ${IMPLEMENTER}` },
    });
    expect(item.review('APPROVED', { actor: OTHER_REVIEWER }).kind).toBe('accepted');
  });

  test.each([
    ['of a commit', 'Bo <bo@x.org>'],
    ['of a commit that names them as co-author', 'bo <someone@else.org>'],
  ])('self-approval by the author %s is refused', (_what, author) => {
    const item = new ReviewDesk(ReviewDesk.at().contract);
    item.red();
    item.gate({ authors: [author] });
    item.green();
    item.gatesPass();
    expect(item.review('APPROVED', { actor: OTHER_REVIEWER })).toMatchObject({
      code: 'SELF_REVIEW',
      facts: { detail: ` as ${author}` },
    });
    expect(item.review('APPROVED').kind).toBe('accepted');
    const checkpoint = item.commands.at(-1);
    expect(checkpoint).toMatchObject({
      type: 'checkpoint',
      request: { implementers: [IMPLEMENTER, OTHER_REVIEWER], reviewers: [REVIEWER] },
    });
  });

  test('an author stays an implementer when a later submission has none of their commits', () => {
    const item = new ReviewDesk(ReviewDesk.at().contract);
    item.red();
    item.gate();
    item.green();
    item.gate({ authors: ['Bo <bo@x.org>'] });
    item.gatesPass();
    item.review('CHANGES_REQUESTED');
    item.again();
    expect(item.review('APPROVED', { actor: OTHER_REVIEWER })).toMatchObject({
      code: 'SELF_REVIEW',
    });
  });

  test('double approval by one person under two names is refused', () => {
    const item = ReviewDesk.at({ approvals: 2, identities: TWO_NAMES });
    expect(item.review('APPROVED').kind).toBe('accepted');
    expect(item.review('APPROVED', { actor: OTHER_REVIEWER })).toMatchObject({
      code: 'ALREADY_VOTED',
    });
    expect(item.state.turn.kind).toBe('reviewer');
  });

  test('approval of an older tree, or for an older attempt, is refused', () => {
    const item = ReviewDesk.at();
    const { attempt } = item.state;
    const tree = item.state.candidate?.tree ?? '';
    item.review('CHANGES_REQUESTED');
    item.again();
    expect(item.review('APPROVED', { tree })).toMatchObject({ code: 'STALE_TREE' });
    expect(item.review('APPROVED', { tree, attempt })).toMatchObject({ code: 'STALE_ATTEMPT' });
  });

  test('approval arriving twice counts once, by the same id and by a new one', () => {
    const item = ReviewDesk.at({ approvals: 2 });
    expect(item.review('APPROVED', { messageId: 'a' }).kind).toBe('accepted');
    expect(item.review('APPROVED', { messageId: 'a' })).toMatchObject({ kind: 'duplicate' });
    expect(item.review('APPROVED', { messageId: 'b' })).toMatchObject({ code: 'ALREADY_VOTED' });
    expect(item.state.turn.kind).toBe('reviewer');
  });

  test('N/A on all gates without reasons is refused', () => {
    const gates = { P0: na(null), P1: na(' ') };
    expect(ReviewDesk.at().review('APPROVED', { gates })).toMatchObject({
      code: 'NA_WITHOUT_REASON',
    });
  });

  test('N/A on all gates with reasons is refused, unless the policy allows it', () => {
    const gates = { P0: na('docs only'), P1: na('docs only') };
    expect(ReviewDesk.at().review('APPROVED', { gates })).toMatchObject({ code: 'ALL_GATES_NA' });
    const lenient = ReviewDesk.at({ review: { allNa: 'allow' } });
    expect(lenient.review('APPROVED', { gates }).kind).toBe('accepted');
  });

  test('N/A on all gates by several reviewers together is refused', () => {
    const perGate = { P0: { approvers: [REVIEWER] }, P1: { approvers: [OTHER_REVIEWER] } };
    const item = ReviewDesk.at({ review: { perGate } });
    expect(item.review('APPROVED', { gates: { P0: na('docs') } }).kind).toBe('accepted');
    const last = { actor: OTHER_REVIEWER, gates: { P1: na('docs') } };
    expect(item.review('APPROVED', last)).toMatchObject({ code: 'ALL_GATES_NA' });
  });

  test('a gate of somebody else cannot be marked, and one approval does not stand for it', () => {
    const item = ReviewDesk.at({ review: { perGate: { P0: { approvers: ['people'] } } } });
    expect(item.review('APPROVED')).toMatchObject({ code: 'REVIEW_GATE_NOT_YOURS' });
    expect(item.review('APPROVED', { gates: { P1: PASS } }).kind).toBe('accepted');
    expect(item.state.turn.kind).toBe('reviewer');
    expect(item.review('APPROVED', { actor: OTHER_REVIEWER }).kind).toBe('accepted');
    expect(item.state.turn.kind).toBe('checkpoint');
  });

  test('a reviewer who is no approver is refused, and an approver of any role is taken', () => {
    const item = ReviewDesk.at({ review: { approvers: ['releaseLeads'] } });
    expect(item.review('APPROVED')).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(item.review('APPROVED', { actor: LEAD }).kind).toBe('accepted');
  });

  test('the implementer does not choose the reviewer', () => {
    const item = ReviewDesk.at({ identities: { 'human:lea': ['agent:codex'] } });
    expect(item.reassign(OTHER_REVIEWER)).toMatchObject({ code: 'SELF_REVIEW' });
    expect(item.reassign(OTHER_REVIEWER, OTHER_IMPLEMENTER)).toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });

  test('an item is not approved while one of its gates still runs, reruns among them', () => {
    const item = new ReviewDesk(ReviewDesk.at({ review: { rerun: true } }).contract);
    item.red();
    item.gate();
    item.green();
    const seen: string[] = [];
    while (item.state.turn.kind === 'gate') {
      seen.push(item.state.turn.gate);
      expect(item.review('APPROVED')).toMatchObject({ code: 'WRONG_STAGE' });
      item.gate();
    }
    expect(seen).toEqual([
      'targeted',
      'verify',
      'verify.2',
      'targeted.rerun',
      'verify.rerun',
      'verify.2.rerun',
    ]);
    expect(item.review('APPROVED').kind).toBe('accepted');
  });

  test('an item closed while its gate still runs stays as it is when the gate ends', () => {
    const item = ReviewDesk.at();
    const { key } = item.run;
    item.review('APPROVED');
    item.committed();
    const { state } = item;
    item.echo(key);
    expect(item.state).toEqual(state);
    expect(item.review('APPROVED')).toMatchObject({ code: 'ITEM_CLOSED' });
    expect(item.say('ask', 'why?')).toMatchObject({ code: 'ITEM_CLOSED' });
  });
});

describe('solo mode', () => {
  test('lets an implementer review, and is stamped on verdict and checkpoint', () => {
    const item = ReviewDesk.at({ solo: true, review: { approvers: ['implementers'] } });
    expect(item.review('APPROVED', { actor: IMPLEMENTER }).kind).toBe('accepted');
    expect(item.commands.at(-1)).toMatchObject({ type: 'checkpoint', request: { solo: true } });
    expect(item.bodies).toContainEqual(expect.objectContaining({ type: 'verdict', solo: true }));
  });
});
