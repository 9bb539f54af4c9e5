import { describe, expect, test } from 'vitest';
import type { Policy } from '../../../domain/policy.ts';
import { contractInForce } from '../../../domain/program/accepted-policy.ts';
import { viewOfProgram } from '../../../domain/program/program-view.ts';
import { WORD_NAMESPACE } from '../../../domain/word/signed-word.ts';
import { payloadText } from '../../../domain/word/judge-word.ts';
import { governedPolicy, OWNER, SECURITY } from '../../support/governed-policy.ts';
import {
  commandGate,
  IMPLEMENTER,
  LEAD,
  OTHER_REVIEWER,
  ROLES,
} from '../../support/item-fixture.ts';
import { snapshotOf } from '../../support/item-desk.ts';
import { backlogOf, policyOf, ProgramDesk } from '../../support/program-desk.ts';

const OLD = 'd'.repeat(64);
const NEW = 'a'.repeat(64);
const refused = (code: string) => expect.objectContaining({ kind: 'refused', code });
const accept = (digest = NEW) => ({
  type: 'acceptPolicy' as const,
  digest,
  reason: 'the reviewers have changed',
});

function desk(edited: Partial<Policy> = {}, pinned: Partial<Policy> = {}): ProgramDesk {
  const program = new ProgramDesk(backlogOf('P0-1 P0-2 P0-3'), pinned).settle();
  program.policies.set(NEW, { kind: 'found', policy: policyOf({ ...pinned, ...edited }) });
  return program;
}

const inForce = (program: ProgramDesk) => contractInForce(program.contract, program.state);

test('an edited policy is in force once its digest was found in the store, and is recorded with both digests', () => {
  const program = desk({ lanes: 2 });
  expect(program.tell(accept())).toEqual({ kind: 'accepted', facts: { checking: true } });
  expect(inForce(program).policyDigest).toBe(OLD);
  program.settle();
  expect(inForce(program)).toMatchObject({ policyDigest: NEW, policy: { lanes: 2 } });
  expect(program.outcome).toMatchObject({
    answer: 'accepted',
    facts: { from: OLD, to: NEW, keep: ['P0-1'] },
  });
  const record = program.records.find(({ body }) => body.type === 'decision');
  expect(record).toMatchObject({
    // Judged and signed by the rules that were in force when it was said.
    scope: { policyDigest: OLD },
    body: {
      decision: 'accept-policy',
      actor: LEAD,
      reason: 'the reviewers have changed',
      facts: { from: OLD, to: NEW },
    },
  });
});

test('what follows from it follows at once: another lane takes up the next item', () => {
  const program = desk({ lanes: 2 });
  expect(program.active).toEqual(['P0-1']);
  program.tell(accept());
  program.settle();
  expect(program.active).toEqual(['P0-1', 'P0-2']);
});

test('records, gates and the view name the new digest from then on', () => {
  const program = desk({ baseline: [commandGate('baseline'), commandGate('second')] });
  program.tell(accept());
  program.settle();
  for (const id of ['P0-1', 'P0-2', 'P0-3']) program.done(id);
  const runs = program.commands.flatMap((each) =>
    each.type === 'runGate' && each.request.stage === 'CERTIFICATION' ? [each.request] : [],
  );
  expect(runs.map(({ gate, policyDigest }) => [gate.id, policyDigest])).toEqual([
    ['baseline', NEW],
    ['second', NEW],
  ]);
  const certify = program.commands.find((each) => each.type === 'certify');
  expect(certify).toMatchObject({ request: { policyDigest: NEW } });
  const view = viewOfProgram(inForce(program), program.state, { offset: 0, limit: 1 });
  expect(view.policyDigest).toBe(NEW);
});

test('it may be replaced in turn, and a failed baseline is mended by it', () => {
  const program = new ProgramDesk(backlogOf('P0-1')).settle('FAIL');
  program.policies.set(NEW, { kind: 'found', policy: policyOf({ baseline: [] }) });
  program.tell(accept());
  program.settle();
  program.retry('baseline');
  program.settle();
  expect(program.state.phase.kind).toBe('running');
  const third = 'b'.repeat(64);
  program.policies.set(third, { kind: 'found', policy: policyOf() });
  program.tell(accept(third));
  program.settle();
  expect(inForce(program).policyDigest).toBe(third);
});

test('survives continue-as-new and a state that is read from JSON', () => {
  const program = desk({ lanes: 2 });
  program.tell(accept());
  program.settle();
  const carried = structuredClone(program.state);
  expect(contractInForce(program.contract, carried).policyDigest).toBe(NEW);
});

describe('is refused', () => {
  const outcome = (program: ProgramDesk, digest = NEW, actor = LEAD) => {
    program.tell(accept(digest), actor);
    program.settle();
    expect(inForce(program).policyDigest).toBe(OLD);
    return program.outcome;
  };

  test('from anybody but a release lead, who is one by the policy in force', () => {
    const edited = { roles: { ...ROLES, releaseLeads: [LEAD, IMPLEMENTER, OTHER_REVIEWER] } };
    expect(desk(edited).tell(accept(), IMPLEMENTER)).toEqual(refused('NOT_ALLOWED'));
    expect(desk(edited).tell(accept(), OTHER_REVIEWER)).toEqual(refused('NOT_ALLOWED'));
    expect(desk(edited).tell(accept(), 'human:eve')).toEqual(refused('UNKNOWN_ACTOR'));
    expect(desk({}, governedPolicy()).tell(accept(), OWNER)).toEqual(refused('NOT_ALLOWED'));
  });

  test('a digest under which nothing is stored', () => {
    expect(outcome(desk(), 'c'.repeat(64))).toMatchObject({ code: 'POLICY_UNKNOWN' });
  });

  test('the digest that is in force already', () => {
    expect(desk().tell(accept(OLD))).toEqual(refused('POLICY_UNCHANGED'));
  });

  test('what is stored there and is no policy', () => {
    const program = desk();
    program.policies.set(NEW, { kind: 'invalid', problem: 'it is no policy at gates' });
    expect(outcome(program)).toMatchObject({
      code: 'POLICY_UNLOADABLE',
      facts: { problem: 'it is no policy at gates' },
    });
  });

  test.each([
    ['program', { program: 'another' }, 'another'],
    ['backlog', { backlog: 'docs/other.md' }, 'docs/other.md'],
    ['branch', { branch: 'release' }, 'release'],
    ['columns', { columns: { id: 'Key' } }, '{"id":"Key"}'],
  ])('another %s: the plan is pinned', (field, edited, found) => {
    expect(outcome(desk(edited))).toMatchObject({
      code: 'POLICY_FIELD_PINNED',
      facts: { field, found },
    });
  });

  test('roles that take the role of a release lead from the sender, also by a slip', () => {
    const roles = { ...ROLES, releaseLeads: [OTHER_REVIEWER] };
    expect(outcome(desk({ roles }))).toMatchObject({ code: 'POLICY_UNSEATS_SENDER' });
    // Another release lead, who stays one, may do it.
    const two = desk({ roles }, { roles: { ...ROLES, releaseLeads: [LEAD, OTHER_REVIEWER] } });
    two.tell(accept(), OTHER_REVIEWER);
    two.settle();
    expect(inForce(two).policyDigest).toBe(NEW);
  });

  test('while the baseline or a promotion runs by the policy in force', () => {
    const begun = new ProgramDesk(backlogOf('P0-1'));
    expect(begun.tell(accept())).toEqual(refused('WRONG_STAGE'));
    const program = desk({}, governedPolicy());
    program.tell({ type: 'promote', capability: 'registry', commit: null, reason: 'ready' }, OWNER);
    expect(program.tell(accept())).toEqual(refused('PROMOTION_RUNNING'));
  });

  test('in a program that is closed, also when it was closed while the store was asked', () => {
    const program = new ProgramDesk(backlogOf('P0-1')).settle();
    program.policies.set(NEW, { kind: 'found', policy: policyOf({ lanes: 2 }) });
    program.done('P0-1');
    expect(program.tell(accept())).toEqual(refused('PROGRAM_CLOSED'));
  });
});

test('whatever was being looked into by the policy before is refused, and can be sent again', () => {
  const program = desk({}, governedPolicy());
  const signOff = {
    type: 'signOff' as const,
    subject: 'security',
    role: null,
    commit: snapshotOf('tip').commit,
    reason: 'looked at it',
  };
  program.tell(accept());
  program.tell(signOff, SECURITY);
  program.tell(accept(NEW));
  program.settle();
  expect(program.state.refusals.map(({ code }) => code)).toEqual([
    'POLICY_CHANGED',
    'POLICY_CHANGED',
  ]);
  program.tell(signOff, SECURITY);
  program.settle();
  expect(program.outcome).toMatchObject({ answer: 'accepted' });
});

test('a promotion has a lane that no item has, by whichever policy it got its own', () => {
  const program = desk({ ...governedPolicy(), lanes: 1 }, { ...governedPolicy(), lanes: 3 });
  program.tell(accept());
  program.settle();
  program.tell({ type: 'promote', capability: 'registry', commit: null, reason: 'ready' }, OWNER);
  program.settle();
  const lanes = program.state.open.flatMap(({ status }) =>
    status.kind === 'active' ? [status.lane] : [],
  );
  const run = program.commands.find(
    (each) => each.type === 'runGate' && each.request.stage === 'PROMOTION',
  );
  expect(lanes).toEqual([1, 2, 3]);
  expect(run).toMatchObject({ request: { clean: true, lane: 65 } });
});

test('a signed word that was being checked by the signers before is checked again by the new ones', () => {
  const allowedSigners = (sha256: string) => ({ path: 'signers', sha256 });
  const program = desk(
    { allowedSigners: allowedSigners('2'.repeat(64)) },
    { allowedSigners: allowedSigners('1'.repeat(64)) },
  );
  program.tell(accept());
  const message = { type: 'pause', messageId: 'signed', actor: LEAD, reason: 'wait' } as const;
  const payload = payloadText({
    kind: WORD_NAMESPACE,
    ...viewOfProgram(program.contract, program.state, { offset: 0, limit: 1 }).place,
    message: { ...message },
    head: null,
    nonce: '0'.repeat(32),
  });
  program.receive({ ...message, signature: { payload, sshsig: 'a signature' } });
  program.settle();
  const checks = () =>
    program.commands.flatMap((each) =>
      each.type === 'checkWord' ? [each.request.policyDigest] : [],
    );
  const good = { kind: 'verified', fingerprint: 'SHA256:abc' } as const;
  program.feed({ type: 'wordChecked', messageId: 'signed', result: good, policyDigest: OLD });
  expect(checks()).toEqual([OLD, NEW]);
  expect(program.state.paused).toBeNull();
  program.feed({ type: 'wordChecked', messageId: 'signed', result: good, policyDigest: NEW });
  expect(program.state.paused).toMatchObject({ reason: 'wait', signedBy: 'SHA256:abc' });
});
