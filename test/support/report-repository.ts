import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { rememberProgram } from '../../client/session.ts';
import type { PlannedItem } from '../../domain/plan-page.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { openEvidenceLog } from '../../evidence/file-log.ts';
import { openOrchestratorKey } from '../../evidence/orchestrator-key.ts';
import { storePlan } from '../../evidence/stored-plan.ts';
import { storePolicy } from '../../evidence/stored-policy.ts';
import { ensureSluiceDir } from '../../git/repository.ts';
import type { EvidenceStory } from './evidence-story.ts';
import { plannedWork } from './report-model.ts';
import { type TempRepository, tempRepository } from './temp-repository.ts';

/** A real repository that looks as if a program had run in it. */
export interface ReportRepository extends TempRepository {
  readonly stateDir: string;
  readonly evidenceDir: string;
  readonly policyDigest: string;
  readonly items: readonly PlannedItem[];
  /** Appends a story to the signed log; a certification rests on the log as it is then. */
  record(story: EvidenceStory): Promise<void>;
}

/** Makes the repository with policy and plan stored, and no server. */
export async function reportRepository(policyText: string): Promise<ReportRepository> {
  const repository = await tempRepository({ 'sluice.yaml': policyText });
  onTestFinished(() => repository.remove());
  const { policy, items } = plannedWork(policyText);
  const stateDir = await ensureSluiceDir(repository.root);
  const evidenceDir = join(stateDir, 'evidence');
  const blobs = await openBlobStore(evidenceDir);
  const policyDigest = await storePolicy(blobs, policy);
  const planDigest = await storePlan(blobs, items);
  // Gate runs of stories print nothing.
  await blobs.put(Buffer.alloc(0));
  await rememberProgram(stateDir, policy.program, { planDigest });
  return {
    ...repository,
    stateDir,
    evidenceDir,
    policyDigest,
    items,
    async record(story) {
      const logHasRecords = existsSync(join(evidenceDir, 'log.jsonl'));
      const key = await openOrchestratorKey({ dir: join(stateDir, 'keys'), logHasRecords });
      const log = await openEvidenceLog({ dir: evidenceDir, key, fast: true });
      try {
        for (const record of story.records) {
          const { sha256: logHead, records: logRecords } = await log.head();
          const { body } = record;
          const isRest = body.type === 'certification';
          await log.append([
            isRest ? { ...record, body: { ...body, logHead, logRecords } } : record,
          ]);
        }
      } finally {
        await log.close();
      }
    },
  };
}

/** The log's lines, for tests that break it. */
export function logText(repository: ReportRepository): string {
  return readFileSync(join(repository.evidenceDir, 'log.jsonl'), 'utf8');
}
