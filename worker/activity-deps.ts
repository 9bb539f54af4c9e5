import { join } from 'node:path';
import type { ActivityDeps } from '../activities/deps.ts';
import type { CheckpointDeps } from '../git/checkpoint.ts';
import { ensureSluiceDir, openRepository } from '../git/repository.ts';
import { startGateRunner } from '../activities/runner/gate-runner.ts';
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
  /** Another place of the gate runner's program, see `startGateRunner`. */
  readonly runnerEntry?: string;
}

export interface OpenedActivityDeps extends ActivityDeps {
  close(): Promise<void>;
}

/** Opens what activities work with: the repository, the evidence store, its key and the gate runner. */
export async function openActivityDeps(options: ActivityDepsOptions): Promise<OpenedActivityDeps> {
  const repository = await openRepository(options.repository);
  const stateDir = await ensureSluiceDir(repository.root);
  const evidenceDir = join(stateDir, 'evidence');
  const reader = await openEvidenceReader({ dir: evidenceDir });
  const logHasRecords = (await reader.head()).records > 0;
  await reader.close();
  const key = await openOrchestratorKey({ dir: join(stateDir, 'keys'), logHasRecords });
  const log = await openEvidenceLog({ dir: evidenceDir, key, fast: options.fast });
  const entry = options.runnerEntry;
  const runner = startGateRunner({
    storeDir: evidenceDir,
    ...(entry === undefined ? {} : { entry }),
  });
  return {
    repository,
    log,
    blobs: await openBlobStore(evidenceDir),
    runner,
    evidenceDir,
    publicKey: key.publicKey,
    environment: options.environment,
    ...(options.checkpoint === undefined ? {} : { checkpoint: options.checkpoint }),
    close: async () => {
      await runner.close();
      await log.close();
    },
  };
}
