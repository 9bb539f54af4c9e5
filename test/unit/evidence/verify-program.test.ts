import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import type {
  CertificationRecord,
  CheckpointRecord,
  EvidenceRecord,
  RecordBody,
} from '../../../domain/evidence-record.ts';
import { verifyProgram } from '../../../evidence/verify-program.ts';
import { gitId, recordWith, runBody, snapshotNamed } from '../../support/evidence-records.ts';

const GREEN = snapshotNamed('green');

interface Story {
  readonly implementer: Actor;
  readonly reviewer: Actor;
  readonly verdict: 'APPROVED' | 'CHANGES_REQUESTED';
  readonly approvedTree: string;
  readonly checkpoint: Partial<CheckpointRecord>;
  readonly runs: readonly RecordBody[];
  readonly after: readonly RecordBody[];
}

const RED_RUN = runBody({ stage: 'RED', gate: 'red', snapshot: snapshotNamed('red') });
const TARGETED_RUN = runBody({ stage: 'TARGETED', gate: 'targeted' });
const RUNS = [RED_RUN, TARGETED_RUN, runBody()];

/** The records of one item, honest but for what a case changes. */
function recordsOf(changes: Partial<Story>): EvidenceRecord[] {
  const story: Story = {
    implementer: 'agent:codex',
    reviewer: 'human:bo',
    verdict: 'APPROVED',
    approvedTree: GREEN.tree,
    checkpoint: {},
    runs: RUNS,
    after: [],
    ...changes,
  };
  const submission: RecordBody = {
    type: 'submission',
    submission: 'green',
    messageId: 'm1',
    actor: story.implementer,
    attempt: 1,
    note: null,
  };
  const verdict: RecordBody = {
    type: 'verdict',
    verdict: story.verdict,
    messageId: 'm2',
    actor: story.reviewer,
    attempt: 1,
    snapshot: { ...GREEN, tree: story.approvedTree },
    gates: {},
    findings: [],
    note: null,
  };
  const checkpoint: RecordBody = {
    type: 'checkpoint',
    attempt: 1,
    branch: 'main',
    commit: gitId('checkpoint'),
    tree: GREEN.tree,
    parent: GREEN.base,
    approvedTree: GREEN.tree,
    reviewers: [story.reviewer],
    implementers: [story.implementer],
    ...story.checkpoint,
  };
  const bodies = [submission, ...story.runs, verdict, checkpoint, ...story.after];
  return bodies.map((body, index) => recordWith(body, { key: String(index) }));
}

function problemsIn(records: readonly EvidenceRecord[]): string[] {
  const placed = records.map((record, index) => ({ seq: index + 1, record }));
  return verifyProgram(placed).map(({ code, record }) => `${code} ${record}`);
}

const certification = (changes: Partial<CertificationRecord>): CertificationRecord => ({
  type: 'certification',
  verdict: 'GO',
  commit: gitId('checkpoint'),
  tree: GREEN.tree,
  branch: 'main',
  counts: { done: 1, deferred: 0, blocked: 0, open: 0 },
  reasons: [],
  logHead: gitId('head'),
  logRecords: 1,
  ...changes,
});

describe('an honest item', () => {
  test('has no problems', () => {
    expect(problemsIn(recordsOf({}))).toEqual([]);
  });

  test('may have failed before it passed', () => {
    const runs = [
      { ...RED_RUN, attempt: 0, result: 'FAIL' as const, snapshot: snapshotNamed('early') },
      RED_RUN,
      runBody({ result: 'FAIL', snapshot: snapshotNamed('first try') }),
      TARGETED_RUN,
      runBody({ attempt: 2, result: 'FAIL' }),
      runBody({ attempt: 3 }),
    ];
    expect(problemsIn(recordsOf({ runs }))).toEqual([]);
  });

  test('may have a replay of RED on another tree and a gate that does not apply', () => {
    const replay = runBody({
      stage: 'TARGETED',
      gate: 'red-replay',
      snapshot: snapshotNamed('replay'),
    });
    const notApplicable = runBody({ gate: 'verify.2', result: 'NA' });
    expect(problemsIn(recordsOf({ runs: [...RUNS, replay, notApplicable] }))).toEqual([]);
  });
});

describe('a checkpoint is doubted', () => {
  test.each<{ name: string; changes: Partial<Story>; code: string }>([
    {
      name: 'when another tree was committed than approved',
      changes: { checkpoint: { tree: gitId('other') } },
      code: 'CHECKPOINT_TREE_NOT_APPROVED',
    },
    {
      name: 'when the verdict is about another tree',
      changes: { approvedTree: gitId('other') },
      code: 'CHECKPOINT_TREE_NOT_APPROVED',
    },
    {
      name: 'when the verdict is about an earlier attempt',
      changes: { checkpoint: { attempt: 2 } },
      code: 'CHECKPOINT_TREE_NOT_APPROVED',
    },
    {
      name: 'when it names a reviewer who never gave a verdict',
      changes: { checkpoint: { reviewers: ['human:eve'] } },
      code: 'CHECKPOINT_TREE_NOT_APPROVED',
    },
    {
      name: 'when it names no reviewer',
      changes: { checkpoint: { reviewers: [] } },
      code: 'CHECKPOINT_TREE_NOT_APPROVED',
    },
    {
      name: 'when a reviewer submitted the work under another spelling',
      changes: { implementer: 'human:Bo', checkpoint: { implementers: [] } },
      code: 'REVIEWER_IS_IMPLEMENTER',
    },
    {
      name: 'when it names the reviewer as an implementer',
      changes: { checkpoint: { implementers: ['human:bo'] } },
      code: 'REVIEWER_IS_IMPLEMENTER',
    },
    {
      name: 'when full verify never ran',
      changes: { runs: [RED_RUN, TARGETED_RUN] },
      code: 'CHECKPOINT_WITHOUT_VERIFY',
    },
    {
      name: 'when full verify ran on another tree',
      changes: { runs: [RED_RUN, TARGETED_RUN, runBody({ snapshot: snapshotNamed('other') })] },
      code: 'CHECKPOINT_WITHOUT_VERIFY',
    },
    {
      name: 'when one of two verify commands ran on another tree only',
      changes: { runs: [...RUNS, runBody({ gate: 'verify.2', snapshot: snapshotNamed('x') })] },
      code: 'CHECKPOINT_WITHOUT_VERIFY',
    },
    {
      name: 'when full verify failed',
      changes: { runs: [RED_RUN, TARGETED_RUN, runBody({ result: 'FAIL' })] },
      code: 'CHECKPOINT_GATE_NOT_PASSED',
    },
    {
      name: 'when the newest run of a gate could not be judged',
      changes: { runs: [...RUNS, runBody({ attempt: 2, result: 'ERROR' })] },
      code: 'CHECKPOINT_GATE_NOT_PASSED',
    },
    {
      name: 'when RED was never accepted',
      changes: { runs: [{ ...RED_RUN, result: 'FAIL' }, TARGETED_RUN, runBody()] },
      code: 'CHECKPOINT_GATE_NOT_PASSED',
    },
  ])('$name', ({ changes, code }) => {
    const records = recordsOf(changes);
    expect(problemsIn(records)).toEqual([`${code} ${records.length}`]);
  });

  test('when the verdict asked for changes', () => {
    const problems = problemsIn(recordsOf({ verdict: 'CHANGES_REQUESTED' }));
    expect(new Set(problems)).toEqual(new Set(['CHECKPOINT_TREE_NOT_APPROVED 6']));
  });

  test('when the item already has one', () => {
    const records = recordsOf({});
    const [last] = records.slice(-1);
    expect(problemsIn([...records, ...(last === undefined ? [] : [last])])).toEqual([
      'CHECKPOINT_RECORDED_TWICE 7',
    ]);
  });
});

test('a run of one attempt counts once', () => {
  expect(problemsIn(recordsOf({ runs: [...RUNS, runBody()] }))).toEqual(['RUN_RECORDED_TWICE 5']);
});

describe('a certification is doubted', () => {
  const baseline = runBody({ stage: 'CERTIFICATION', gate: 'baseline', result: 'FAIL' });

  test('when it counts more done items than there are checkpoints', () => {
    const counts = { done: 2, deferred: 0, blocked: 0, open: 0 };
    expect(problemsIn(recordsOf({ after: [certification({ counts })] }))).toEqual([
      'CERTIFICATION_UNFOUNDED 7',
    ]);
  });

  test('when the baseline failed on the certified tree', () => {
    const records = [
      ...recordsOf({}),
      recordWith(baseline, { key: 'b', item: null }),
      recordWith(certification({}), { key: 'c', item: null }),
    ];
    expect(problemsIn(records)).toEqual(['CERTIFICATION_UNFOUNDED 8']);
  });

  test('but not when it says NO_GO', () => {
    const records = [
      recordWith(baseline, { key: 'b', item: null }),
      recordWith(certification({ verdict: 'NO_GO' }), { key: 'c', item: null }),
    ];
    expect(problemsIn(records)).toEqual([]);
  });
});

describe('runs besides the one that decides', () => {
  const base = runBody({
    purpose: 'base',
    gate: 'verify/base.1',
    stage: 'BASELINE',
    result: 'FAIL',
  });
  const again = runBody({ purpose: 'confirmation', gate: 'verify/confirmation', result: 'FAIL' });

  test('prove nothing and disprove nothing', () => {
    expect(problemsIn(recordsOf({ runs: [...RUNS, base, again] }))).toEqual([]);
  });

  test('do not stand for the gate: a passing confirmation is no verify', () => {
    const confirmed = runBody({ purpose: 'confirmation' });
    const problems = problemsIn(recordsOf({ runs: [RED_RUN, TARGETED_RUN, confirmed] }));
    expect(problems).toEqual([expect.stringContaining('CHECKPOINT_WITHOUT_VERIFY')]);
  });

  test('count twice when they are of two trees, and are refused twice of one', () => {
    const elsewhere = runBody({ ...base, snapshot: snapshotNamed('other') });
    expect(problemsIn(recordsOf({ runs: [...RUNS, base, elsewhere] }))).toEqual([]);
    const twice = problemsIn(recordsOf({ runs: [...RUNS, base, base] }));
    expect(twice).toEqual([expect.stringContaining('RUN_RECORDED_TWICE')]);
  });
});
