import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { rememberProgram } from '../../client/session.ts';
import type { ItemView } from '../../domain/item/item-view.ts';
import { payloadText } from '../../domain/word/judge-word.ts';
import {
  type SeenHead,
  WORD_NAMESPACE,
  type WordSignature,
} from '../../domain/word/signed-word.ts';
import { submitChange } from '../support/chore-world.ts';
import { CrashWorld } from '../support/crash-world.ts';
import { type CliRun, dataOf, errorOf, runSluice } from '../support/sluice-cli.ts';
import { hasSshKeygen, sshKey, type SshKeyPair } from '../support/ssh-keys.ts';
import { eventually, World } from '../support/world.ts';

const POLICY = `version: 1
program: PROGRAM
roles:
  implementers: [agent:codex]
  reviewers: [agent:claude, human:bo]
  releaseLeads: [human:lea]
limits: { heartbeat: 1s }
allowedSigners: allowed_signers
requireSignature: [reviewers]
gates:
  verify: [test -f a.txt]
items:
  - { id: P0-001, title: One, priority: P0 }
  - { id: P0-002, title: Two, priority: P0 }
`;

/** A program whose reviewers must sign, and the keys of some people. */
async function openSigned(options: { readonly historyEventsMax?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bo = sshKey(folder, 'bo');
  const eve = sshKey(folder, 'eve');
  const signers = `human:bo namespaces="${WORD_NAMESPACE}" ${bo.line}\n`;
  const files = { 'a.txt': 'a\n', allowed_signers: signers };
  const world = await World.open({ policy: POLICY, files, ...options });
  const { root } = world.repository;
  await rememberProgram(join(root, '.sluice'), world.program);
  const env = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    SLUICE_TASK_QUEUE: world.taskQueue,
    SLUICE_ACTOR: 'human:bo',
  };
  const sluice = (...args: readonly string[]): Promise<CliRun> =>
    runSluice(args, { cwd: root, env });
  return { world, bo, eve, sluice };
}

/** A signed approval as somebody sends it by hand. */
function approvalOf(
  view: ItemView,
  key: SshKeyPair,
  { messageId, head = null }: { readonly messageId: string; readonly head?: SeenHead | null },
) {
  const gates = Object.fromEntries(view.reviewGates.map((name) => [name, { result: 'PASS' }]));
  const { attempt, tree } = view.place;
  const message = { messageId, actor: 'human:bo', attempt, tree, verdict: 'APPROVED', gates };
  const payload = payloadText({
    ...view.place,
    kind: WORD_NAMESPACE,
    message: { type: 'review', findings: [], ...message },
    head,
    nonce: Buffer.from(messageId.padEnd(16, '.')).toString('hex'),
  });
  const signature: WordSignature = { payload, sshsig: key.sign(payload) };
  return { ...message, signature };
}

test.skipIf(!hasSshKeygen)(
  'a review counts when its reviewer signed it, and is shown and verified as such',
  async () => {
    const { world, bo, eve, sluice } = await openSigned();
    await using _ = world;
    await world.startProgram();
    await submitChange(world, 'P0-001');
    const approve = ['review', 'P0-001', '--approve'];

    const unsigned = await sluice(...approve, '--json');
    expect(unsigned.exitCode).toBe(4);
    expect(errorOf(unsigned)).toMatchObject({ code: 'WORD_UNSIGNED' });

    // An agent with a key of its own, that has put it into the file meanwhile.
    writeFileSync(join(world.repository.root, 'allowed_signers'), `human:bo ${eve.line}\n`);
    const forged = await sluice(...approve, '--sign', eve.path, '--json');
    expect(forged.exitCode).toBe(4);
    expect(errorOf(forged)).toMatchObject({ code: 'WORD_SIGNATURE_INVALID' });
    world.git('checkout', '--quiet', 'allowed_signers');

    expect(await sluice(...approve, '--sign', bo.path)).toMatchObject({ exitCode: 0 });
    await world.done('P0-001');
    const shown = await sluice('show', 'P0-001');
    expect(shown.stdout).toContain(`by human:bo (verified, ${bo.fingerprint})`);
    const verified = await sluice('evidence', 'verify', '--json');
    expect(verified.exitCode).toBe(0);
    expect(dataOf(verified)).toMatchObject({ ok: true, vouched: { words: 1 } });
    const { vouched } = dataOf(verified) as { vouched: { bySignatures: number } };
    expect(vouched.bySignatures).toBeGreaterThan(0);
    const report = await sluice('report', 'P0-001');
    expect(report.stdout).toContain('by human:bo (verified)');
    expect(report.stdout).toContain('by agent:codex (claimed)');

    // The same signature, for another item.
    const { records } = await world.deps.log.list({ offset: 0, limit: 100 });
    const word = records.find(({ record }) => record.word !== undefined)?.record.word;
    await submitChange(world, 'P0-002', 'two');
    const { place, reviewGates } = await world.item('P0-002');
    const replayed = await world.send('P0-002', 'review', {
      actor: 'human:bo',
      attempt: place.attempt,
      tree: place.tree,
      verdict: 'APPROVED',
      gates: Object.fromEntries(reviewGates.map((name) => [name, { result: 'PASS' }])),
      signature: { payload: word?.payload, sshsig: word?.sshsig },
    });
    expect(replayed).toMatchObject({ kind: 'refused', code: 'WORD_SIGNED_FOR_OTHER' });
  },
);

test.skipIf(!hasSshKeygen)(
  'no signed word is lost when no worker runs, and one that is sent twice counts once',
  async () => {
    const { world, bo } = await openSigned({ historyEventsMax: 12 });
    await using _ = world;
    await world.startProgram();
    const view = await submitChange(world, 'P0-001');
    await world.stop();
    // The signal is kept by the server; the check happens when a worker is there again.
    const word = approvalOf(view, bo, { messageId: 'by-hand-1' });
    await world.itemHandle('P0-001').signal('review', word);
    await world.itemHandle('P0-001').signal('review', word);
    await world.startWorkers();
    const answered = await eventually(
      async () => {
        const now = await world.item('P0-001').catch(() => undefined);
        return now?.state.stage === 'DONE' || (now?.state.refusals.length ?? 0) > 0
          ? now
          : undefined;
      },
      () => 'the word to be heard',
    );
    expect(answered?.state.refusals).toEqual([]);
    expect(answered?.state.votes).toMatchObject([{ actor: 'human:bo', signedBy: bo.fingerprint }]);
    const { records } = await world.deps.log.list({ offset: 0, limit: 100 });
    expect(records.filter(({ record }) => record.word !== undefined)).toHaveLength(1);
  },
);

test.skipIf(!hasSshKeygen)(
  'a word is neither lost nor applied twice when workers are killed while they check it, and its run does not end before',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const bo = sshKey(folder, 'bo');
    const files = { 'a.txt': 'a\n', allowed_signers: `human:bo ${bo.line}\n` };
    await using crash = await CrashWorld.open(1, { policy: POLICY, files, historyEventsMax: 12 });
    const { world } = crash;
    crash.write('sluice.yaml', POLICY.replace('PROGRAM', world.program));
    const first = await crash.startWorker();
    await world.startProgram();
    const view = await submitChange(world, 'P0-001');
    first.process.kill('SIGKILL');
    await first.ended;

    const { sha256, records } = await world.deps.log.head();
    const word = approvalOf(view, bo, { messageId: 'by-hand-1', head: { sha256, records } });
    const handle = world.itemHandle('P0-001');
    await handle.signal('review', word);
    const dying = await crash.startWorker({ plan: { at: 'word checked' } });
    expect(await dying.ended).toBe('SIGKILL');
    // The word is being checked by nobody now; the same one, and another one, wait behind it.
    await handle.signal('review', word);
    await handle.signal('review', { ...word, messageId: 'by-hand-2' });
    const again = await crash.startWorker({ plan: { at: 'word checked' } });
    expect(await again.ended).toBe('SIGKILL');
    await crash.startWorker();
    await world.done('P0-001');

    const { state } = await world.item('P0-001');
    expect(state.votes).toMatchObject([{ actor: 'human:bo', signedBy: bo.fingerprint }]);
    const log = await world.deps.log.list({ offset: 0, limit: 100 });
    const types = log.records.flatMap(({ record: { word: signed, body } }) =>
      signed === undefined ? [] : [body.type],
    );
    expect(types).toEqual(['verdict']);
    // However long its history is, a run goes on while a word of it is being checked.
    const { runId, historyLength } = await handle.describe();
    expect(runId).toBe(view.place.runId);
    expect(historyLength).toBeGreaterThan(12);
  },
  120_000,
);
