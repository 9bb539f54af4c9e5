import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordedCommits } from '../../../client/recorded-commits.ts';
import type { EvidenceRecord } from '../../../domain/evidence-record.ts';
import { openEvidenceLog } from '../../../evidence/file-log.ts';
import { gitId, numberedRun, recordWith } from '../../support/evidence-records.ts';
import { newKey } from '../../support/evidence-keys.ts';
import { tempDir } from '../../support/temp-dir.ts';

function checkpoint(item: string, program = 'demo'): EvidenceRecord {
  const body = {
    type: 'checkpoint',
    attempt: 1,
    branch: 'main',
    commit: gitId(`commit ${item} ${program}`),
    tree: gitId('tree'),
    parent: gitId('parent'),
    approvedTree: gitId('tree'),
    reviewers: ['human:bo'],
    implementers: ['agent:codex'],
  } as const;
  return recordWith(body, { program, item, key: `checkpoint/${program}/${item}` });
}

test('the commits of finished items are found in the evidence, whatever else is there', async () => {
  const stateDir = tempDir();
  const dir = join(stateDir, 'evidence');
  const log = await openEvidenceLog({ dir, key: newKey(), fast: true });
  const runs = Array.from({ length: 30 }, (_, place) => numberedRun(place + 1));
  await log.append([
    ...runs,
    checkpoint('P0-001'),
    checkpoint('P0-002'),
    checkpoint('P0-003', 'old'),
  ]);
  await log.close();
  const found = await recordedCommits(stateDir, 'demo', ['P0-001', 'P0-002', 'P0-003']);
  expect([...found]).toEqual([
    ['P0-001', gitId('commit P0-001 demo')],
    ['P0-002', gitId('commit P0-002 demo')],
  ]);
});
