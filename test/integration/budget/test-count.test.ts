import { expect, test } from 'vitest';
import { GateDesk } from '../../support/gate-desk.ts';

const SUITE = '{ id: suite, run: \'cat report.tap > "$SLUICE_REPORT"\', report: tap }';
const NO_REPORT = { 'report.tap': '' };

function tests(count: number, skipped = 0) {
  const lines = Array.from({ length: count + skipped }, (_, nth) =>
    nth < count ? `ok ${nth + 1} - t${nth + 1}` : `ok ${nth + 1} - t${nth + 1} # SKIP not now`,
  );
  return { 'report.tap': ['TAP version 13', `1..${lines.length}`, ...lines, ''].join('\n') };
}

test('runs the gate once on the base, and refuses fewer tests than there', async () => {
  await using desk = await GateDesk.open(tests(3), SUITE);
  expect(await desk.verify(tests(2))).toMatchObject({
    result: 'FAIL',
    code: 'TEST_COUNT_FELL',
    facts: { testsExecuted: 2, testsOnBase: 3 },
  });
  expect(await desk.verify(tests(4))).toMatchObject({ result: 'PASS' });
  const gates = (await desk.runs()).map(({ gate, report }) => [gate, report.counts?.total]);
  expect(gates).toEqual([
    ['suite/base.1', 3],
    ['suite', 2],
    ['suite', 4],
  ]);
  expect(await desk.problems()).toEqual([]);
});

test('takes the count from the record of the item before, whose tree is the base now', async () => {
  await using desk = await GateDesk.open(tests(1), SUITE);
  await desk.verify(tests(5));
  desk.repository.commitAll('the item before');
  const result = await desk.verify(tests(4));
  expect(result).toMatchObject({ code: 'TEST_COUNT_FELL', facts: { testsOnBase: 5 } });
  expect((await desk.runs()).filter(({ purpose }) => purpose === 'base')).toHaveLength(1);
});

test('refuses tests that are skipped instead of removed', async () => {
  await using desk = await GateDesk.open(tests(3), SUITE);
  expect(await desk.verify(tests(2, 1))).toMatchObject({ code: 'TEST_COUNT_FELL' });
});

test('refuses a report that is no longer written', async () => {
  await using desk = await GateDesk.open(tests(3), SUITE);
  const result = await desk.verify(NO_REPORT);
  expect(result).toMatchObject({ code: 'TEST_COUNT_FELL', facts: { reportRead: false } });
});

test('lets fewer tests pass when the implementer said why, and says so', async () => {
  await using desk = await GateDesk.open(tests(3), SUITE);
  const budget = { base: desk.base, testsFallDeclared: true };
  expect(await desk.verify(tests(2), { budget })).toMatchObject({
    result: 'PASS',
    facts: { testsExecuted: 2, testsOnBase: 3, testsFallDeclared: true },
  });
});

test('has nothing against a suite where there was none', async () => {
  await using desk = await GateDesk.open(NO_REPORT, SUITE);
  expect(await desk.verify(tests(1))).toMatchObject({ result: 'PASS' });
});
