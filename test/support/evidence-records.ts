import type { EvidenceRecord, RecordBody, RunRecord } from '../../domain/evidence-record.ts';
import { sha256Hex } from '../../evidence/sha256.ts';

/** A Git object id that is different for each name. */
export function gitId(name: string): string {
  return sha256Hex(name).slice(0, 40);
}

/** A snapshot whose ids are different for each name. */
export function snapshotNamed(name: string): RunRecord['snapshot'] {
  return { commit: gitId(`commit ${name}`), tree: gitId(`tree ${name}`), base: gitId('base') };
}

/** A record of the program `demo`, of item P0-001 unless the scope says otherwise. */
export function recordWith(
  body: RecordBody,
  scope: Partial<EvidenceRecord['scope']> & { readonly key: string },
): EvidenceRecord {
  return {
    scope: {
      program: 'demo',
      item: 'P0-001',
      workflowId: 'sluice/demo/P0-001',
      runId: 'run-1',
      atMs: Date.UTC(2026, 10, 21),
      policyDigest: sha256Hex('policy'),
      ...scope,
    },
    body,
  };
}

/** A VERIFY run that passed on the tree named `green`, with outputs that are all empty. */
export function runBody(fields: Partial<RunRecord> = {}): RunRecord {
  const empty = sha256Hex('');
  const stream = {
    storedSha256: empty,
    storedBytes: 0,
    totalSha256: empty,
    totalBytes: 0,
    truncated: false,
    endSeen: true,
    redactions: 0,
  };
  const snapshot = fields.snapshot ?? snapshotNamed('green');
  return {
    type: 'run',
    gate: 'verify',
    stage: 'VERIFY',
    attempt: 1,
    snapshot,
    argv: ['make', 'verify'],
    environment: ['CI', 'PATH'],
    outcome: {
      end: { kind: 'exited', exitCode: 0 },
      startedAtMs: Date.UTC(2026, 10, 21),
      durationMs: 12,
      stdout: stream,
      stderr: stream,
      isolation: 'process-group',
      leftoverProcesses: 0,
    },
    report: { format: 'exit', casesSha256: null, counts: null },
    treeAfter: snapshot.tree,
    result: 'PASS',
    code: null,
    facts: {},
    ...fields,
  };
}

/** A run record whose key and attempt are the number. */
export function numberedRun(number: number, fields: Partial<RunRecord> = {}): EvidenceRecord {
  return recordWith(runBody({ attempt: number, ...fields }), { key: `run/${number}` });
}
