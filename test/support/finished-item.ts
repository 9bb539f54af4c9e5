import { join } from 'node:path';
import { pinSigners } from '../../client/pin-signers.ts';
import type { Actor } from '../../domain/actor.ts';
import type { EvidenceRecord, RecordBody, RunRecord } from '../../domain/evidence-record.ts';
import { payloadText } from '../../domain/word/judge-word.ts';
import { WORD_NAMESPACE } from '../../domain/word/signed-word.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { commitSigner } from '../../evidence/commit-seal.ts';
import { openEvidenceLog } from '../../evidence/file-log.ts';
import { openOrchestratorKey } from '../../evidence/orchestrator-key.ts';
import { storePolicy } from '../../evidence/stored-policy.ts';
import { commitCheckpoint } from '../../git/checkpoint.ts';
import type { CommitSigner } from '../../git/commit-signature.ts';
import { recordWith, runBody } from './evidence-records.ts';
import { policyOf } from './program-desk.ts';
import { runSluice } from './sluice-cli.ts';
import { sshKey, type SshKeyPair } from './ssh-keys.ts';
import { CHECKPOINT_TEXT, git, type TempRepository, tempRepository } from './temp-repository.ts';

const EXCLUDED = 'NOTES.md';
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

  approves(actor: Actor, key: SshKeyPair | null, snapshot: RunRecord['snapshot']): void {
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
    const word =
      key === null
        ? undefined
        : {
            principal: actor,
            fingerprint: key.fingerprint,
            atMs,
            payload,
            sshsig: key.sign(payload),
          };
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

  /** Commits the approved tree as Sluice does, with the verdict carried over an excluded path. */
  async commits(
    approved: RunRecord['snapshot'],
    { tipMoved, sign }: { readonly tipMoved: boolean; readonly sign: CommitSigner },
  ): Promise<void> {
    const desk = this.repository;
    desk.git('update-ref', 'refs/heads/main', approved.base);
    if (tipMoved) {
      desk.git('checkout', '--quiet', '--force', 'main');
      desk.write({ [EXCLUDED]: 'new\n' });
      desk.commitAll('notes');
    }
    const made = await commitCheckpoint(
      desk.repository,
      {
        ...CHECKPOINT_TEXT,
        scope: { program: 'release', item: FINISHED_ITEM },
        branch: 'main',
        approved,
        exclude: [EXCLUDED],
      },
      { sign },
    );
    if (made.kind !== 'committed') throw new Error(made.kind);
    const { commit, tree, parent } = made;
    this.tell({
      type: 'checkpoint',
      attempt: 1,
      branch: 'main',
      commit,
      tree,
      parent,
      approvedTree: approved.tree,
      reviewers: ['human:bo', 'agent:claude'],
      implementers: [IMPLEMENTER],
      ...(tipMoved ? { carriedOver: { from: approved.base, to: parent } } : {}),
    });
  }
}

/** What happened on the way to the checkpoint. */
export interface Course {
  /** The tests were changed after RED; with `replayed`, RED was replayed with them. */
  readonly testsChanged?: 'replayed' | 'silently';
  /** Somebody else changed a path that the policy excludes while the review waited. */
  readonly tipMoved?: boolean;
  /** The second reviewer did not sign. */
  readonly secondIsClaimed?: boolean;
}

/** The bundle of such an item in a folder, exported by the command line, and a clone beside it. */
export async function finishedBundle(folder: string, course: Course = {}) {
  const start = { 'a.js': '0\n', '.gitignore': '.sluice/\n', [EXCLUDED]: 'old\n' };
  const repository = await tempRepository(start);
  const { root } = repository;
  const bo = sshKey(folder, 'bo');
  const claude = sshKey(folder, 'claude');
  const eve = sshKey(folder, 'eve');
  const blobs = await openBlobStore(join(root, '.sluice/evidence'));
  await blobs.put(Buffer.alloc(0));
  const key = await openOrchestratorKey({ dir: join(root, '.sluice/keys'), logHasRecords: false });
  repository.write({ allowed_signers: `human:bo ${bo.line}\nagent:claude ${claude.line}\n` });
  const written = policyOf({ allowedSigners: { path: 'allowed_signers' } });
  const { gates } = written;
  const pinned = await pinSigners(
    root,
    {
      ...written,
      signCheckpoints: true,
      exclude: [EXCLUDED],
      gates: { ...gates, review: { ...gates.review, approvals: 2 } },
    },
    blobs,
  );
  const item = new FinishedItem(repository, await storePolicy(blobs, pinned));
  const red = item.snapshot({ 'test/a.test.js': 'a test\n' });
  item.runs({ gate: 'red', stage: 'RED', snapshot: red }, 1);
  if (course.testsChanged !== undefined) {
    const replay = item.snapshot({ 'test/a.test.js': 'a changed test\n' });
    if (course.testsChanged === 'replayed') {
      item.runs({ gate: 'red-replay', stage: 'TARGETED', snapshot: replay }, 1);
    }
  }
  const green = item.snapshot({ 'a.js': '1\n' });
  item.runs({ gate: 'targeted', stage: 'TARGETED', snapshot: green });
  item.runs({ gate: 'verify', stage: 'VERIFY', snapshot: green });
  item.approves('human:bo', bo, green);
  item.approves('agent:claude', course.secondIsClaimed === true ? null : claude, green);
  await item.commits(green, {
    tipMoved: course.tipMoved === true,
    sign: commitSigner(key.privateKey),
  });
  const log = await openEvidenceLog({ dir: join(root, '.sluice/evidence'), key, fast: true });
  await log.append(item.records);
  await log.close();
  const bundle = join(folder, 'bundle');
  const run = await runSluice(['evidence', 'export', '--output', bundle], { cwd: root });
  const verified = await runSluice(['evidence', 'verify', '--json'], { cwd: root });
  const clone = join(folder, 'clone');
  git(folder, 'clone', '--quiet', root, clone);
  repository.remove();
  return { run, verified, bundle, clone, key, eve };
}
