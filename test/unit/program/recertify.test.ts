import { describe, expect, test } from 'vitest';
import type { CertificationVerdict } from '../../../domain/certification.ts';
import { governedPolicy, SECURITY } from '../../support/governed-policy.ts';
import { snapshotOf } from '../../support/item-desk.ts';
import { LEAD } from '../../support/item-fixture.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const TIP = snapshotOf('tip').commit;
const lacks = (role: string): string => `${role} did not sign off ${TIP.slice(0, 12)}`;
const signOff = (subject: string, commit = TIP) => ({
  type: 'signOff' as const,
  subject,
  role: null,
  commit,
  reason: 'looked at it',
});

/** A program whose certificate was refused for these reasons. */
function refusedFor(...objections: readonly string[]): ProgramDesk {
  const program = new ProgramDesk(backlogOf('P0-1'), governedPolicy()).settle();
  program.objections = objections;
  program.feed({ type: 'itemDone', id: 'P0-1', commit: TIP });
  return program.settle('PASS', 'NO_GO');
}

function certifications(program: ProgramDesk): number {
  return program.commands.filter((each) => each.type === 'certify').length;
}

/** Signs, and lets the next certification end like this. */
function sign(program: ProgramDesk, subject: string, verdict: CertificationVerdict = 'GO'): void {
  program.tell(signOff(subject), subject === 'security' ? SECURITY : LEAD);
  program.settle('PASS', verdict);
}

test('certifies again by itself when the last missing sign-off has come', () => {
  const program = refusedFor(lacks('releaseLeads'), `${lacks('security')}; that of x is STALE`);
  sign(program, 'releaseLeads');
  expect(certifications(program)).toBe(1);
  expect(program.state.phase.kind).toBe('not-certified');
  sign(program, 'security');
  expect(program.outcome).toMatchObject({ answer: 'accepted', facts: { certifying: true } });
  expect(certifications(program)).toBe(2);
  expect(program.state.phase).toMatchObject({ kind: 'closed', result: { verdict: 'GO' } });
});

test('runs the whole baseline again for it, as an attempt of its own', () => {
  const program = refusedFor(lacks('security'));
  sign(program, 'security');
  const attempts = program.commands.flatMap((each) =>
    each.type === 'runGate' && each.request.stage === 'CERTIFICATION'
      ? [each.request.key.attempt]
      : [],
  );
  expect(attempts).toEqual([2, 3]);
});

describe('does not', () => {
  test('when anything else was against the certificate', () => {
    const program = refusedFor(lacks('security'), 'open debts: 1, the cap is 0');
    sign(program, 'security');
    expect(program.outcome?.facts).not.toHaveProperty('certifying');
    expect(certifications(program)).toBe(1);
  });

  test('for a sign-off of another commit than the one that was refused', () => {
    const program = refusedFor(lacks('security'));
    program.tip = snapshotOf('later');
    program.tell(signOff('security', program.tip.commit), SECURITY);
    program.settle();
    expect(program.outcome).toMatchObject({ answer: 'accepted' });
    expect(certifications(program)).toBe(1);
  });

  test('for the sign-off of a milestone by the same role', () => {
    const program = refusedFor(lacks('security'));
    program.tell({ ...signOff('beta'), role: 'security' }, SECURITY);
    program.settle();
    expect(program.outcome).toMatchObject({ answer: 'accepted' });
    expect(certifications(program)).toBe(1);
  });

  test('when the certification itself could not run, and nobody knows what it would say', () => {
    const program = refusedFor(lacks('security'));
    program.retry('certification');
    program.feed({ type: 'faulted', activity: 'certify', code: 'GIT_FAILED', message: 'no' });
    const begun = certifications(program);
    program.tell(signOff('security'), SECURITY);
    expect(certifications(program)).toBe(begun);
  });
});
