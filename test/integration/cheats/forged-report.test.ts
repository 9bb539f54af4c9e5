import { describe, expect, test } from 'vitest';
import { GateDesk } from '../../support/gate-desk.ts';

const TARGETED = { rule: { rule: 'targeted', redCasesSha256: null } } as const;
const PASSING = 'TAP version 13\\n1..1\\nok 1 - all\\n';
const FAILING = 'TAP version 13\\n1..1\\nnot ok 1 - all\\n';

/** A gate that runs the script that the implementer submits. */
async function deskOf(format = 'tap'): Promise<GateDesk> {
  const gate = `{ id: suite, run: "sh ./suite.sh", report: ${format} }`;
  return GateDesk.open({ 'suite.sh': `printf '${PASSING}' > "$SLUICE_REPORT"\n` }, gate);
}

describe('a report that is forged', () => {
  test.each([
    ['beside an exit code that says otherwise', `printf '${PASSING}' > "$SLUICE_REPORT"; exit 1`],
    ['by output that looks like one', `printf '${PASSING}'; exit 1`],
    ['by a summary that its cases do not bear out', `printf '${FAILING}# pass 1\\n# fail 0\\n'`],
  ])('%s is seen', async (_, script) => {
    await using desk = await deskOf();
    const result = await desk.verify({ 'suite.sh': `${script}\n` }, TARGETED);
    expect(result).toMatchObject({ result: 'ERROR', code: 'REPORT_DISAGREES_WITH_EXIT' });
  });

  test.each([
    ['is in the tree already', `cp report.tap "$(dirname "$SLUICE_REPORT")/old.tap"`],
    ['is a link to one in the tree', `ln -s "$PWD/report.tap" "$SLUICE_REPORT"`],
    [
      'comes from a process left behind',
      `(sleep 5; cp report.tap "$SLUICE_REPORT") >/dev/null 2>&1 &`,
    ],
    ['was written by an earlier run', 'true'],
  ])('or stale because it %s is not read', async (_, script) => {
    await using desk = await deskOf();
    await desk.verify({}, TARGETED);
    const files = { 'report.tap': PASSING.replaceAll('\\n', '\n'), 'suite.sh': `${script}\n` };
    expect(await desk.verify(files, TARGETED)).toMatchObject({ code: 'REPORT_MISSING' });
  });
});

test('a full verify that exits with 0 while its report lists a failure is refused', async () => {
  await using desk = await deskOf();
  const swallowed = { 'suite.sh': `printf '${FAILING}' > "$SLUICE_REPORT"; exit 0\n` };
  expect(await desk.verify(swallowed)).toMatchObject({
    result: 'ERROR',
    code: 'REPORT_DISAGREES_WITH_EXIT',
    facts: { exitCode: 0, failed: 1, total: 1 },
  });
});

test('a clock set back in a report or its files changes no time of the record', async () => {
  await using desk = await deskOf('junit');
  const report =
    '<testsuite timestamp="1999-01-01T00:00:00" time="-9"><testcase name="a" time="0"/></testsuite>';
  const script = `printf '%s' '${report}' > "$SLUICE_REPORT"; touch -d 1999-01-01 "$SLUICE_REPORT"\n`;
  const began = Date.now();
  await desk.verify({ 'suite.sh': `SOURCE_DATE_EPOCH=1; ${script}` }, { atMs: 4_000 });
  const record = (await desk.records()).at(-1);
  expect(record?.scope.atMs).toBe(4_000);
  const [run] = await desk.runs();
  expect(run?.outcome.durationMs).toBeLessThanOrEqual(Date.now() - began);
  expect(run?.outcome.durationMs).toBeGreaterThan(0);
});
