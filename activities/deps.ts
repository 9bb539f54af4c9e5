import type { BlobStore } from '../evidence/blob-store.ts';
import type { EvidenceLog } from '../evidence/file-log.ts';
import type { KeyObject } from 'node:crypto';
import type { CommitSigner } from '../git/commit-signature.ts';
import type { CheckpointDeps } from '../git/checkpoint.ts';
import type { Repository } from '../git/repository.ts';
import type { GateRunner } from './runner/gate-runner.ts';

/** What activities work with; the worker passes the real things in. */
export interface ActivityDeps {
  readonly repository: Repository;
  readonly log: EvidenceLog;
  readonly blobs: BlobStore;
  readonly runner: GateRunner;
  /** Folder of the evidence log, read as files when a program is certified. */
  readonly evidenceDir: string;
  readonly publicKey: KeyObject;
  /** Signs checkpoint commits with the orchestrator's key, where the policy asks for it. */
  readonly signCommit: CommitSigner;
  /** The worker's own environment, from which the allow-list of gates is taken. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Crash tests stop the process between two steps of a checkpoint. */
  readonly checkpoint?: CheckpointDeps;
}
