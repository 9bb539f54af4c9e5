import { describe, expect, test } from 'vitest';
import { viewOfItem } from '../../../domain/item/item-view.ts';
import { NONCES_MAX, PARKED_WORDS_MAX } from '../../../domain/word/hear-word.ts';
import type { WordPayload } from '../../../domain/word/signed-word.ts';
import { LEAD, OTHER_REVIEWER, REVIEWER } from '../../support/item-fixture.ts';
import { WordDesk } from '../../support/word-desk.ts';

const atReview = (...args: ConstructorParameters<typeof WordDesk>): WordDesk => {
  const desk = new WordDesk(...args);
  desk.toReview();
  return desk;
};

describe('a signed word', () => {
  test('is applied when its signature was found good, and its record holds the proof', () => {
    const desk = atReview();
    const word = desk.signedApproval();
    expect(desk.send(word)).toEqual({ kind: 'accepted', facts: { checking: true } });
    expect(desk.state.turn.kind).toBe('reviewer');
    expect(viewOfItem(desk.contract, desk.state).checking).toEqual([word.messageId]);
    expect(desk.check).toMatchObject({ principal: REVIEWER, policyDigest: 'd'.repeat(64) });
    desk.verified();
    expect(desk.state.turn.kind).toBe('checkpoint');
    expect(desk.state.votes).toMatchObject([{ actor: REVIEWER, signedBy: 'SHA256:abc' }]);
    const verdict = desk.records.find((each) => each.body.type === 'verdict');
    expect(verdict?.word).toEqual({
      ...word.signature,
      principal: REVIEWER,
      fingerprint: 'SHA256:abc',
      atMs: desk.check.atMs,
    });
  });

  test('counts for nothing when its signature was found bad, and the refusal is kept', () => {
    const desk = atReview();
    desk.send(desk.signedApproval());
    desk.refuted();
    expect(desk.state.turn.kind).toBe('reviewer');
    expect(desk.state.votes).toEqual([]);
    expect(desk.state.refusals).toMatchObject([{ code: 'WORD_SIGNATURE_INVALID' }]);
  });

  test('that is not allowed anyway is refused at once, without a check', () => {
    const desk = atReview();
    expect(desk.send(desk.signedApproval({ tree: '0'.repeat(40) }))).toMatchObject({
      code: 'STALE_TREE',
    });
    expect(desk.checks).toBe(0);
  });

  test('that came too late is judged again when its check has ended', () => {
    const desk = atReview();
    desk.send(desk.signedApproval());
    desk.block();
    desk.verified();
    // The block waited behind the word, which had come first.
    expect(desk.state.hold).toBeNull();
    expect(desk.state.turn.kind).toBe('checkpoint');
  });

  test('is refused where the policy has no signers to check it with', () => {
    const desk = atReview({ signing: undefined as never });
    expect(desk.send(desk.signedApproval())).toMatchObject({ code: 'WORD_SIGNERS_UNKNOWN' });
  });

  test('is checked once when it is sent twice', () => {
    const desk = atReview();
    const word = desk.signedApproval();
    desk.send(word);
    expect(desk.send(word)).toEqual({ kind: 'duplicate', first: 'accepted' });
    desk.verified();
    desk.verified(word.messageId);
    expect(desk.state.votes).toHaveLength(1);
    expect(desk.checks).toBe(1);
  });
});

describe('what was signed for something else is refused', () => {
  const field = (name: keyof WordPayload, value: unknown) => (payload: WordPayload) =>
    ({ ...payload, [name]: value }) as WordPayload;
  test.each([
    ['another program', field('program', 'other')],
    ['another item', field('item', 'P0-004')],
    ['another workflow', field('workflowId', 'sluice/other/P0-003')],
    ['another run of the same item', field('runId', 'run-0')],
    ['an earlier attempt', field('attempt', 0)],
    ['another tree', field('tree', 'f'.repeat(40))],
  ])('%s', (_name, edit) => {
    const desk = atReview();
    expect(desk.send(desk.signedApproval({}, edit))).toMatchObject({
      kind: 'refused',
      code: 'WORD_SIGNED_FOR_OTHER',
    });
    expect(desk.state.turn.kind).toBe('reviewer');
  });

  test.each([
    ['another verdict', { verdict: 'CHANGES_REQUESTED' }],
    ['another mark', { gates: { P0: { result: 'FAIL' }, P1: { result: 'PASS' } } }],
    ['another actor', { actor: OTHER_REVIEWER }],
    ['another note', { note: 'looks bad' }],
    ['another message id', { messageId: 'other' }],
  ])('%s', (_name, signed) => {
    const desk = atReview();
    const edit = (payload: WordPayload): WordPayload => ({
      ...payload,
      message: { ...payload.message, ...signed },
    });
    expect(desk.send(desk.signedApproval({}, edit))).toMatchObject({
      code: 'WORD_SIGNED_FOR_OTHER',
    });
  });

  test('a text that can be read in two ways', () => {
    const desk = atReview();
    const word = desk.signedApproval();
    const signature = word.signature ?? { payload: '', sshsig: '' };
    const twice = `${signature.payload.slice(0, -1)},"nonce":"${'0'.repeat(32)}"}`;
    expect(desk.send({ ...word, signature: { ...signature, payload: twice } })).toMatchObject({
      code: 'WORD_SIGNATURE_INVALID',
    });
  });

  test('null and absent members are the same', () => {
    const desk = atReview();
    const edit = (payload: WordPayload): WordPayload => {
      const { note: _note, ...message } = payload.message;
      return { ...payload, message };
    };
    expect(desk.send(desk.signedApproval({}, edit)).kind).toBe('accepted');
  });
});

describe('a nonce', () => {
  test('counts once, also under another message id', () => {
    const desk = atReview({}, 2);
    const first = desk.signedApproval();
    desk.send(first);
    desk.verified();
    const { nonce } = JSON.parse(first.signature?.payload ?? '') as WordPayload;
    const again = desk.signedApproval({ actor: OTHER_REVIEWER }, (each) => ({ ...each, nonce }));
    expect(desk.send(again)).toMatchObject({ code: 'WORD_REPLAYED' });
  });

  test('of a bad signature is not remembered, so that a flood cannot wash out good ones', () => {
    const desk = atReview();
    desk.send(desk.signedApproval());
    desk.refuted();
    expect(desk.state.words?.nonces).toEqual([]);
    expect(NONCES_MAX).toBeGreaterThan(PARKED_WORDS_MAX);
  });
});

describe('words keep their order', () => {
  test('an unsigned one waits behind a signed one', () => {
    const desk = atReview({}, 2);
    desk.send(desk.signedApproval());
    expect(desk.requestChanges(OTHER_REVIEWER)).toEqual({
      kind: 'accepted',
      facts: { checking: true },
    });
    expect(desk.state.votes).toEqual([]);
    desk.verified();
    expect(desk.state.votes.map((vote) => vote.actor)).toEqual([REVIEWER, OTHER_REVIEWER]);
    expect(desk.state.turn).toEqual({ kind: 'implementer', submit: 'green' });
  });

  test('signed ones are checked one after another', () => {
    const desk = atReview({}, 2);
    desk.send(desk.signedApproval());
    desk.send(desk.signedApproval({ actor: OTHER_REVIEWER }));
    expect(desk.checks).toBe(1);
    desk.verified();
    expect(desk.checks).toBe(2);
    desk.verified();
    expect(desk.state.turn.kind).toBe('checkpoint');
  });

  test('a bad one does not hold up those behind it', () => {
    const desk = atReview();
    desk.send(desk.signedApproval());
    desk.approve({ actor: OTHER_REVIEWER });
    desk.refuted();
    expect(desk.state.turn.kind).toBe('checkpoint');
  });

  test('only so many may wait', () => {
    const desk = atReview();
    desk.send(desk.signedApproval());
    for (let nth = 1; nth < PARKED_WORDS_MAX; nth += 1) desk.approve({ actor: OTHER_REVIEWER });
    expect(desk.approve({ actor: OTHER_REVIEWER })).toMatchObject({ code: 'TOO_MANY_WORDS' });
  });
});

describe('where the policy demands signatures', () => {
  test.each([
    ['of a role', ['reviewers'], 'WORD_UNSIGNED'],
    ['of a type of message', ['review'], 'WORD_UNSIGNED'],
    ['of another role', ['releaseLeads'], undefined],
  ])('%s, an unsigned word is refused', (_name, required, code) => {
    const desk = atReview({ signing: { required } });
    expect(desk.approve()).toMatchObject(code === undefined ? { kind: 'accepted' } : { code });
  });

  test('an agent that sends the verdict of a person has no key of that person', () => {
    const desk = atReview({ signing: { required: ['reviewers'] } });
    expect(desk.approve({ actor: OTHER_REVIEWER })).toMatchObject({ code: 'WORD_UNSIGNED' });
    desk.send(desk.signedApproval({ actor: OTHER_REVIEWER }));
    // The key is asked for by the name in the message, whoever sent it.
    expect(desk.check.principal).toBe(OTHER_REVIEWER);
    desk.refuted();
    expect(desk.state.turn.kind).toBe('reviewer');
  });

  test('a release lead may still be asked for nothing in another role', () => {
    const desk = atReview({ signing: { required: ['reviewers'] } });
    expect(desk.block(LEAD).kind).toBe('accepted');
  });

  test('letter case in a name does not lead to another key', () => {
    const desk = atReview();
    desk.send(desk.signedApproval({ actor: 'agent:CLAUDE' }));
    expect(desk.check.principal).toBe(REVIEWER);
  });
});
