import { describe, expect, test } from 'vitest';

import { casesOf, readText, summary } from '../../support/report-fixture.ts';

const tap = (...lines: readonly string[]) => readText('tap', `${lines.join('\n')}\n`);
const listed = (...lines: readonly string[]) => summary(casesOf(tap(...lines)));

describe('unreadable', () => {
  test.each([
    ['without a plan', ['ok 1 - a'], 'there is no plan'],
    ['short of its plan', ['1..2', 'ok 1 - a'], '2 tests were planned, 1 reported'],
    ['longer than its plan', ['1..1', 'ok 1', 'ok 2'], '1 tests were planned, 2 reported'],
    ['that bailed out', ['1..2', 'ok 1', 'Bail out! db down'], 'the run bailed out: db down'],
    ['that bailed out in a subtest', ['    Bail out!'], 'the run bailed out'],
    ['with two plans', ['1..1', 'ok 1', '1..1'], 'a second plan'],
    ['that is not TAP', ['all good'], 'there is no plan'],
    [
      'cut inside a subtest',
      ['1..1', '    ok 1 - x', '    1..1'],
      'the report ends inside a subtest',
    ],
    [
      'with a short subtest',
      ['    1..2', '    ok 1', 'ok 1', '1..1'],
      '2 tests were planned, 1 reported',
    ],
    ['with a subtest without plan', ['    ok 1', 'ok 1', '1..1'], 'there is no plan'],
    [
      'cut inside diagnostics',
      ['1..1', 'not ok 1', '  ---', '  name: x'],
      'the report ends inside a YAML block',
    ],
    ['with an odd indent', ['1..1', '        ok 1'], 'a test line with an impossible indent'],
    [
      'with points in an unclosed subtest',
      ['    ok 1', '    1..1', '1..0'],
      'a subtest has no test point of its own',
    ],
  ])('is a report %s', (_what, lines, reason) => {
    expect(tap(...lines)).toMatchObject({ kind: 'unreadable', reason });
  });

  test('is a report whose last line is cut', () => {
    expect(readText('tap', '1..2\nok 1\nok 2 # S')).toEqual({
      kind: 'unreadable',
      reason: 'the last line is cut',
      line: 3,
    });
  });

  test('is a report nested without end', () => {
    const lines = Array.from({ length: 300 }, (_each, depth) => `${' '.repeat(4 * depth)}ok 1`);
    expect(tap(...lines)).toMatchObject({ reason: 'subtests are nested too deeply' });
  });

  test('is a report with too many points', () => {
    const text = `${'ok\n'.repeat(200_001)}1..200001\n`;
    expect(readText('tap', text)).toMatchObject({ reason: 'the report has too many test points' });
  });
});

describe('status', () => {
  test('"1..0 # skip all" lists no test', () => {
    expect(listed('1..0 # skip all')).toEqual([]);
  });

  test.each([
    ['passed', 'ok 1 - a'],
    ['passed', 'ok 1 a'],
    ['passed', 'ok - a'],
    ['skipped', 'ok 1 - a # SKIP'],
    ['skipped', 'ok 1 - a # skipped: no network'],
    ['skipped', 'ok 1 - a # TODO later'],
    ['skipped', 'not ok 1 - a # TODO later'],
    ['assertion', 'not ok 1 - a'],
  ])('is %s for "%s"', (status, line) => {
    expect(listed('1..1', line)).toEqual([`${status}: a`]);
  });

  test('of a test without a name is kept', () => {
    expect(listed('1..2', 'ok 1 # SKIP', 'ok 2')).toEqual([
      'skipped: (unnamed)',
      'passed: (unnamed) #2',
    ]);
  });

  test('an escaped # is part of the name', () => {
    expect(listed('1..1', 'ok 1 - a \\# SKIP \\\\ b')).toEqual(['passed: a # SKIP \\ b']);
  });

  test('lines that only look like test points are not', () => {
    expect(listed('1..1', 'okay 2', 'ok 1 - a', '# ok 3', 'not okay')).toEqual(['passed: a']);
  });
});

describe('diagnostics', () => {
  test('that contain test points are no test points', () => {
    const lines = [
      '1..1',
      'not ok 1 - a',
      '    ---',
      '    message: "',
      'ok 2 - fake',
      '1..9',
      '"',
      '    ...',
    ];
    expect(listed(...lines)).toEqual(['error: a']);
  });

  test.each([
    ['assertion', ['  operator: equal', '  expected: 1']],
    ['error', ['  operator: error']],
    ['assertion', ['  found: 1', '  wanted: 2']],
    ['error', ['  stack: x']],
    ['assertion', ["  name: 'AssertionError'"]],
    ['error', ['  error: boom', '  actual:', "    name: 'AssertionError'"]],
    ['missing-symbol', ['  name: TypeError', '  error: "a is not a function"']],
    ['assertion', ['  error:', '    name: AssertionError', '    cause:', '      name: Error']],
  ])('tell %s by %j', (kind, yaml) => {
    expect(listed('1..1', 'not ok 1 - a', '  ---', ...yaml, '  ...')).toEqual([`${kind}: a`]);
  });

  test('give the first line of a block text as message', () => {
    const yaml = ['  ---', '  error: |-', '', '    one', '    two', "  name: 'Error'", '  ...'];
    const [found] = casesOf(tap('1..1', 'not ok 1 - a', ...yaml));
    expect(found?.failure).toEqual({ kind: 'error', message: 'one' });
  });

  test('bats: a command that was not found is an error, a false one an assertion', () => {
    const failed = (note: string) =>
      listed('1..1', 'not ok 1 a', '# (in test file a.bats, line 3)', `#   ${note}`);
    expect(failed("`foo' failed with status 127")).toEqual(['error: a']);
    expect(failed("`[ 1 -eq 2 ]' failed")).toEqual(['assertion: a']);
  });
});

describe('subtests', () => {
  test('count instead of the test around them', () => {
    const lines = ['# Subtest: p', '    ok 1 - x', '    1..1', 'ok 1 - p', '1..1'];
    expect(listed(...lines)).toEqual(['passed: p > x']);
  });

  test('leave a parent that failed by itself as a cause of its own', () => {
    const own = ['  ---', "  failureType: 'testCodeFailure'", "  name: 'AssertionError'", '  ...'];
    const lines = ['    not ok 1 - x', '    1..1', 'not ok 1 - p', ...own, '1..1'];
    expect(listed(...lines)).toEqual(['assertion: p', 'assertion: p > x']);
  });

  test('in braces belong to the point before them', () => {
    const lines = [
      '1..2',
      'not ok 1 - p # time=3ms {',
      '    1..1',
      '    not ok 1 - x',
      '}',
      'ok 2 - {',
    ];
    expect(listed(...lines)).toEqual(['assertion: p > x', 'passed: {']);
  });

  test('in braces after a directive are read too', () => {
    const lines = ['1..1', 'ok 1 - p # SKIP {', '    1..1', '    ok 1 - x # SKIP', '}'];
    expect(listed(...lines)).toEqual(['skipped: p > x']);
  });

  test('in braces must be closed', () => {
    const lines = ['1..1', 'ok 1 - p {', '    1..1', '    ok 1 - x'];
    expect(tap(...lines)).toMatchObject({ kind: 'unreadable' });
  });

  test('that were all skipped leave nothing that ran', () => {
    const lines = ['    ok 1 - x # SKIP', '    1..1', 'ok 1 - p', '1..1'];
    expect(listed(...lines)).toEqual(['skipped: p > x']);
  });
});
