import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceRecord, VerdictRecord } from '../../domain/evidence-record.ts';
import type { Policy } from '../../domain/policy.ts';
import { payloadText } from '../../domain/word/judge-word.ts';
import { WORD_NAMESPACE, type WordPayload } from '../../domain/word/signed-word.ts';
import { pinSigners } from '../../client/pin-signers.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { openEvidenceLog } from '../../evidence/file-log.ts';
import { openOrchestratorKey } from '../../evidence/orchestrator-key.ts';
import { storePolicy } from '../../evidence/stored-policy.ts';
import { verifyEvidence } from '../../evidence/verify-evidence.ts';
import { createWordCheck } from '../../evidence/word/word-check.ts';
import { recordWith, snapshotNamed } from './evidence-records.ts';
import { ROLES } from './item-fixture.ts';
import { policyOf } from './program-desk.ts';
import { sshKey, type SshKeyPair } from './ssh-keys.ts';
import { tempDir } from './temp-dir.ts';

const PASS = { result: 'PASS', reason: null } as const;

export const SIGNERS_FILE = 'allowed_signers';

/** An evidence store whose policy pins the keys of human:bo and agent:claude. */
export async function openWordStore(requireSignature: readonly string[] = []) {
  const root = tempDir();
  const bo = sshKey(root, 'bo');
  const claude = sshKey(root, 'claude');
  const eve = sshKey(root, 'eve');
  writeFileSync(join(root, SIGNERS_FILE), `human:bo ${bo.line}\nagent:claude ${claude.line}\n`);
  const dir = join(root, 'evidence');
  mkdirSync(dir);
  const blobs = await openBlobStore(dir);
  const written = policyOf({
    roles: ROLES,
    allowedSigners: { path: SIGNERS_FILE },
    requireSignature,
  });
  const policy: Policy = await pinSigners(root, written, blobs);
  const policyDigest = await storePolicy(blobs, policy);
  const key = await openOrchestratorKey({ dir: join(root, 'keys'), logHasRecords: false });
  const log = await openEvidenceLog({ dir, key, fast: true });
  const verify = () =>
    verifyEvidence({
      dir,
      publicKey: key.publicKey,
      blobs: null,
      anchors: [],
      words: createWordCheck(blobs),
    });
  return { root, dir, blobs, log, policy, policyDigest, key, verify, keys: { bo, claude, eve } };
}

export type WordStore = Awaited<ReturnType<typeof openWordStore>>;

export interface SignedVerdict {
  /** Whose key signs, and in whose name. */
  readonly by?: SshKeyPair;
  readonly namespace?: string;
  /** Changes what was signed. */
  readonly payload?: Partial<WordPayload>;
  /** Changes what is recorded. */
  readonly body?: Partial<VerdictRecord>;
  readonly head?: WordPayload['head'];
  readonly nonce?: string;
  readonly item?: string;
}

let nonces = 0;

/** The record of an approval by human:bo that is signed, as the item's workflow writes it. */
export function signedVerdict(store: WordStore, made: SignedVerdict = {}): EvidenceRecord {
  const { by = store.keys.bo, item = 'P0-001' } = made;
  nonces += 1;
  const body: VerdictRecord = {
    type: 'verdict',
    verdict: 'APPROVED',
    messageId: `m${nonces}`,
    actor: 'human:bo',
    attempt: 1,
    snapshot: snapshotNamed('green'),
    gates: { P0: PASS },
    findings: [],
    note: null,
  };
  const { snapshot, type: _type, ...message } = body;
  const record = recordWith(
    { ...body, ...made.body },
    { key: `message/${nonces}`, item, policyDigest: store.policyDigest },
  );
  const { program, workflowId, runId, atMs } = record.scope;
  const payload = payloadText({
    kind: WORD_NAMESPACE,
    program,
    item,
    workflowId,
    runId,
    attempt: 1,
    tree: snapshot.tree,
    message: { type: 'review', tree: snapshot.tree, ...message },
    head: made.head ?? null,
    nonce: made.nonce ?? nonces.toString(16).padStart(32, '0'),
    ...made.payload,
  });
  const sshsig = by.sign(payload, made.namespace);
  const { fingerprint } = by;
  return { ...record, word: { principal: 'human:bo', fingerprint, atMs, payload, sshsig } };
}
