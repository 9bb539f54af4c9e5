import { describe, expect, test } from 'vitest';
import type { Policy } from '../../../domain/policy.ts';
import { CHECKS_MAX, governanceOf } from '../../../domain/program/governance.ts';
import { countLedger, LEDGER_LINES_MAX } from '../../../domain/register/ledger.ts';
import { isInForce, registersOf } from '../../../domain/register/registers.ts';
import { registerReasons } from '../../../domain/rules/register-reasons.ts';
import { IMPLEMENTER, LEAD, REVIEWER } from '../../support/item-fixture.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';
import { close, debt, decision, drift, risk, rollback } from '../../support/register-messages.ts';

/** A program at work on its first item of two. */
function desk(fields: Partial<Policy> = {}): ProgramDesk {
  return new ProgramDesk(backlogOf('P0-1 P1-2'), fields).settle();
}

const refused = (code: string) => expect.objectContaining({ kind: 'refused', code });
const accepted = (id: string) => ({
  kind: 'accepted',
  facts: { register: expect.any(String), id },
});
const ledgerOf = (at: ProgramDesk) => governanceOf(at.state).ledger;

test('gives each entry the next id of its register and today as its date', () => {
  const program = desk();
  expect(program.tell(decision())).toEqual(accepted('D-001'));
  expect(program.tell(decision())).toEqual(accepted('D-002'));
  expect(program.tell(debt())).toEqual(accepted('DL-001'));
  expect(program.tell(risk())).toEqual(accepted('R-001'));
  expect(program.tell(rollback())).toEqual(accepted('RB-001'));
  expect(program.tell(drift())).toEqual(accepted('DR-001'));
  const { decisions, problems } = registersOf(program.records);
  expect(decisions[0]).toMatchObject({ id: 'D-001', date: '1970-01-01', by: LEAD });
  expect(problems).toEqual([]);
});

test('skips an id that somebody has given by hand', () => {
  const program = desk();
  program.tell(decision({ id: 'd-002' }));
  expect(program.tell(decision())).toEqual(accepted('D-003'));
});

test('the registers that are folded from the evidence say the same as the workflow', () => {
  const program = desk();
  program.tell(debt());
  program.tell(debt());
  program.tell(close('debt', 'DL-001'));
  program.tell(decision());
  program.tell(decision({ supersedes: 'D-001' }));
  program.settle();
  const registers = registersOf(program.records);
  expect(registers.debts.filter(isInForce).map(({ id }) => id)).toEqual(['DL-002']);
  expect(registers.debts[0]?.closed).toMatchObject({ by: LEAD, reason: 'paid' });
  expect(registers.decisions[0]?.supersededBy).toBe('D-002');
  expect(countLedger(ledgerOf(program))).toMatchObject({ decisions: 1, openDebts: 1 });
});

describe('is refused', () => {
  test('a second entry with the id of the first, whatever its letter case', () => {
    const program = desk();
    program.tell(decision({ id: 'D-7' }));
    expect(program.tell(decision({ id: 'D-7' }))).toEqual(refused('ENTRY_EXISTS'));
    expect(program.tell(decision({ id: 'd-7' }))).toEqual(refused('ENTRY_EXISTS'));
    expect(program.tell(risk({ id: 'D-7' }))).toEqual(refused('ENTRY_EXISTS'));
  });

  test('deleting a debt by entering its id again as something small', () => {
    const program = desk({ caps: { openDebts: 0 } });
    program.tell(debt({ id: 'DL-1', severity: 'high' }));
    const again = program.tell(debt({ id: 'DL-1', title: 'nothing', severity: 'none' }));
    expect(again).toEqual(refused('ENTRY_EXISTS'));
    program.settle();
    const registers = registersOf(program.records);
    expect(registers.debts.map(({ severity }) => severity)).toEqual(['high']);
    expect(registerReasons(registers, program.contract.policy)).toEqual([
      'open debts: 1, the cap is 0',
    ]);
  });

  test('deleting a debt by superseding it with a decision', () => {
    const program = desk();
    program.tell(debt());
    expect(program.tell(decision({ supersedes: 'DL-001' }))).toEqual(refused('ENTRY_UNKNOWN'));
  });

  test('superseding a decision that does not exist', () => {
    expect(desk().tell(decision({ supersedes: 'D-009' }))).toEqual(refused('ENTRY_UNKNOWN'));
  });

  test("superseding one's own refused decision", () => {
    const program = desk();
    expect(program.tell(decision({ id: 'D-1' }), IMPLEMENTER)).toEqual(refused('NOT_ALLOWED'));
    expect(program.tell(decision({ id: 'D-2', supersedes: 'D-1' }))).toEqual(
      refused('ENTRY_UNKNOWN'),
    );
    expect(ledgerOf(program)).toEqual([]);
  });

  test('superseding a decision twice', () => {
    const program = desk();
    program.tell(decision());
    program.tell(decision({ supersedes: 'D-001' }));
    expect(program.tell(decision({ supersedes: 'D-001' }))).toEqual(refused('ENTRY_NOT_OPEN'));
  });

  test('closing a debt twice, and one that was never entered', () => {
    const program = desk();
    program.tell(debt());
    program.tell(close('debt', 'dl-001'));
    expect(program.tell(close('debt', 'DL-001'))).toEqual(refused('ENTRY_NOT_OPEN'));
    expect(program.tell(close('debt', 'DL-002'))).toEqual(refused('ENTRY_UNKNOWN'));
  });

  test('closing a debt as if it were a risk', () => {
    const program = desk();
    program.tell(debt());
    expect(program.tell(close('risk', 'DL-001'))).toEqual(refused('ENTRY_UNKNOWN'));
  });

  test('a second rollback note of an item that does not say which it replaces', () => {
    const program = desk();
    program.tell(rollback());
    expect(program.tell(rollback())).toEqual(refused('ENTRY_EXISTS'));
    expect(program.tell(rollback({ supersedes: 'RB-001' }))).toEqual(accepted('RB-002'));
  });

  test('a debt that is due at a milestone which the policy does not have', () => {
    const milestones = [{ id: 'beta', title: 'Beta', items: ['*'], gates: [], signOffs: [] }];
    const program = desk({ milestones });
    expect(program.tell(debt({ target: 'gamma' }))).toEqual(refused('MILESTONE_UNKNOWN'));
    expect(program.tell(debt({ target: 'beta' }))).toEqual(accepted('DL-001'));
  });

  test('an entry of somebody whom the policy does not know', () => {
    expect(desk().tell(risk(), 'human:eve')).toEqual(refused('UNKNOWN_ACTOR'));
  });

  test('an entry beyond what a program remembers', () => {
    const program = desk();
    const ledger = Array.from({ length: LEDGER_LINES_MAX }, (_, place) => ({
      id: `X-${place}`,
      register: 'risk' as const,
      isOpen: true,
    }));
    program.state = {
      ...program.state,
      governance: { ...governanceOf(program.state), ledger },
    };
    expect(program.tell(risk())).toEqual(refused('REGISTER_FULL'));
    expect(program.tell(close('risk', 'X-1'))).toMatchObject({ kind: 'accepted' });
  });
});

describe('roles', () => {
  test.each([
    ['an implementer', IMPLEMENTER, { debt: true, risk: false, drift: false, decision: false }],
    ['a reviewer', REVIEWER, { debt: false, risk: true, drift: true, decision: false }],
    ['a release lead', LEAD, { debt: true, risk: true, drift: true, decision: true }],
  ])('%s may add only what the role allows', (_who, actor, may) => {
    const program = desk();
    const answers = {
      debt: program.tell(debt(), actor)?.kind === 'accepted',
      risk: program.tell(risk(), actor)?.kind === 'accepted',
      drift: program.tell(drift(), actor)?.kind === 'accepted',
      decision: program.tell(decision(), actor)?.kind === 'accepted',
    };
    expect(answers).toEqual(may);
  });

  test('only a release lead ends or replaces what others have entered', () => {
    const program = desk();
    program.tell(debt(), IMPLEMENTER);
    program.tell(drift(), REVIEWER);
    const matched = drift({ supersedes: 'DR-001', classification: 'MATCHED' });
    expect(program.tell(close('debt', 'DL-001'), IMPLEMENTER)).toEqual(refused('NOT_ALLOWED'));
    expect(program.tell(matched, REVIEWER)).toEqual(refused('NOT_ALLOWED'));
    expect(program.tell(matched)).toEqual(accepted('DR-002'));
    expect(countLedger(ledgerOf(program)).fixesRequired).toBe(0);
  });

  test('drift that is entered beside drift to fix does not hide it', () => {
    const program = desk();
    program.tell(drift(), REVIEWER);
    program.tell(drift({ classification: 'DRIFT_ACCEPTED' }), REVIEWER);
    expect(registerReasons(registersOf(program.records), {})).toEqual([
      'drift DR-001 has to be fixed: internal/api/contract_test.go',
    ]);
  });
});

describe('items that the workflow does not hold', () => {
  test('are looked up in the plan: an unknown one refuses the entry afterwards, and is recorded', () => {
    const program = desk();
    const answer = program.tell(debt({ items: ['P0-1', 'P9-404'] }));
    expect(answer).toEqual({ kind: 'accepted', facts: { checking: true } });
    program.settle();
    expect(program.outcome).toEqual({
      messageId: 'm1',
      answer: 'refused',
      code: 'ITEM_UNKNOWN',
      facts: { items: ['P9-404'] },
    });
    expect(ledgerOf(program)).toEqual([]);
    expect(program.records.map((each) => each.body)).toEqual([
      expect.objectContaining({ type: 'refusal', code: 'ITEM_UNKNOWN' }),
    ]);
    expect(program.state.seen).toEqual([{ id: 'm1', answer: 'refused' }]);
  });

  test('that the plan has are accepted, with the id that the entry was given', () => {
    const program = new ProgramDesk(backlogOf('P0-1 P1-2')).settle();
    program.state = { ...program.state, open: [] };
    program.tell(debt({ items: ['P1-2'] }));
    program.settle();
    expect(program.outcome).toMatchObject({ answer: 'accepted', facts: { id: 'DL-001' } });
  });

  test('two entries with one id that are looked up at once: the second is refused', () => {
    const program = desk();
    program.state = { ...program.state, open: [] };
    program.tell(debt({ id: 'DL-9', items: ['P0-1'] }));
    program.tell(debt({ id: 'DL-9', items: ['P1-2'] }));
    program.settle();
    expect(governanceOf(program.state).outcomes.map(({ code }) => code)).toEqual([
      null,
      'ENTRY_EXISTS',
    ]);
    expect(registersOf(program.records).debts).toHaveLength(1);
  });

  test('a plan that cannot be read refuses the entry and pauses nothing', () => {
    const program = desk();
    program.tell(debt({ items: ['P9-404'] }));
    program.feed({ type: 'lookedUp', messageId: 'm1', result: null, reason: 'the store is gone' });
    expect(program.outcome).toMatchObject({ code: 'LOOK_UP_FAILED' });
    expect(program.state.paused).toBeNull();
  });

  test('no more are looked into at once than the state has room for', () => {
    const program = desk();
    for (let sent = 0; sent < CHECKS_MAX; sent += 1) program.tell(debt({ items: ['P9-404'] }));
    expect(program.tell(debt({ items: ['P9-404'] }))).toEqual(refused('PROGRAM_BUSY'));
  });

  test('the same message twice is looked into once', () => {
    const program = desk();
    program.tell({ ...debt({ items: ['P9-404'] }), messageId: 'same' });
    const again = program.tell({ ...debt({ items: ['P9-404'] }), messageId: 'same' });
    expect(again).toEqual({ kind: 'duplicate', first: 'accepted' });
    expect(governanceOf(program.state).checks).toHaveLength(1);
  });
});

test('a state of an older version has empty registers', () => {
  const program = desk();
  const { governance: _none, ...old } = program.state;
  program.state = old;
  expect(program.tell(decision())).toEqual(accepted('D-001'));
});
