import { describe, expect, test } from 'vitest';
import type { Policy } from '../../../domain/policy.ts';
import { governanceOf } from '../../../domain/program/governance.ts';
import { createGovernanceFold } from '../../../domain/readiness/governance-fold.ts';
import { readinessOf } from '../../../domain/readiness/readiness.ts';
import type { EvidenceRecord } from '../../../domain/evidence-record.ts';
import { recordWith, runBody } from '../../support/evidence-records.ts';
import { governedPolicy, OWNER } from '../../support/governed-policy.ts';
import { IMPLEMENTER, LEAD } from '../../support/item-fixture.ts';
import { snapshotOf } from '../../support/item-desk.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const TIP = snapshotOf('tip');

function desk(fields: Partial<Policy> = {}): ProgramDesk {
  return new ProgramDesk(backlogOf('P0-1 P1-2'), { ...governedPolicy(), ...fields }).settle();
}

const promote = (fields: { capability?: string; commit?: string } = {}) => ({
  type: 'promote' as const,
  capability: fields.capability ?? 'registry',
  commit: fields.commit ?? null,
  reason: 'ready',
});
const signOff = {
  type: 'signOff' as const,
  subject: 'registry',
  role: null,
  commit: TIP.commit,
  reason: 'mine',
};
const refused = (code: string) => expect.objectContaining({ kind: 'refused', code });

/** Gates that were asked for, by the names that they run under. */
function ran(program: ProgramDesk): readonly string[] {
  return program.commands.flatMap((each) =>
    each.type === 'runGate' && each.request.stage === 'PROMOTION' ? [each.request.key.gate] : [],
  );
}

test('runs parity, canary and rollback drill on the tip, in a lane that no item has', () => {
  const program = desk({ lanes: 2 });
  program.tell(promote());
  program.settle();
  expect(ran(program)).toEqual([
    'promotion/registry.parity',
    'promotion/registry.canary',
    'promotion/registry.rollback',
  ]);
  const [request] = program.commands.flatMap((each) =>
    each.type === 'runGate' && each.request.stage === 'PROMOTION' ? [each.request] : [],
  );
  expect(request).toMatchObject({
    lane: 65,
    clean: true,
    source: { kind: 'branch-tip' },
    item: null,
  });
});

test('is promoted when all pass and the owner has signed off the same commit', () => {
  const program = desk();
  program.tell(signOff, OWNER);
  program.settle();
  program.tell(promote(), OWNER);
  program.settle();
  expect(program.outcome).toMatchObject({
    answer: 'accepted',
    facts: { capability: 'registry', commit: TIP.commit, promoted: true },
  });
});

test('waits for its owner when all pass and nobody signed', () => {
  const program = desk();
  program.tell(promote());
  program.settle();
  expect(program.outcome).toMatchObject({ answer: 'accepted', facts: { promoted: false } });
});

test('never runs the canary where parity fails, nor the drill where the canary fails', () => {
  for (const [failing, runs] of [
    ['promotion/registry.parity', 1],
    ['promotion/registry.canary', 2],
    ['promotion/registry.rollback', 3],
  ] as const) {
    const program = desk();
    program.failingPromotions.add(failing);
    program.tell(promote());
    program.settle();
    expect(ran(program)).toHaveLength(runs);
    expect(program.outcome).toMatchObject({
      answer: 'refused',
      code: 'PROMOTION_FAILED',
      facts: { failed: `${failing.slice('promotion/'.length)} is FAIL (COMMAND_FAILED)` },
    });
    expect(governanceOf(program.state).promotion).toBeNull();
  }
});

test('can be tried again, as an attempt with records of its own', () => {
  const program = desk();
  program.failingPromotions.add('promotion/registry.canary');
  program.tell(promote());
  program.settle();
  program.failingPromotions.clear();
  program.tell(promote());
  program.settle();
  const attempts = program.commands.flatMap((each) =>
    each.type === 'runGate' && each.request.stage === 'PROMOTION' ? [each.request.key.attempt] : [],
  );
  expect(attempts).toEqual([1, 1, 2, 2, 2]);
  expect(program.outcome).toMatchObject({ answer: 'accepted' });
});

test('touches neither items at work nor the baseline', () => {
  const program = desk();
  const { phase, open } = program.state;
  program.tell(promote());
  program.settle();
  expect(program.state.phase).toEqual(phase);
  expect(program.state.open).toEqual(open);
  program.done('P0-1');
  expect(program.active).toEqual(['P1-2']);
});

describe('is refused', () => {
  test('to somebody who is neither the owner nor a release lead', () => {
    expect(desk().tell(promote(), IMPLEMENTER)).toEqual(refused('NOT_ALLOWED'));
  });

  test('for a capability that the policy does not have', () => {
    expect(desk().tell(promote({ capability: 'other' }))).toEqual(refused('CAPABILITY_UNKNOWN'));
  });

  test('while another promotion is under way or looked into', () => {
    const program = desk();
    program.tell(promote());
    expect(program.tell(promote())).toEqual(refused('PROMOTION_RUNNING'));
  });

  test('before the baseline has passed', () => {
    const program = new ProgramDesk(backlogOf('P0-1'), governedPolicy());
    expect(program.tell(promote())).toEqual(refused('WRONG_STAGE'));
  });

  test('for a commit that is not the tip any more', () => {
    const program = desk();
    program.tell(promote({ commit: snapshotOf('older').commit }));
    program.settle();
    expect(program.outcome).toMatchObject({ code: 'STALE_COMMIT' });
    expect(ran(program)).toEqual([]);
  });
});

test('fails when the branch moves between its gates', () => {
  const program = desk();
  program.tell(promote());
  const [check] = governanceOf(program.state).checks;
  program.feed({
    type: 'lookedUp',
    messageId: check?.message.messageId ?? '',
    result: { unknown: [], tip: TIP },
    reason: '',
  });
  program.tip = snapshotOf('later');
  program.settle();
  expect(program.outcome).toMatchObject({ code: 'PROMOTION_FAILED' });
  expect(ran(program)).toHaveLength(1);
});

test('ends, and pauses nothing, when a gate cannot run at all', () => {
  const program = desk();
  program.tell(promote());
  program.feed({
    type: 'lookedUp',
    messageId: 'm1',
    result: { unknown: [], tip: TIP },
    reason: '',
  });
  program.feed({ type: 'promotionFaulted', code: 'LANE_BUSY', message: 'lane 2 is taken' });
  expect(program.outcome).toMatchObject({ code: 'PROMOTION_FAILED' });
  expect(program.state.paused).toBeNull();
});

describe('by the evidence alone', () => {
  const gates = ['registry.parity', 'registry.canary', 'registry.rollback'];
  const runOf = (gate: string, stage: 'PROMOTION' | 'VERIFY' = 'PROMOTION'): EvidenceRecord =>
    recordWith(
      runBody({ gate: stage === 'PROMOTION' ? `promotion/${gate}` : gate, stage, snapshot: TIP }),
      { key: `${stage}/${gate}`, item: null },
    );
  const signed = recordWith(
    {
      type: 'sign-off',
      messageId: 's',
      actor: OWNER,
      of: 'capability',
      subject: 'registry',
      role: null,
      commit: TIP.commit,
      tree: TIP.tree,
      reason: 'mine',
    },
    { key: 'message/s', item: null },
  );
  const standing = (records: readonly EvidenceRecord[], tip = TIP) => {
    const fold = createGovernanceFold();
    for (const record of records) fold.add(record);
    const { policy } = desk().contract;
    const all = readinessOf({ policy, facts: fold.facts(), items: ['P0-1'], tip });
    return all.find((each) => each.kind === 'capability');
  };

  test('a capability is promoted by its gates and its owner', () => {
    expect(standing([...gates.map((gate) => runOf(gate)), signed])?.isReady).toBe(true);
  });

  test('there is no promotion without the canary', () => {
    const without = gates.filter((gate) => gate !== 'registry.canary').map((gate) => runOf(gate));
    const capability = standing([...without, signed]);
    expect(capability?.isReady).toBe(false);
    expect(capability?.conditions[1]).toEqual({
      what: 'gate registry.canary',
      state: 'NOT_RUN',
      detail: null,
    });
  });

  test('a run of that name that was no promotion does not count', () => {
    const faked = gates.map((gate) =>
      runOf(gate, gate === 'registry.canary' ? 'VERIFY' : 'PROMOTION'),
    );
    expect(standing([...faked, signed])?.isReady).toBe(false);
  });

  test('there is no promotion without the owner, and none by a release lead', () => {
    const runs = gates.map((gate) => runOf(gate));
    const byLead = { ...signed, body: { ...signed.body, actor: LEAD } } as EvidenceRecord;
    expect(standing(runs)?.isReady).toBe(false);
    expect(standing([...runs, byLead])?.isReady).toBe(false);
  });

  test('it is over as soon as the branch moves', () => {
    const capability = standing([...gates.map((gate) => runOf(gate)), signed], snapshotOf('later'));
    expect(capability?.conditions.map(({ state }) => state)).toEqual([
      'OPEN',
      'OPEN',
      'OPEN',
      'OPEN',
    ]);
    expect(capability?.conditions[0]?.detail).toContain('STALE');
  });
});
