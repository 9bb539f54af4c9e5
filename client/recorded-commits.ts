import { join } from 'node:path';
import type { EvidenceReader } from '../evidence/log-reader.ts';

/** Newest records of an item that are looked at; the checkpoint is the last that it makes. */
const RECORDS_MAX = 20;

/** The commits that the evidence log records for finished items, by item id. */
export async function recordedCommits(
  stateDir: string,
  program: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { openEvidenceReader } = await import('../evidence/log-reader.ts');
  const reader = await openEvidenceReader({ dir: join(stateDir, 'evidence') });
  try {
    const commits = new Map<string, string>();
    for (const item of ids) {
      const commit = await commitOf(reader, { program, item });
      if (commit !== null) commits.set(item, commit);
    }
    return commits;
  } finally {
    await reader.close();
  }
}

async function commitOf(
  reader: EvidenceReader,
  filter: { readonly program: string; readonly item: string },
): Promise<string | null> {
  const { total } = await reader.list({ ...filter, offset: 0, limit: 0 });
  const offset = Math.max(0, total - RECORDS_MAX);
  const { records } = await reader.list({ ...filter, offset, limit: RECORDS_MAX });
  for (const { record } of records.toReversed()) {
    if (record.body.type === 'checkpoint') return record.body.commit;
  }
  return null;
}
