import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RegisterEntry } from '../../../domain/register/entry.ts';
import { judgeEntry, type Ledger, withEntry } from '../../../domain/register/ledger.ts';
import { isInForce, NO_REGISTERS, registersOf } from '../../../domain/register/registers.ts';
import { registerReasons } from '../../../domain/rules/register-reasons.ts';
import { recordWith } from '../../support/evidence-records.ts';

const debt = (id: string): RegisterEntry => ({
  register: 'debt',
  action: 'enter',
  id,
  title: `owed ${id}`,
  items: [],
  severity: 'low',
  owner: 'human:ana',
  target: null,
  source: 'audit',
});
const closing = (id: string): RegisterEntry => ({
  register: 'debt',
  action: 'close',
  id,
  reason: 'paid',
});
const recordsOf = (entries: readonly RegisterEntry[]) =>
  entries.map((entry, place) =>
    recordWith(
      { type: 'register', messageId: `m${place}`, actor: 'human:lea', entry },
      { key: `message/m${place}`, item: null },
    ),
  );

describe('registers that are read from the log', () => {
  test('are empty without records', () => {
    expect(registersOf([])).toEqual(NO_REGISTERS);
  });

  test('keep the first of two entries with one id, and name the contradiction', () => {
    const { debts, problems } = registersOf(recordsOf([debt('DL-1'), debt('dl-1')]));
    expect(debts.map(({ id }) => id)).toEqual(['DL-1']);
    expect(problems).toEqual(['dl-1: There is DL-1 in the register of debt entries already.']);
  });

  test('a contradiction fails the certification, even where no cap is named', () => {
    const registers = registersOf(recordsOf([closing('DL-1')]));
    expect(registerReasons(registers, {})).toEqual([
      'register: DL-1: The register of debt entries has no DL-1.',
    ]);
  });
});

test.each([
  [2, undefined, []],
  [2, 2, []],
  [3, 2, ['open debts: 3, the cap is 2']],
  [1, 0, ['open debts: 1, the cap is 0']],
])('%i open debts under a cap of %s: %j', (open, openDebts, reasons) => {
  const entries = Array.from({ length: open }, (_, place) => debt(`DL-${place}`));
  const registers = registersOf(recordsOf([...entries, debt('paid'), closing('paid')]));
  const caps = openDebts === undefined ? {} : { caps: { openDebts } };
  expect(registerReasons(registers, caps)).toEqual(reasons);
});

test('whatever is sent in whatever order: an id is entered once, closed once, and nothing vanishes', () => {
  const id = fc.constantFrom('A', 'a', 'B', 'C');
  const entry = fc.oneof(id.map(debt), id.map(closing));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
      let ledger: Ledger = [];
      const taken: RegisterEntry[] = [];
      for (const each of entries) {
        if (judgeEntry(ledger, each, []).verdict === 'rejected') continue;
        ledger = withEntry(ledger, each);
        taken.push(each);
      }
      const { debts, problems } = registersOf(recordsOf(taken));
      const keys = debts.map((each) => each.id.toLowerCase());
      expect(problems).toEqual([]);
      expect(new Set(keys).size).toBe(keys.length);
      expect(debts.filter(isInForce)).toHaveLength(ledger.filter((line) => line.isOpen).length);
      expect(debts).toHaveLength(taken.filter((each) => each.action === 'enter').length);
    }),
  );
});
