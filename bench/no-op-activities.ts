import type { ControlActivities, GateActivities } from '../activities/contract.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { BlobStore } from '../evidence/blob-store.ts';
import { readPlanPage } from '../evidence/stored-plan.ts';
import type { BareActivities } from './bare-item.ts';

const SHA1_CHARS = 40;
const SHA256_CHARS = 64;

/** The tree that every item of a bench submits. */
export const SNAPSHOT: Snapshot = {
  commit: 'c'.repeat(SHA1_CHARS),
  tree: 'd'.repeat(SHA1_CHARS),
  base: 'b'.repeat(SHA1_CHARS),
};
const RECORD_SHA256 = 'e'.repeat(SHA256_CHARS);

/** Gates that pass at once; their answers are as large as real ones. */
export const NO_OP_GATES: GateActivities = {
  runGate: ({ key, source }) =>
    Promise.resolve({
      gate: key.gate,
      attempt: key.attempt,
      result: 'PASS',
      code: null,
      facts: { judgedBy: 'exit code', exitCode: 0 },
      snapshot: source.kind === 'snapshot' ? source.snapshot : SNAPSHOT,
      submitted: source.kind === 'checkout' ? SNAPSHOT : null,
      counts: null,
      casesSha256: null,
      changedTests: [],
      exitCode: 0,
      durationMs: 1,
      stdoutSha256: RECORD_SHA256,
      stderrSha256: RECORD_SHA256,
      recordSha256: RECORD_SHA256,
    }),
  proveWaiver: () => Promise.reject(new Error('No bench asks for a waiver.')),
};

const { commit, tree, base: parent } = SNAPSHOT;

/** Short activities that do nothing but read the plan, which a program of any size needs. */
export function noOpControl(blobs: BlobStore): ControlActivities {
  return {
    checkpoint: () =>
      Promise.resolve({ kind: 'committed', commit, tree, parent, recordSha256: RECORD_SHA256 }),
    checkWord: () => Promise.resolve({ kind: 'verified', fingerprint: 'SHA256:none' }),
    record: (records) => Promise.resolve(records.map(() => RECORD_SHA256)),
    loadPlanPage: (request) => readPlanPage(blobs, request),
    notify: () => Promise.resolve(),
    updateTracker: () => Promise.resolve({ edits: 0, drift: [] }),
    lookUp: () => Promise.resolve({ unknown: [], tip: { commit, tree } }),
    certify: () =>
      Promise.resolve({ verdict: 'GO', commit, reasons: [], recordSha256: RECORD_SHA256 }),
  };
}

/** The same steps for the bare workflow. */
export const BARE_ACTIVITIES: BareActivities = {
  runGate: () => Promise.resolve(tree),
  checkpoint: () => Promise.resolve(commit),
};
