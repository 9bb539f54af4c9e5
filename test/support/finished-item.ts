import { join } from 'node:path';
import { pinSigners } from '../../client/pin-signers.ts';
import type { Actor } from '../../domain/actor.ts';
import type { EvidenceRecord, RecordBody, RunRecord } from '../../domain/evidence-record.ts';
import { payloadText } from '../../domain/word/judge-word.ts';
import { WORD_NAMESPACE } from '../../domain/word/signed-word.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { openEvidenceLog } from '../../evidence/file-log.ts';
import { openOrchestratorKey } from '../../evidence/orchestrator-key.ts';
import { storePolicy } from '../../evidence/stored-policy.ts';
import { recordWith, runBody } from './evidence-records.ts';
import { policyOf } from './program-desk.ts';
import { runSluice } from './sluice-cli.ts';
import { sshKey, type SshKeyPair } from './ssh-keys.ts';
import { type TempRepository, tempRepository } from './temp-repository.ts';

export const FINISHED_ITEM = 'P0-001';
const IMPLEMENTER = 'agent:codex';
const PASS = { result: 'PASS', reason: null } as const;

/** A repository with one finished item: RED, GREEN, verify, two signed approvals, a checkpoint. */
class FinishedItem {
  readonly repository: TempRepository;
  readonly records: EvidenceRecord[] = [];
  private readonly policyDigest: string;
  constructor(repository: TempRepository, policyDigest: string) {
    this.repository = repository;
    this.policyDigest = policyDigest;
  }

  snapshot(files: Readonly<Record<string, string>>): RunRecord['snapshot'] {
    const base = this.repository.git('rev-parse', 'HEAD');
    this.repository.write(files);
    const commit = this.repository.commitAll('a snapshot');
    return { commit, base, tree: this.repository.git('rev-parse', 'HEAD^{tree}') };
  }

  tell(body: RecordBody, word?: EvidenceRecord['word']): void {
    const key = `k${this.records.length}`;
    const record = recordWith(body, { key, item: FINISHED_ITEM, policyDigest: this.policyDigest });
    this.records.push(word === undefined ? record : { ...record, word });
  }

  runs(run: Pick<RunRecord, 'gate' | 'stage' | 'snapshot'>, exitCode = 0): void {
    const base = runBody(run);
    this.tell({ ...base, outcome: { ...base.outcome, end: { kind: 'exited', exitCode } } });
  }

  approves(actor: Actor, key: SshKeyPair, snapshot: RunRecord['snapshot']): void {
    const nth = this.records.length;
    const message = {
      type: 'review',
      messageId: `m${nth}`,
      actor,
      attempt: 1,
      tree: snapshot.tree,
      verdict: 'APPROVED',
      gates: { P0: PASS },
      findings: [],
      note: null,
    };
    const { program, item, workflowId, runId, atMs } = recordWith(runBody(), { key: '' }).scope;
    const { tree } = snapshot;
    const payload = payloadText({
      kind: WORD_NAMESPACE,
      program,
      item,
      workflowId,
      runId,
      attempt: 1,
      tree,
      message,
      head: null,
      nonce: nth.toString(16).padStart(32, '0'),
    });
    const { fingerprint } = key;
    const word = { principal: actor, fingerprint, atMs, payload, sshsig: key.sign(payload) };
    this.tell(
      {
        type: 'verdict',
        verdict: 'APPROVED',
        messageId: `m${nth}`,
        actor,
        attempt: 1,
        snapshot,
        gates: { P0: PASS },
        findings: [],
        note: null,
      },
      word,
    );
  }
}

/** The bundle of such an item in a folder, exported by the command line. */
export async function finishedBundle(folder: string) {
  const repository = await tempRepository({ 'a.js': '0\n', '.gitignore': '.sluice/\n' });
  const { root } = repository;
  const bo = sshKey(folder, 'bo');
  const claude = sshKey(folder, 'claude');
  const eve = sshKey(folder, 'eve');
  const blobs = await openBlobStore(join(root, '.sluice/evidence'));
  await blobs.put(Buffer.alloc(0));
  repository.write({ allowed_signers: `human:bo ${bo.line}\nagent:claude ${claude.line}\n` });
  const written = policyOf({ allowedSigners: { path: 'allowed_signers' } });
  const { gates } = written;
  const pinned = await pinSigners(
    root,
    { ...written, gates: { ...gates, review: { ...gates.review, approvals: 2 } } },
    blobs,
  );
  const item = new FinishedItem(repository, await storePolicy(blobs, pinned));
  const red = item.snapshot({ 'test/a.test.js': 'a test\n' });
  item.runs({ gate: 'red', stage: 'RED', snapshot: red }, 1);
  const green = item.snapshot({ 'a.js': '1\n' });
  item.runs({ gate: 'targeted', stage: 'TARGETED', snapshot: green });
  item.runs({ gate: 'verify', stage: 'VERIFY', snapshot: green });
  item.approves('human:bo', bo, green);
  item.approves('agent:claude', claude, green);
  const { tree, commit, base } = green;
  item.tell({
    type: 'checkpoint',
    attempt: 1,
    branch: 'main',
    commit,
    tree,
    parent: base,
    approvedTree: tree,
    reviewers: ['human:bo', 'agent:claude'],
    implementers: [IMPLEMENTER],
  });
  const key = await openOrchestratorKey({ dir: join(root, '.sluice/keys'), logHasRecords: false });
  const log = await openEvidenceLog({ dir: join(root, '.sluice/evidence'), key, fast: true });
  await log.append(item.records);
  await log.close();
  const bundle = join(folder, 'bundle');
  const run = await runSluice(['evidence', 'export', '--output', bundle], { cwd: root });
  repository.remove();
  return { run, bundle, key, eve };
}
