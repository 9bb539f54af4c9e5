import { join } from 'node:path';
import type { ActivityDeps } from '../activities/deps.ts';
import type { CheckpointDeps } from '../git/checkpoint.ts';
import { type GitHelper, startGitHelper } from '../git/git-helper.ts';
import { startGitThrough } from '../git/git-process.ts';
import { ensureSluiceDir, openRepository } from '../git/repository.ts';
import { startGateRunner } from '../activities/runner/gate-runner.ts';
import { commitSigner } from '../evidence/commit-seal.ts';
import { openBlobStore } from '../evidence/blob-store.ts';
import { openEvidenceLog } from '../evidence/file-log.ts';
import { openOrchestratorKey } from '../evidence/orchestrator-key.ts';
import { openEvidenceReader } from '../evidence/log-reader.ts';

export interface ActivityDepsOptions {
  /** A folder of the repository. */
  readonly repository: string;
  /** Leaves out fsync, for demonstrations. */
  readonly fast: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly checkpoint?: CheckpointDeps;
  /** Other places of the helpers' programs, see `startGateRunner` and `startGitHelper`. */
  readonly entries?: { readonly runner: string; readonly git: string };
}

export interface OpenedActivityDeps extends ActivityDeps {
  readonly gitHelper: GitHelper;
  close(): Promise<void>;
}

/**
 * Opens what activities work with: the repository, the evidence store, its key and the
 * processes that start gates and Git.
 */
export async function openActivityDeps(options: ActivityDepsOptions): Promise<OpenedActivityDeps> {
  const repository = await openRepository(options.repository);
  const stateDir = await ensureSluiceDir(repository.root);
  const evidenceDir = join(stateDir, 'evidence');
  const reader = await openEvidenceReader({ dir: evidenceDir });
  const logHasRecords = (await reader.head()).records > 0;
  await reader.close();
  const key = await openOrchestratorKey({ dir: join(stateDir, 'keys'), logHasRecords });
  const log = await openEvidenceLog({ dir: evidenceDir, key, fast: options.fast });
  const blobs = await openBlobStore(evidenceDir);
  const runner = startGateRunner({ storeDir: evidenceDir, entry: options.entries?.runner });
  const gitHelper = startGitHelper({ entry: options.entries?.git });
  const stopHelping = startGitThrough(gitHelper.run);
  return {
    repository,
    log,
    blobs,
    runner,
    gitHelper,
    evidenceDir,
    publicKey: key.publicKey,
    signCommit: commitSigner(key.privateKey),
    environment: options.environment,
    ...(options.checkpoint === undefined ? {} : { checkpoint: options.checkpoint }),
    close: async () => {
      await runner.close();
      stopHelping();
      await gitHelper.close();
      await log.close();
    },
  };
}
