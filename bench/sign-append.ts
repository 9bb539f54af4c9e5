import { join } from 'node:path';
import type { EvidenceRecord } from '../domain/evidence-record.ts';
import { openEvidenceLog } from '../evidence/file-log.ts';
import { openOrchestratorKey } from '../evidence/orchestrator-key.ts';
import type { Measured } from './figure.ts';
import { medianOf, timeMs } from './statistics.ts';
import { tempFolder } from './temp-folder.ts';

const WARM_UP = 20;
const COUNTED = 300;

/** Signing one record and appending it to the log, fsync excluded. */
export async function measureSignAppend(): Promise<Readonly<Record<string, Measured>>> {
  using folder = tempFolder();
  const key = await openOrchestratorKey({ dir: join(folder.path, 'keys'), logHasRecords: false });
  const log = await openEvidenceLog({ dir: join(folder.path, 'evidence'), key, fast: true });
  try {
    const times: number[] = [];
    for (let nth = 0; nth < WARM_UP + COUNTED; nth += 1) {
      const ms = await timeMs(() => log.append([recordOf(nth)]));
      if (nth >= WARM_UP) times.push(ms);
    }
    return { 'sign-append-overhead': medianOf(times) };
  } finally {
    await log.close();
  }
}

function recordOf(nth: number): EvidenceRecord {
  return {
    scope: {
      program: 'bench',
      item: 'P0-001',
      workflowId: 'sluice/bench/P0-001',
      runId: 'run',
      key: `submission-${nth}`,
      atMs: nth,
      policyDigest: '0'.repeat(64),
    },
    body: {
      type: 'submission',
      submission: 'green',
      messageId: `message-${nth}`,
      actor: 'agent:bench',
      attempt: 1,
      note: 'a note of usual length about what was done',
    },
  };
}
