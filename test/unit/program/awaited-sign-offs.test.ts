import { expect, test } from 'vitest';
import { dutiesOf, dutiesOfSignOffs } from '../../../client/duties.ts';
import { programDetails } from '../../../domain/program/program-details.ts';
import { viewOfProgram } from '../../../domain/program/program-view.ts';
import { governedPolicy, OWNER, SECURITY } from '../../support/governed-policy.ts';
import { snapshotOf } from '../../support/item-desk.ts';
import { LEAD } from '../../support/item-fixture.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const TIP = snapshotOf('tip').commit;
const signOff = (subject: string) => ({
  type: 'signOff' as const,
  subject,
  role: null,
  commit: TIP,
  reason: 'looked at it',
});

function refused(): ProgramDesk {
  const program = new ProgramDesk(backlogOf('P0-1'), governedPolicy()).settle();
  program.feed({ type: 'itemDone', id: 'P0-1', commit: TIP });
  return program.settle('PASS', 'NO_GO');
}

function commandsFor(program: ProgramDesk, actor: typeof LEAD): readonly string[] {
  const view = viewOfProgram(program.contract, program.state, { offset: 0, limit: 1 });
  return dutiesOf(actor, dutiesOfSignOffs(view)).flatMap(({ commands }) => commands);
}

const command = (subject: string): string => `sluice decide sign-off ${subject} --reason "…"`;

test('a refused certificate asks those who hold the roles that have not signed', () => {
  const program = refused();
  expect(commandsFor(program, SECURITY)).toEqual([command('security')]);
  expect(commandsFor(program, LEAD)).toEqual([command('releaseLeads'), command('security')]);
  expect(programDetails(program.contract, program.state)).toContain(command('security'));
});

test('whoever has signed one role is not asked for another', () => {
  const program = refused();
  program.tell(signOff('releaseLeads'), LEAD);
  program.settle();
  expect(commandsFor(program, LEAD)).toEqual([]);
  expect(commandsFor(program, SECURITY)).toEqual([command('security')]);
});

test('nobody is asked while items are at work', () => {
  const program = new ProgramDesk(backlogOf('P0-1'), governedPolicy()).settle();
  expect(commandsFor(program, SECURITY)).toEqual([]);
});

test('the owner is asked when the gates of the capability have passed, until it is signed', () => {
  const program = new ProgramDesk(backlogOf('P0-1'), governedPolicy()).settle();
  const promote = { type: 'promote' as const, capability: 'registry', commit: null, reason: 'go' };
  program.tell(promote, OWNER);
  expect(commandsFor(program, OWNER)).toEqual([]);
  program.settle();
  expect(commandsFor(program, OWNER)).toEqual([command('registry')]);
  expect(commandsFor(program, LEAD)).toEqual([]);
  program.tell(signOff('registry'), OWNER);
  program.settle();
  expect(commandsFor(program, OWNER)).toEqual([]);
});
