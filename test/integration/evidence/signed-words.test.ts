import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkWord } from '../../../activities/program/check-word.ts';
import type { EvidenceRecord } from '../../../domain/evidence-record.ts';
import { numberedRun, snapshotNamed } from '../../support/evidence-records.ts';
import { hasSshKeygen } from '../../support/ssh-keys.ts';
import {
  openWordStore,
  type SignedVerdict,
  SIGNERS_FILE,
  signedVerdict,
  type WordStore,
} from '../../support/word-store.ts';

const codesOf = async (store: WordStore): Promise<readonly string[]> =>
  (await store.verify()).problems.map((each) => each.code);

/** What a worker says of the word of a record. */
function checked(store: WordStore, { word }: EvidenceRecord) {
  if (word === undefined) throw new Error('the record has no word');
  const { payload, sshsig, principal, atMs } = word;
  const { policyDigest } = store;
  const request = { messageId: 'm', policyDigest, principal, payload, sshsig, atMs };
  return checkWord(store, store.policy, request);
}

describe.skipIf(!hasSshKeygen)('a worker that checks a word', () => {
  test('says whose key signed it', async () => {
    const store = await openWordStore();
    const { fingerprint } = store.keys.bo;
    expect(await checked(store, signedVerdict(store))).toEqual({ kind: 'verified', fingerprint });
  });

  test.each([
    ['a foreign key with the right name', { who: 'eve', reason: 'is not listed for human:bo' }],
    ['an agent with a key of its own', { who: 'claude', reason: 'is not listed for human:bo' }],
    ['a signature made for Git', { who: 'bo', as: { namespace: 'git' }, reason: 'namespace git' }],
  ] as const)('refuses %s', async (_name, { who, reason, ...rest }) => {
    const store = await openWordStore();
    const made = { by: store.keys[who], ...('as' in rest ? rest.as : {}) };
    const found = await checked(store, signedVerdict(store, made));
    expect(found).toMatchObject({
      kind: 'refused',
      code: 'WORD_SIGNATURE_INVALID',
      facts: { reason: expect.stringContaining(reason) },
    });
  });

  test('goes by the pinned keys, whatever the file says by now', async () => {
    const store = await openWordStore();
    writeFileSync(join(store.root, SIGNERS_FILE), `human:bo ${store.keys.eve.line}\n`);
    const forged = signedVerdict(store, { by: store.keys.eve });
    expect(await checked(store, forged)).toMatchObject({ kind: 'refused' });
    expect(await checked(store, signedVerdict(store))).toMatchObject({ kind: 'verified' });
  });

  test('refuses a word whose signer saw another log', async () => {
    const store = await openWordStore();
    const [first] = await store.log.append([numberedRun(1)]);
    const head = { sha256: first?.sha256 ?? '', records: 1 };
    expect(await checked(store, signedVerdict(store, { head }))).toMatchObject({
      kind: 'verified',
    });
    const other = { sha256: 'f'.repeat(64), records: 1 };
    expect(await checked(store, signedVerdict(store, { head: other }))).toMatchObject({
      code: 'WORD_HEAD_UNKNOWN',
    });
    expect(
      await checked(store, signedVerdict(store, { head: { ...head, records: 2 } })),
    ).toMatchObject({ code: 'WORD_HEAD_UNKNOWN' });
  });
});

// Whoever writes these logs has the orchestrator's key, and no key of a reviewer.
describe.skipIf(!hasSshKeygen)('evidence with signed words', () => {
  test('is sound, and says up to where a signature vouches for it', async () => {
    const store = await openWordStore(['reviewers']);
    const [, second] = await store.log.append([numberedRun(1), numberedRun(2)]);
    const head = { sha256: second?.sha256 ?? '', records: 2 };
    await store.log.append([signedVerdict(store, { head })]);
    expect(await store.verify()).toMatchObject({
      ok: true,
      vouched: { bySignatures: 2, words: 1 },
    });
  });

  test.each<[string, SignedVerdict]>([
    ['the verdict turned round', { body: { verdict: 'CHANGES_REQUESTED' } }],
    ['a mark changed', { body: { gates: { P0: { result: 'NA', reason: 'no' } } } }],
    ['a finding added', { body: { findings: [{ severity: 'P1', text: 'bad', where: null }] } }],
    ['another tree', { body: { snapshot: snapshotNamed('other') } }],
    ['another attempt', { body: { attempt: 2 } }],
    ['the name of somebody else', { body: { actor: 'agent:claude' } }],
    ['a signature for another item', { payload: { item: 'P0-002' } }],
    ['a signature for another run', { payload: { runId: 'run-0' } }],
    ['a signature for another program', { payload: { program: 'other' } }],
    ['a signature made for Git', { namespace: 'git' }],
    ['a signed comment under a verdict', { payload: { message: { type: 'comment' } } }],
  ])('that was forged with %s does not verify', async (_name, made) => {
    const store = await openWordStore();
    await store.log.append([signedVerdict(store, made)]);
    expect(await codesOf(store)).toEqual(['WORD_NOT_GENUINE']);
  });

  test('that was signed by a foreign key does not verify', async () => {
    const store = await openWordStore();
    await store.log.append([signedVerdict(store, { by: store.keys.eve })]);
    expect(await codesOf(store)).toEqual(['WORD_NOT_GENUINE']);
  });

  test('whose words the policy demands, and that has one without, does not verify', async () => {
    const store = await openWordStore(['reviewers']);
    const { word: _word, ...unsigned } = signedVerdict(store);
    await store.log.append([unsigned]);
    expect(await codesOf(store)).toEqual(['WORD_MISSING']);
  });

  test('that counts one word twice does not verify', async () => {
    const store = await openWordStore();
    const nonce = 'a'.repeat(32);
    await store.log.append([signedVerdict(store, { nonce }), signedVerdict(store, { nonce })]);
    expect(await codesOf(store)).toEqual(['WORD_COUNTED_TWICE']);
  });

  test('that was written anew under a signature does not verify', async () => {
    const honest = await openWordStore();
    const [first] = await honest.log.append([numberedRun(1)]);
    const forged = await openWordStore();
    await forged.log.append([numberedRun(1, { gate: 'another' })]);
    const head = { sha256: first?.sha256 ?? '', records: 1 };
    await forged.log.append([signedVerdict(forged, { head })]);
    expect(await codesOf(forged)).toEqual(['LOG_BROKEN']);
  });
});
