import { describe, expect, test } from 'vitest';

import { casesOf, readText, summary } from '../../support/report-fixture.ts';

const PACKAGE = 'example.com/shop';
type Event = Readonly<Record<string, unknown>>;
const line = (event: Event) => JSON.stringify({ Package: PACKAGE, ...event });
const go = (...lines: readonly (Event | string)[]) =>
  readText(
    'go-test-json',
    lines.map((each) => (typeof each === 'string' ? `${each}\n` : `${line(each)}\n`)).join(''),
  );
const listed = (...lines: readonly (Event | string)[]) => summary(casesOf(go(...lines)));
const ran = (Test: string, Action: string): readonly Event[] => [
  { Action: 'run', Test },
  { Action, Test },
];

describe('unreadable', () => {
  test.each([
    ['cut before the end of a package', [{ Action: 'start' }, ...ran('TestA', 'pass')]],
    ['cut inside a test', [{ Action: 'run', Test: 'TestA' }]],
    [
      'of a passing package with an open test',
      [{ Action: 'run', Test: 'TestA' }, { Action: 'pass' }],
    ],
    ['with a stray line', [{ Action: 'pass' }, 'hello']],
    ['with JSON that is no event', ['{"a":1}']],
    ['with a broken event', ['{"Action":']],
    ['with a compile error outside of a build', ['a_test.go:1:2: undefined: X']],
    ['without any event', ['go: downloading x']],
  ])('is a report %s', (_what, lines) => {
    expect(go(...lines)).toMatchObject({ kind: 'unreadable' });
  });

  test('is a report whose last line is cut', () => {
    expect(readText('go-test-json', line({ Action: 'pass' }))).toMatchObject({
      reason: 'the last line is cut',
    });
  });

  test('is a report with too many tests', () => {
    const runs = `${line({ Action: 'run', Test: 'T' })}\n`.repeat(200_001);
    expect(readText('go-test-json', runs)).toMatchObject({
      reason: 'the report has too many tests',
    });
  });
});

describe('tests', () => {
  test('of a package without test files are none', () => {
    expect(listed({ Action: 'start' }, { Action: 'skip' })).toEqual([]);
  });

  test('that run again are kept apart', () => {
    const lines = [...ran('TestA', 'pass'), ...ran('TestA', 'fail'), { Action: 'fail' }];
    expect(listed(...lines)).toEqual([
      'passed: example.com/shop > TestA',
      'assertion: example.com/shop > TestA #2',
    ]);
  });

  test('with only skipped subtests did not run', () => {
    const lines = [
      { Action: 'run', Test: 'TestA' },
      ...ran('TestA/x', 'skip'),
      { Action: 'pass', Test: 'TestA' },
      { Action: 'pass' },
    ];
    expect(listed(...lines)).toEqual(['skipped: example.com/shop > TestA > x']);
  });

  test('that failed by themselves beside passing subtests count', () => {
    const lines = [
      { Action: 'run', Test: 'TestA' },
      ...ran('TestA/x', 'pass'),
      { Action: 'fail', Test: 'TestA' },
      { Action: 'fail' },
    ];
    expect(listed(...lines)).toEqual([
      'assertion: example.com/shop > TestA',
      'passed: example.com/shop > TestA > x',
    ]);
  });

  test('that did not end before their package failed are errors', () => {
    const lines = [
      { Action: 'run', Test: 'TestA' },
      { Action: 'output', Output: 'signal: killed\n' },
      { Action: 'fail' },
    ];
    expect(listed(...lines)).toEqual(['error: example.com/shop > TestA']);
  });

  test('print what they like', () => {
    const lines = [
      { Action: 'run', Test: 'TestA' },
      { Action: 'output', Test: 'TestA', Output: '--- FAIL: TestB (0.00s)\n' },
      { Action: 'pass', Test: 'TestA' },
      { Action: 'pass' },
    ];
    expect(listed(...lines)).toEqual(['passed: example.com/shop > TestA']);
  });

  test('a package that passes all tests and fails is a failure of the package', () => {
    const lines = [
      ...ran('TestA', 'pass'),
      { Action: 'output', Output: 'exit status 1\n' },
      { Action: 'fail' },
    ];
    expect(listed(...lines)).toEqual([
      'passed: example.com/shop > TestA',
      'load: example.com/shop',
    ]);
  });
});

describe('builds that Go before 1.24 reports in plain lines', () => {
  const build = (...errors: readonly string[]) =>
    listed(
      'go: downloading example.com/x v1.0.0',
      `# ${PACKAGE} [${PACKAGE}.test]`,
      ...errors,
      `FAIL\t${PACKAGE} [build failed]`,
      'FAIL',
    );

  test.each([
    ['missing-symbol', ['./a_test.go:3:35: undefined: Login']],
    ['missing-symbol', ['vet: ./a_test.go:3:35: undefined: Login']],
    ['missing-symbol', ['a_test.go:3:1: x.Login undefined (type X has no field or method Login)']],
    ['missing-symbol', ['a.go:1:2: undefined: A', 'a.go:2:2: undefined: B', 'too many errors']],
    ['load', ['a.go:1:2: undefined: A', 'a.go:2:2: missing return']],
    ['load', ['a.go:2:2: syntax error: unexpected }']],
    ['load', []],
  ])('are %s for %j', (kind, errors) => {
    expect(build(...errors)).toEqual([`${kind}: ${PACKAGE}`]);
  });
});
