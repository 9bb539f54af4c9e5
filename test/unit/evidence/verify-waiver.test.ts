import { describe, expect, test } from 'vitest';
import type {
  CheckpointRecord,
  EvidenceRecord,
  RecordBody,
  RunRecord,
  WaiverRecord,
} from '../../../domain/evidence-record.ts';
import { createProgramCheck } from '../../../evidence/verify-program.ts';
import { gitId, recordWith, runBody, snapshotNamed } from '../../support/evidence-records.ts';

const GREEN = snapshotNamed('green');
const BASE = { commit: GREEN.base, tree: gitId('base tree'), base: GREEN.base };
const FAILED: Partial<RunRecord> = {
  result: 'FAIL',
  code: 'COMMAND_FAILED',
  report: {
    format: 'junit',
    casesSha256: null,
    counts: { total: 3, passed: 2, failed: 1, skipped: 0 },
    failingSha256: '1'.repeat(64),
  },
};
const SUBMITTED: RecordBody = {
  type: 'submission',
  submission: 'green',
  messageId: 'm1',
  actor: 'agent:codex',
  attempt: 1,
  note: null,
};
const APPROVED: RecordBody = {
  type: 'verdict',
  verdict: 'APPROVED',
  messageId: 'm2',
  actor: 'human:bo',
  attempt: 1,
  snapshot: GREEN,
  gates: {},
  findings: [],
  note: null,
};
const CHECKPOINT: CheckpointRecord = {
  type: 'checkpoint',
  attempt: 1,
  branch: 'main',
  commit: gitId('checkpoint'),
  tree: GREEN.tree,
  parent: GREEN.base,
  approvedTree: GREEN.tree,
  reviewers: ['human:bo'],
  implementers: ['agent:codex'],
};
const GRANTED: WaiverRecord = {
  type: 'waiver',
  event: 'granted',
  waiver: 'W1',
  messageId: null,
  actor: 'human:lea',
  gate: 'verify',
  stage: 'VERIFY',
  attempt: 1,
  snapshot: GREEN,
  tests: [],
  reason: 'the vendor is down',
  until: '2026-12-01T18:00+01:00',
  basis: 'same-tests',
  run: null,
  baseRun: null,
  code: null,
  facts: {},
};
const onBase = (fields: Partial<RunRecord> = {}): RunRecord =>
  runBody({ gate: 'base/verify/W1', stage: 'BASE', snapshot: BASE, ...FAILED, ...fields });
const rerun = (fields: Partial<RunRecord> = {}): RunRecord =>
  runBody({ gate: 'verify.rerun', ...FAILED, ...fields });

/** The story of an item that was committed with a waiver of its failed verify. */
function story(changes: {
  readonly base?: RecordBody | null;
  readonly waiver?: Partial<WaiverRecord>;
  readonly after?: readonly RecordBody[];
}): readonly EvidenceRecord[] {
  const { base = onBase(), waiver = {}, after = [] } = changes;
  const bodies: readonly RecordBody[] = [
    SUBMITTED,
    runBody(FAILED),
    ...(base === null ? [] : [base]),
    { ...GRANTED, ...waiver },
    ...after,
    APPROVED,
    CHECKPOINT,
  ];
  return bodies.map((body, index) => recordWith(body, { key: String(index) }));
}

function checked(records: readonly EvidenceRecord[]) {
  const check = createProgramCheck();
  const problems = records.flatMap((record, index) => check.add({ seq: index + 1, record }));
  return { codes: problems.map(({ code }) => code), proof: check.proofs('demo')[0] };
}

describe('a waiver in the evidence', () => {
  test('that is founded opens its gate as WAIVED, and nothing is wrong', () => {
    const { codes, proof } = checked(story({}));
    expect(codes).toEqual([]);
    expect(proof?.gates.get('verify')).toBe('WAIVED');
  });

  test.each<{ name: string; changes: Parameters<typeof story>[0] }>([
    { name: 'without a run on the base tree', changes: { base: null } },
    {
      name: 'although the gate passed on the base tree',
      changes: { base: onBase({ result: 'PASS', code: null }) },
    },
    {
      name: 'on the run of another gate on the base tree',
      changes: { base: onBase({ gate: 'base/verify.2/W1' }) },
    },
    {
      name: 'on a run on another tree than its base',
      changes: { base: onBase({ snapshot: { ...BASE, commit: gitId('elsewhere') } }) },
    },
    { name: 'by who did the work', changes: { waiver: { actor: 'agent:Codex' } } },
    { name: 'after its end', changes: { waiver: { until: '2026-11-20T18:00Z' } } },
    { name: 'as a renewal of one that never was', changes: { waiver: { event: 'renewed' } } },
  ])('that was granted $name is unfounded, and its gate did not pass', ({ changes }) => {
    expect(checked(story(changes)).codes).toEqual([
      'WAIVER_UNFOUNDED',
      'CHECKPOINT_GATE_NOT_PASSED',
    ]);
  });

  test('covers the rerun that failed just as the gate did on the same tree', () => {
    const { codes, proof } = checked(story({ after: [rerun()] }));
    expect(codes).toEqual([]);
    expect(proof?.gates.get('verify.rerun')).toBe('WAIVED');
  });

  test.each<{ name: string; run: RunRecord }>([
    {
      name: 'by another test',
      run: rerun({ report: { ...runBody(FAILED).report, failingSha256: '2'.repeat(64) } }),
    },
    { name: 'for another reason', run: rerun({ result: 'ERROR', code: 'TIMED_OUT' }) },
    { name: 'as the rerun of another gate', run: rerun({ gate: 'verify.2.rerun' }) },
  ])('does not cover a rerun that failed $name', ({ run }) => {
    expect(checked(story({ after: [run] })).codes).toEqual(['CHECKPOINT_GATE_NOT_PASSED']);
  });
});
