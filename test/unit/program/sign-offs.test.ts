import { describe, expect, test } from 'vitest';
import type { SignOffRecord } from '../../../domain/register/register-record.ts';
import type { Policy } from '../../../domain/policy.ts';
import { governanceOf } from '../../../domain/program/governance.ts';
import { signOffReasons, signOffsOn } from '../../../domain/rules/sign-off.ts';
import { governedPolicy, OWNER, SECURITY } from '../../support/governed-policy.ts';
import { IMPLEMENTER, LEAD } from '../../support/item-fixture.ts';
import { snapshotOf } from '../../support/item-desk.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const TIP = snapshotOf('tip').commit;

function desk(fields: Partial<Policy> = {}): ProgramDesk {
  return new ProgramDesk(backlogOf('P0-1'), { ...governedPolicy(), ...fields }).settle();
}

const signOff = (subject: string, fields: { role?: string; commit?: string } = {}) => ({
  type: 'signOff' as const,
  subject,
  role: fields.role ?? null,
  commit: fields.commit ?? TIP,
  reason: 'looked at it',
});
const refused = (code: string) => expect.objectContaining({ kind: 'refused', code });

function signOffs(program: ProgramDesk): readonly SignOffRecord[] {
  return program.records.flatMap(({ body }) => (body.type === 'sign-off' ? [body] : []));
}

test('is recorded with role, commit and tree once the commit was found to be the tip', () => {
  const program = desk();
  expect(program.tell(signOff('security'), SECURITY)).toEqual({
    kind: 'accepted',
    facts: { checking: true },
  });
  program.settle();
  expect(signOffs(program)).toEqual([
    {
      type: 'sign-off',
      messageId: 'm1',
      actor: SECURITY,
      of: 'program',
      subject: 'security',
      role: 'security',
      commit: TIP,
      tree: snapshotOf('tip').tree,
      reason: 'looked at it',
    },
  ]);
});

test('a milestone is signed in the role that the actor holds and nobody has signed yet', () => {
  const program = desk();
  program.tell(signOff('beta'), 'human:quin');
  program.tell(signOff('beta'), SECURITY);
  program.settle();
  expect(signOffs(program).map(({ actor, role }) => [actor, role])).toEqual([
    ['human:quin', 'qa'],
    [SECURITY, 'security'],
  ]);
});

test('a capability is signed by its owner, who needs no role for it', () => {
  const program = desk();
  program.tell(signOff('registry'), OWNER);
  program.settle();
  expect(signOffs(program)).toMatchObject([{ of: 'capability', subject: 'registry', role: null }]);
});

describe('is refused', () => {
  test('somebody without the role', () => {
    expect(desk().tell(signOff('security'), IMPLEMENTER)).toEqual(refused('NOT_ALLOWED'));
    expect(desk().tell(signOff('beta', { role: 'qa' }), LEAD)).toEqual(refused('NOT_ALLOWED'));
  });

  test('a release lead in place of the owner of a capability', () => {
    expect(desk().tell(signOff('registry'), LEAD)).toEqual(refused('NOT_ALLOWED'));
  });

  test('somebody whom the policy does not know', () => {
    expect(desk().tell(signOff('security'), 'human:eve')).toEqual(refused('UNKNOWN_ACTOR'));
  });

  test('what nobody is asked to sign off', () => {
    expect(desk().tell(signOff('gamma'), LEAD)).toEqual(refused('SIGN_OFF_UNKNOWN'));
    expect(desk().tell(signOff('implementers'), IMPLEMENTER)).toEqual(refused('SIGN_OFF_UNKNOWN'));
  });

  test('a sign-off under a second name: another spelling is the same person', () => {
    const program = desk();
    program.tell(signOff('releaseLeads'), LEAD);
    program.settle();
    const again = program.tell(signOff('security'), 'human:LEA');
    expect(again).toEqual(refused('SIGNED_OTHER_ROLE'));
  });

  test('a sign-off under a second name that the policy ties to the same person', () => {
    const identities = { [LEAD]: [SECURITY] };
    const program = desk({ identities });
    program.tell(signOff('releaseLeads'), LEAD);
    program.settle();
    expect(program.tell(signOff('security'), SECURITY)).toEqual(refused('SIGNED_OTHER_ROLE'));
  });

  test('one person for two roles, unless the policy is solo', () => {
    for (const solo of [false, true]) {
      const program = desk({ solo });
      program.tell(signOff('releaseLeads'), LEAD);
      program.settle();
      program.tell(signOff('security'), LEAD);
      program.settle();
      expect(signOffs(program)).toHaveLength(solo ? 2 : 1);
    }
  });

  test('one person for two roles, when both are asked for before either was looked into', () => {
    const program = desk();
    program.tell(signOff('releaseLeads'), LEAD);
    program.tell(signOff('security'), LEAD);
    program.settle();
    expect(signOffs(program)).toHaveLength(1);
    expect(program.outcome).toMatchObject({ code: 'SIGNED_OTHER_ROLE' });
  });

  test('a second sign-off of the same role on the same commit, also by another holder', () => {
    const program = desk();
    program.tell(signOff('security'), SECURITY);
    program.settle();
    expect(program.tell(signOff('security'), SECURITY)).toEqual(refused('ALREADY_SIGNED'));
    expect(program.tell(signOff('security'), LEAD)).toEqual(refused('ALREADY_SIGNED'));
  });

  test('a sign-off of an older commit', () => {
    const program = desk();
    program.tip = snapshotOf('later');
    program.tell(signOff('security'), SECURITY);
    program.settle();
    expect(program.outcome).toMatchObject({
      code: 'STALE_COMMIT',
      facts: { named: TIP, current: snapshotOf('later').commit },
    });
    expect(signOffs(program)).toEqual([]);
  });
});

describe('the certification', () => {
  const policy = () => desk().contract.policy;

  test('names the roles that have not signed off the certified commit', () => {
    const program = desk();
    program.tell(signOff('releaseLeads'), LEAD);
    program.settle();
    expect(signOffReasons(policy(), signOffs(program), TIP)).toEqual([
      `security did not sign off ${TIP.slice(0, 12)}`,
    ]);
  });

  test('demands nothing of a policy that names no roles', () => {
    expect(signOffReasons({ roles: policy().roles }, [], TIP)).toEqual([]);
  });

  test('takes a sign-off for STALE as soon as the branch has moved', () => {
    const program = desk();
    program.tell(signOff('security'), SECURITY);
    program.settle();
    const later = snapshotOf('later').commit;
    expect(signOffReasons(policy(), signOffs(program), later)).toContain(
      `security did not sign off ${later.slice(0, 12)}; that of ${SECURITY} is about ${TIP.slice(0, 12)} and STALE`,
    );
  });

  test('believes no record whose signer does not hold the role by the policy', () => {
    const forged: SignOffRecord = {
      type: 'sign-off',
      messageId: 'm1',
      actor: IMPLEMENTER,
      of: 'program',
      subject: 'security',
      role: 'security',
      commit: TIP,
      tree: snapshotOf('tip').tree,
      reason: 'trust me',
    };
    expect(signOffsOn(policy(), [forged], TIP)).toEqual([]);
  });

  test('counts one person once, although the log should hold two roles of that person', () => {
    const record = (role: string): SignOffRecord => ({
      type: 'sign-off',
      messageId: role,
      actor: LEAD,
      of: 'program',
      subject: role,
      role,
      commit: TIP,
      tree: snapshotOf('tip').tree,
      reason: 'both hats',
    });
    const both = [record('releaseLeads'), record('security')];
    expect(signOffsOn(policy(), both, TIP)).toHaveLength(1);
    expect(signOffsOn({ ...policy(), solo: true }, both, TIP)).toHaveLength(2);
  });
});

test('the workflow remembers only the sign-offs of the newest commit', () => {
  const program = desk();
  program.tell(signOff('security'), SECURITY);
  program.settle();
  program.tip = snapshotOf('later');
  program.tell(signOff('security', { commit: program.tip.commit }), SECURITY);
  program.settle();
  expect(governanceOf(program.state).signed.map(({ commit }) => commit)).toEqual([
    snapshotOf('later').commit,
  ]);
  expect(signOffs(program)).toHaveLength(2);
});
